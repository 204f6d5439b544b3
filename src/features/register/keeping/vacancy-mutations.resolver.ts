import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import { VacancyType } from '../../vacancy/vacancy.type.js';
import { vacancyCreate, vacancyUpdate } from '../entry/entry.rules.js';
import { inGraphTerms, recordId, toValues } from '../entry/graph-terms.resolver.js';
import { payloadType } from '../entry/payload.type.js';
import type { VacancyKeeperService } from './vacancy-keeper.service.js';

const CreateInput = inputFrom(vacancyCreate, 'VacancyCreateInput');
const UpdateInput = inputFrom(vacancyUpdate, 'VacancyUpdateInput');
const vacancy = {
  vacancy: { type: () => VacancyType, description: 'As it is now; null when nothing was done.' },
};
const CreatePayload = payloadType('VacancyCreate', vacancy);
const UpdatePayload = payloadType('VacancyUpdate', vacancy);
const ConfirmPayload = payloadType('VacancyConfirm', vacancy);
const confirmedForDays = {
  defaultValue: 28,
  description: 'Days from now for which it can be relied on, 1 to 180.',
};

/** Vacancies, stated and confirmed by who knows. */
@Resolver()
export class VacancyMutations {
  constructor(private readonly keeper: VacancyKeeperService) {}

  @Requires('register.write', 'entry.write')
  @Mutation(() => CreatePayload, {
    name: 'vacancyCreate',
    description: 'States a vacancy, confirmed now.',
  })
  create(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => CreateInput, { description: 'What is open.' }) input: object,
    @Arg('confirmedForDays', () => Int, confirmedForDays) days: number,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument)
    idempotencyKey?: string | null,
  ) {
    return payload('vacancy', asking, (actor) =>
      inGraphTerms(async () =>
        this.keeper.create(actor, toValues(input) as never, { confirmedForDays: days, idempotencyKey }),
      ),
    );
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => UpdatePayload, {
    name: 'vacancyUpdate',
    description: 'Changes what is stated; its confirmation stays as it was.',
  })
  update(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
    @Arg('input', () => UpdateInput, { description: 'What is to be changed.' }) input: object,
  ) {
    return payload('vacancy', asking, (actor) =>
      inGraphTerms(async () =>
        this.keeper.update(actor, recordId('vac', id, 'vacancy'), version, toValues(input) as never),
      ),
    );
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => ConfirmPayload, {
    name: 'vacancyConfirm',
    description: 'Says that it is still true, from now on.',
  })
  confirm(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
    @Arg('placesAvailable', () => Int, {
      nullable: true,
      description: 'How many places there are now, where that has changed.',
    })
    placesAvailable: number | null | undefined,
    @Arg('confirmedForDays', () => Int, confirmedForDays) days: number,
  ) {
    return payload('vacancy', asking, (actor) =>
      inGraphTerms(async () =>
        this.keeper.confirm(actor, recordId('vac', id, 'vacancy'), version, {
          confirmedForDays: days,
          placesAvailable,
        }),
      ),
    );
  }
}
