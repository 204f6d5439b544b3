import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { VacancyType } from '../../vacancy/vacancy.type.js';
import { inGraphTerms, recordId, toValues } from '../entry/entry.graph.js';
import { payloadType } from '../entry/payload.type.js';
import { vacancyCreate, vacancyUpdate } from './entry-inputs.rules.js';
import type { VacancyKeeperService } from './vacancy-keeper.service.js';

const CreateInput = inputFrom(vacancyCreate, 'VacancyCreateInput');
const UpdateInput = inputFrom(vacancyUpdate, 'VacancyUpdateInput');
const vacancy = {
  vacancy: { type: () => VacancyType, description: 'The vacancy as it is now. Null if nothing was done.' },
};
const CreatePayload = payloadType('VacancyCreate', vacancy);
const UpdatePayload = payloadType('VacancyUpdate', vacancy);
const ConfirmPayload = payloadType('VacancyConfirm', vacancy);
const confirmedForDays = {
  nullable: true,
  description:
    'The number of days from now after which the confirmation expires. By default, and at most, as many as the rule for this kind of place and provider says: see `decayRules`.',
};

/** Creates, changes and confirms vacancies. */
@Resolver()
export class VacancyMutations {
  constructor(private readonly keeper: VacancyKeeperService) {}

  @Requires('register.write', 'entry.write')
  @Mutation(() => CreatePayload, {
    name: 'vacancyCreate',
    description: 'Creates a vacancy and confirms it now.',
  })
  create(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => CreateInput, { description: 'The new vacancy.' }) input: object,
    @Arg('confirmedForDays', () => Int, confirmedForDays)
    days?: number | null,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument)
    idempotencyKey?: string | null,
  ) {
    return payload('vacancy', asking, (actor) =>
      inGraphTerms(async () =>
        this.keeper.create(actor, toValues(input) as never, {
          confirmedForDays: days ?? null,
          idempotencyKey,
        }),
      ),
    );
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => UpdatePayload, {
    name: 'vacancyUpdate',
    description:
      'Changes a vacancy. Fields that you leave out stay as they are, and so does its confirmation.',
  })
  update(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the vacancy.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the vacancy that you read.' }) version: number,
    @Arg('input', () => UpdateInput, { description: 'The fields to change.' }) input: object,
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
    description: 'Confirms that a vacancy is still true. The confirmation starts again from now.',
  })
  confirm(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the vacancy.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the vacancy that you read.' }) version: number,
    @Arg('placesAvailable', () => Int, {
      nullable: true,
      description: 'The number of places available now, if it has changed.',
    })
    placesAvailable?: number | null,
    @Arg('confirmedForDays', () => Int, confirmedForDays)
    days?: number | null,
  ) {
    return payload('vacancy', asking, (actor) =>
      inGraphTerms(async () =>
        this.keeper.confirm(actor, recordId('vac', id, 'vacancy'), version, {
          confirmedForDays: days ?? null,
          placesAvailable,
        }),
      ),
    );
  }
}
