import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { inGraphTerms, recordId, shown, toValues } from '../entry/entry.graph.js';
import type { EntryKind, EntryKindName, EntryKinds } from '../entry/entry-kinds.js';
import { permissionsFor, type StepName } from '../entry/steps.js';
import { type BulkUpsertService, type FailureMode, failureModes } from './bulk-upsert.service.js';
import type { EntryService } from './entry.service.js';
import {
  offeringCreate,
  offeringUpdate,
  providerCreate,
  providerUpdate,
  siteCreate,
  siteUpdate,
} from './entry-inputs.rules.js';
import {
  type Asked,
  type EntryPayloads,
  offeringPayloads,
  providerPayloads,
  sitePayloads,
} from './entry-payloads.type.js';

const FailureModeEnum = enumOf(
  failureModes,
  'FailureMode',
  'What a failure of one input means to the others.',
  {
    REJECT_ALL: 'Nothing is written unless all can be.',
    SKIP_FAILED: 'What can be written is.',
  },
);

/** What the mutations of one kind differ in. */
interface Graph {
  readonly kind: EntryKindName;
  readonly prefix: string;
  readonly payloads: EntryPayloads;
  readonly create: z.ZodObject;
  readonly update: z.ZodObject;
}

const why = { nullable: true, description: 'Why, up to 500 characters: it is kept in the change log.' };
const whyNeeded = { description: 'Why, up to 500 characters: those concerned will read it.' };
const versionRead = { description: 'The version that you read.' };

/**
 * The mutations of one kind of entry. Kinds differ in their names, inputs and types alone, so that these are written once.
 */
function entryMutations({ kind: kindName, prefix, payloads, create, update }: Graph) {
  const { name, one } = payloads;
  const CreateInput = inputFrom(create, `${name}CreateInput`);
  const UpdateInput = inputFrom(update, `${name}UpdateInput`);

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
    @Mutation(() => payloads.Create, {
      name: `${one}Create`,
      description: 'Makes a draft.',
    })
    async create(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('input', () => CreateInput, { description: 'What it is.' }) input: object,
      @Arg('reason', () => String, why) reason?: string | null,
      @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
    ) {
      const asked = toValues(input);
      const { entry, ...told } = await payload('entry', asking, (actor) =>
        inGraphTerms(() => this.service.create(actor, this.kind, asked, { reason, idempotencyKey: key })),
      );
      const answer: Asked = { asked, entry };
      return { [one]: entry && shown(entry), ...told, ...answer };
    }

    @Requires('register.write', 'entry.write')
    @Mutation(() => payloads.Update, {
      name: `${one}Update`,
      description:
        'Changes it; what is left out stays as it is. A provider’s change to a listed entry’s field that the council owns becomes a change request.',
    })
    async update(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('id', () => ID, { description: 'Which one.' }) id: string,
      @Arg('version', () => Int, versionRead) version: number,
      @Arg('input', () => UpdateInput, { description: 'What is to be changed.' }) input: object,
      @Arg('reason', () => String, why) reason?: string | null,
    ) {
      const asked = toValues(input);
      const { changed, ...told } = await payload('changed', asking, (actor) =>
        inGraphTerms(async () =>
          this.service.update(actor, this.kind, recordId(prefix, id, one), version, asked, { reason }),
        ),
      );
      const entry = changed?.entry ?? null;
      const answer: Asked = { asked, entry };
      return {
        [one]: entry && shown(entry),
        changeRequest: changed?.request ?? null,
        ...told,
        ...answer,
      };
    }

    @Requires('register.write', 'entry.write')
    @Mutation(() => payloads.Upsert, {
      name: `${one}sUpsert`,
      description: 'Makes or changes up to 100 by their externalReference.',
    })
    async upsert(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('inputs', () => [CreateInput], { description: 'Up to 100, each with its externalReference.' })
      inputs: object[],
      @Arg('onFailure', () => FailureModeEnum, {
        defaultValue: 'REJECT_ALL',
        description: 'What a failure of one means to the others.',
      })
      mode: FailureMode,
      @Arg('reason', () => String, why) reason?: string | null,
    ) {
      return payload('results', asking, async (actor) => {
        const values = inputs.map(toValues);
        const results = await this.bulk.upsert(actor, this.kind, values, mode, { reason });
        return results.map((result, at) => {
          const answer: Asked = { asked: values[at]!, entry: result.entry };
          return { ...result, ...answer, [one]: result.entry && shown(result.entry) };
        });
      });
    }
  }

  for (const [action, step, description, needsReason] of stepMutations) {
    const take = async function take(
      this: { service: EntryService; kind: EntryKind },
      { actor: asking }: RequestContext,
      id: string,
      version: number,
      reason?: string | null,
    ) {
      return payload(one, asking, async (actor) =>
        shown(
          await this.service.take(actor, this.kind, recordId(prefix, id, one), version, step, { reason }),
        ),
      );
    };
    const method = `${one}${action}`;
    const { prototype } = EntryMutations;
    const descriptor = { value: take, writable: true, configurable: true };
    Object.defineProperty(prototype, method, descriptor);
    const Payload = payloads.afterStep(action);
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
  prefix: 'prv',
  payloads: providerPayloads,
  create: providerCreate,
  update: providerUpdate,
});
export const SiteMutations = entryMutations({
  kind: 'SITE',
  prefix: 'sit',
  payloads: sitePayloads,
  create: siteCreate,
  update: siteUpdate,
});
export const OfferingMutations = entryMutations({
  kind: 'OFFERING',
  prefix: 'off',
  payloads: offeringPayloads,
  create: offeringCreate,
  update: offeringUpdate,
});
