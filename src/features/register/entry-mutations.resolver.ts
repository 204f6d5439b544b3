import { Arg, type ClassType, Ctx, Field, ID, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { payload } from '../../platform/graphql/mutation.js';
import { inputFrom, nameEnum } from '../../platform/graphql/zod-input.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.type.js';
import { OfferingType } from '../offering/offering.type.js';
import { ProviderType, SiteType } from '../provider/provider.type.js';
import {
  type BulkUpsertService,
  type FailureMode,
  failureModes,
  upsertOutcomes,
} from './bulk-upsert.service.js';
import {
  offeringCreate,
  offeringUpdate,
  providerCreate,
  providerUpdate,
  siteCreate,
  siteUpdate,
} from './entry.rules.js';
import type { EntryService } from './entry.service.js';
import type { EntryKind, EntryKindName, EntryKinds } from './entry-kinds.js';
import { inGraphTerms, recordId, shown, toValues } from './graph-terms.resolver.js';
import { namesOf, payloadType, RegisterUserErrorType } from './payload.type.js';
import { ChangeRequestType } from './register.type.js';
import { permissionsFor, type StepName } from './steps.js';

const FailureModeEnum = namesOf(failureModes);
nameEnum(FailureModeEnum, 'FailureMode', 'What a failure of one input means to the others.', {
  REJECT_ALL: 'Nothing is written unless all can be.',
  SKIP_FAILED: 'What can be written is.',
});
const OutcomeEnum = namesOf(upsertOutcomes);
nameEnum(OutcomeEnum, 'UpsertOutcome', 'What became of one input.', {
  CREATED: 'There was none: it is a draft now.',
  UPDATED: 'It was changed.',
  REQUESTED: 'Fields that the council owns were asked for; the provider’s own were changed.',
  UNCHANGED: 'It already was as wanted.',
  FAILED: 'Nothing was done for it: see its userErrors.',
  NOT_DONE: 'Nothing was done because another input failed.',
});

/** What the mutations of one kind differ in. */
interface Graph {
  readonly kind: EntryKindName;
  /** As the graph calls it: `Provider`. */
  readonly name: string;
  readonly prefix: string;
  readonly node: ClassType;
  readonly create: z.ZodObject;
  readonly update: z.ZodObject;
}

const idempotencyKey = {
  nullable: true,
  description:
    'A key of your own, for a request that you may have to send again: within a day it makes nothing twice.',
};
const why = { nullable: true, description: 'Why: it is kept in the change log.' };
const whyNeeded = { description: 'Why: those concerned will read it.' };
const versionRead = { description: 'The version that you read.' };

/**
 * The mutations of one kind of entry. Kinds differ in their names, inputs and types alone, so that these are written once.
 */
function entryMutations({ kind: kindName, name, prefix, node, create, update }: Graph) {
  const one = name.charAt(0).toLowerCase() + name.slice(1);
  const CreateInput = inputFrom(create, `${name}CreateInput`);
  const UpdateInput = inputFrom(update, `${name}UpdateInput`);
  const field = { [one]: { type: () => node, description: 'As it is now; null when nothing was done.' } };
  const payloadOf = (action: string) => payloadType(name + action, field);
  const CreatePayload = payloadOf('Create');
  const UpdatePayload = payloadType(`${name}Update`, {
    ...field,
    changeRequest: {
      type: () => ChangeRequestType,
      description: 'What must be asked of the council; null when all was done.',
    },
  });

  @ObjectType(`${name}UpsertResult`, { description: 'What became of one input.', simpleResolvers: true })
  class UpsertResult {
    @Field(() => String, { nullable: true, description: 'The key it was sent with.' })
    externalReference: string | null;

    @Field(() => OutcomeEnum, { description: 'What became of it.' })
    outcome: string;

    @Field(() => [RegisterUserErrorType], { description: 'What was wrong; empty when it was done.' })
    userErrors: RegisterUserErrorType[];
  }
  Field(() => node, { nullable: true, description: 'As it is now; null when nothing was done.' })(
    UpsertResult.prototype,
    one,
  );
  const UpsertPayload = payloadType(`${name}sUpsert`, {
    results: { type: () => [UpsertResult], description: 'One for each input, in their order.' },
  });

  @Resolver()
  class EntryMutations {
    private readonly kind: EntryKind;

    constructor(
      private readonly service: EntryService,
      private readonly bulk: BulkUpsertService,
      kinds: EntryKinds,
    ) {
      this.kind = kinds[kindName];
    }

    @Requires('register.write', ...(kindName === 'PROVIDER' ? [] : ['entry.write' as const]))
    @Mutation(() => CreatePayload, {
      name: `${one}Create`,
      description: 'Makes a draft.',
    })
    create(
      @Ctx() { actor }: RequestContext,
      @Arg('input', () => CreateInput, { description: 'What it is.' }) input: object,
      @Arg('reason', () => String, why) reason?: string | null,
      @Arg('idempotencyKey', () => String, idempotencyKey) key?: string | null,
    ) {
      return payload(one, () =>
        inGraphTerms(async () =>
          shown(
            await this.service.create(actor, this.kind, toValues(input), { reason, idempotencyKey: key }),
          ),
        ),
      );
    }

    @Requires('register.write', 'entry.write')
    @Mutation(() => UpdatePayload, {
      name: `${one}Update`,
      description:
        'Changes it; what is left out stays as it is. A provider’s change to a listed entry’s field that the council owns becomes a change request.',
    })
    async update(
      @Ctx() { actor }: RequestContext,
      @Arg('id', () => ID, { description: 'Which one.' }) id: string,
      @Arg('version', () => Int, versionRead) version: number,
      @Arg('input', () => UpdateInput, { description: 'What is to be changed.' }) input: object,
      @Arg('reason', () => String, why) reason?: string | null,
    ) {
      const { changed, userErrors } = await payload('changed', () =>
        inGraphTerms(async () =>
          this.service.update(actor, this.kind, recordId(prefix, id, one), version, toValues(input), {
            reason,
          }),
        ),
      );
      return { [one]: changed && shown(changed.entry), changeRequest: changed?.request ?? null, userErrors };
    }

    @Requires('register.write', 'entry.write')
    @Mutation(() => UpsertPayload, {
      name: `${one}sUpsert`,
      description: 'Makes or changes up to 100 by their externalReference.',
    })
    async upsert(
      @Ctx() { actor }: RequestContext,
      @Arg('inputs', () => [CreateInput], { description: 'Up to 100, each with its externalReference.' })
      inputs: object[],
      @Arg('onFailure', () => FailureModeEnum, {
        defaultValue: 'REJECT_ALL',
        description: 'What a failure of one means to the others.',
      })
      mode: FailureMode,
      @Arg('reason', () => String, why) reason?: string | null,
    ) {
      return payload('results', async () => {
        const values = inputs.map(toValues);
        const results = await this.bulk.upsert(actor, this.kind, values, mode, { reason });
        return results.map(({ entry, ...result }) => ({ ...result, [one]: entry && shown(entry) }));
      });
    }
  }

  for (const [action, step, description, needsReason] of stepMutations) {
    const take = async function take(
      this: { service: EntryService; kind: EntryKind },
      { actor }: RequestContext,
      id: string,
      version: number,
      reason?: string | null,
    ) {
      return payload(one, async () =>
        shown(
          await this.service.take(actor, this.kind, recordId(prefix, id, one), version, step, { reason }),
        ),
      );
    };
    const method = `${one}${action}`;
    const { prototype } = EntryMutations;
    const descriptor = { value: take, writable: true, configurable: true };
    Object.defineProperty(prototype, method, descriptor);
    const Payload = payloadOf(action);
    Mutation(() => Payload, { description })(prototype, method, descriptor);
    const [first, ...others] = permissionsFor(step);
    Requires(first, ...others)(prototype, method, descriptor);
    Ctx()(prototype, method, 0);
    Arg('id', () => ID, { description: 'Which one.' })(prototype, method, 1);
    Arg('version', () => Int, versionRead)(prototype, method, 2);
    Arg('reason', () => String, needsReason ? whyNeeded : why)(prototype, method, 3);
  }
  return EntryMutations;
}

/** Mutation, step, description, and whether a reason must be given. */
const stepMutations: readonly (readonly [string, StepName, string, boolean])[] = [
  ['Submit', 'SUBMIT', 'Sends a draft to the council.', false],
  ['StartReview', 'START_REVIEW', 'Begins to look at what was submitted.', false],
  ['Approve', 'APPROVE', 'Lists it: it is public once its provider is.', false],
  ['Refuse', 'REFUSE', 'Sends it back to being a draft.', true],
  ['Suspend', 'SUSPEND', 'Takes it out of sight, at once and everywhere.', true],
  [
    'Withdraw',
    'WITHDRAW',
    'Takes it out of the register. A provider may until the council has looked at it.',
    true,
  ],
  ['Restore', 'RESTORE', 'Lists again what was suspended; makes a draft of what was withdrawn.', false],
];

/** The mutations of providers, sites and offerings. */
export const ProviderMutations = entryMutations({
  kind: 'PROVIDER',
  name: 'Provider',
  prefix: 'prv',
  node: ProviderType,
  create: providerCreate,
  update: providerUpdate,
});
export const SiteMutations = entryMutations({
  kind: 'SITE',
  name: 'Site',
  prefix: 'sit',
  node: SiteType,
  create: siteCreate,
  update: siteUpdate,
});
export const OfferingMutations = entryMutations({
  kind: 'OFFERING',
  name: 'Offering',
  prefix: 'off',
  node: OfferingType,
  create: offeringCreate,
  update: offeringUpdate,
});
