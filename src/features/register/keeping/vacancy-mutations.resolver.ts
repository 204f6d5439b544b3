import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { decodeId } from '../../../platform/graphql/global-id.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { VacancyType } from '../../vacancy/vacancy.type.js';
import { inGraphTerms, recordId, renamed, toValues } from '../entry/entry.graph.js';
import { payloadType } from '../entry/payload.type.js';
import type { FailureMode } from './bulk-upsert.service.js';
import { vacancyConfirm, vacancyCreate, vacancyUpdate } from './entry-inputs.rules.js';
import { FailureModeEnum } from './entry-mutations.resolver.js';
import { upsertPayload } from './entry-payloads.type.js';
import type { VacanciesConfirmService } from './vacancies-confirm.service.js';
import type { VacanciesUpsertService } from './vacancies-upsert.service.js';
import type { VacancyKeeperService } from './vacancy-keeper.service.js';
import type { VacancyUndoService } from './vacancy-undo.service.js';

const CreateInput = inputFrom(vacancyCreate, 'VacancyCreateInput');
const UpdateInput = inputFrom(vacancyUpdate, 'VacancyUpdateInput');
const ConfirmInput = inputFrom(vacancyConfirm, 'VacancyConfirmInput');
const vacancy = {
  vacancy: { type: () => VacancyType, description: 'The vacancy as it is now. Null if nothing was done.' },
};
const CreatePayload = payloadType('VacancyCreate', vacancy);
const UpdatePayload = payloadType('VacancyUpdate', vacancy);
const ConfirmPayload = payloadType('VacancyConfirm', vacancy);
const ConfirmAllPayload = payloadType('VacanciesConfirm', {
  vacancies: {
    type: () => [VacancyType],
    description: 'The vacancies as they are now, in the order of the inputs. Null if nothing was done.',
  },
});
const { Upsert: UpsertPayload } = upsertPayload('Vacancy', 'VacanciesUpsert', VacancyType);
const ClosePayload = payloadType('VacancyClose', vacancy);
const UndoPayload = payloadType('VacancyConfirmUndo', vacancy);
const why = { nullable: true, description: 'The reason, up to 500 characters. The change log keeps it.' };
const confirmedForDays = {
  nullable: true,
  description:
    'The number of days from now after which the confirmation expires. By default, and at most, as many as the rule for this kind of place and provider says: see `decayRules`.',
};

/** Creates, changes and confirms vacancies. */
@Resolver()
export class VacancyMutations {
  constructor(
    private readonly keeper: VacancyKeeperService,
    private readonly confirming: VacanciesConfirmService,
    private readonly stating: VacanciesUpsertService,
    private readonly undoing: VacancyUndoService,
  ) {}

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

  @Requires('register.write', 'entry.write')
  @Mutation(() => ConfirmAllPayload, {
    name: 'vacanciesConfirm',
    description:
      'Confirms that up to 100 vacancies are still true: all of them, or none if something is wrong with one.',
  })
  confirmAll(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('inputs', () => [ConfirmInput], { description: 'Up to 100 vacancies, each with its version.' })
    inputs: z.output<typeof vacancyConfirm>[],
    @Arg('confirmedForDays', () => Int, confirmedForDays)
    days?: number | null,
  ) {
    return payload('vacancies', asking, (actor) => {
      const named = inputs.map((input) => ({ ...input, id: decodeId('vac', input.id) }));
      return this.confirming.confirm(actor, named, days ?? null);
    });
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => UpsertPayload, {
    name: 'vacanciesUpsert',
    description:
      'Creates or changes up to 100 vacancies, which are found by their externalReference among those of the offering, and confirms them now.',
  })
  upsert(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('inputs', () => [CreateInput], {
      description: 'Up to 100 vacancies, each with its externalReference.',
    })
    inputs: object[],
    @Arg('onFailure', () => FailureModeEnum, {
      defaultValue: 'REJECT_ALL',
      description: 'What happens to the other inputs if one fails. The default is REJECT_ALL.',
    })
    mode: FailureMode,
    @Arg('reason', () => String, why) reason?: string | null,
    @Arg('confirmedForDays', () => Int, confirmedForDays)
    days?: number | null,
  ) {
    return payload('results', asking, async (actor) => {
      const more = { confirmedForDays: days ?? null, reason };
      const results = await this.stating.upsert(actor, inputs.map(toValues), mode, more);
      return results.map((result) => ({ ...result, userErrors: renamed(result.userErrors) }));
    });
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => ClosePayload, {
    name: 'vacancyClose',
    description:
      'Says that a vacancy has no places now: its state becomes NO_CAPACITY, confirmed now. To open it again, use `vacancyUpdate`.',
  })
  close(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the vacancy.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the vacancy that you read.' }) version: number,
    @Arg('reason', () => String, why) reason?: string | null,
    @Arg('confirmedForDays', () => Int, confirmedForDays)
    days?: number | null,
  ) {
    return payload('vacancy', asking, async (actor) => {
      const more = { confirmedForDays: days ?? null, reason };
      return this.keeper.close(actor, recordId('vac', id, 'vacancy'), version, more);
    });
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => UndoPayload, {
    name: 'vacancyConfirmUndo',
    description:
      'Undoes a wrong confirmation: the vacancy is again as it was before. Possible for a day, and as long as the confirmation is its last change.',
  })
  undo(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the vacancy.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the vacancy that you read.' }) version: number,
    @Arg('reason', () => String, why) reason?: string | null,
  ) {
    return payload('vacancy', asking, async (actor) =>
      this.undoing.undo(actor, recordId('vac', id, 'vacancy'), version, reason),
    );
  }
}
