import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { inGraphTerms, recordId, renamed, shown, toValues } from '../entry/entry.graph.js';
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

/** What happens to the other inputs of an upsert if one fails. */
export const FailureModeEnum = enumOf(
  failureModes,
  'FailureMode',
  'What happens to the other inputs if one fails.',
  {
    REJECT_ALL: 'If one input fails, nothing is written.',
    SKIP_FAILED: 'Inputs that fail are skipped. The others are written.',
  },
);

/** What differs between the mutations of the three kinds. */
interface Graph {
  readonly kind: EntryKindName;
  readonly prefix: string;
  readonly payloads: EntryPayloads;
  readonly create: z.ZodObject;
  readonly update: z.ZodObject;
}

const why = { nullable: true, description: 'The reason, up to 500 characters. The change log keeps it.' };
const whyNeeded = {
  description: 'The reason, up to 500 characters. The people concerned will read it.',
};
const versionRead = {
  description: 'The version that you read. If it has changed since, the result is a conflict.',
};

/**
 * Creates the mutations of one kind of entry. Kinds only differ in their names, inputs and types, so these are written once.
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
      description: `Creates ${withArticle(one)} as a draft.`,
    })
    async create(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('input', () => CreateInput, { description: `The new ${one}.` }) input: object,
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
      description: `Changes ${withArticle(one)}. Fields that you leave out stay as they are. If a provider changes fields that the council owns on a listed or suspended ${one}, they become a change request.`,
    })
    async update(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('id', () => ID, { description: `The id of the ${one}.` }) id: string,
      @Arg('version', () => Int, versionRead) version: number,
      @Arg('input', () => UpdateInput, { description: 'The fields to change.' }) input: object,
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
      description: `Creates or changes up to 100 ${one}s, which are found by their externalReference. New ones are drafts.`,
    })
    async upsert(
      @Ctx() { actor: asking }: RequestContext,
      @Arg('inputs', () => [CreateInput], {
        description: `Up to 100 ${one}s, each with its externalReference.`,
      })
      inputs: object[],
      @Arg('onFailure', () => FailureModeEnum, {
        defaultValue: 'REJECT_ALL',
        description: 'What happens to the other inputs if one fails. The default is REJECT_ALL.',
      })
      mode: FailureMode,
      @Arg('reason', () => String, why) reason?: string | null,
    ) {
      return payload('results', asking, async (actor) => {
        const values = inputs.map(toValues);
        const results = await this.bulk.upsert(actor, this.kind, values, mode, { reason });
        return results.map((result, at) => {
          const answer: Asked = { asked: values[at]!, entry: result.entry };
          const userErrors = renamed(result.userErrors);
          return { ...result, ...answer, userErrors, [one]: result.entry && shown(result.entry) };
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
    Mutation(() => Payload, { description: description(one) })(prototype, method, descriptor);
    const [first, ...others] = permissionsFor(step);
    Requires(first, ...others)(prototype, method, descriptor);
    Ctx()(prototype, method, 0);
    Arg('id', () => ID, { description: `The id of the ${one}.` })(prototype, method, 1);
    Arg('version', () => Int, versionRead)(prototype, method, 2);
    Arg('reason', () => String, needsReason ? whyNeeded : why)(prototype, method, 3);
  }
  return EntryMutations;
}

const withArticle = (one: string) => (one === 'offering' ? 'an offering' : `a ${one}`);

/** Mutation, step, description, and whether a reason must be given. */
const stepMutations: readonly (readonly [string, StepName, (one: string) => string, boolean])[] = [
  ['Submit', 'SUBMIT', (one) => `Submits a draft ${one} to the council.`, false],
  ['StartReview', 'START_REVIEW', (one) => `Starts the council’s review of a submitted ${one}.`, false],
  [
    'Approve',
    'APPROVE',
    (one) =>
      one === 'provider'
        ? 'Lists a provider in review, which makes it public.'
        : `Lists ${withArticle(one)} in review. The public can see it once its provider is listed.`,
    false,
  ],
  [
    'Refuse',
    'REFUSE',
    (one) => `Refuses ${withArticle(one)} that is submitted or in review. It becomes a draft again.`,
    true,
  ],
  [
    'Suspend',
    'SUSPEND',
    (one) => `Suspends a listed ${one}. It is hidden from the public at once and everywhere.`,
    true,
  ],
  [
    'Withdraw',
    'WITHDRAW',
    (one) =>
      `Withdraws ${withArticle(one)} from the register. A provider can do this until the council’s review starts.`,
    true,
  ],
  [
    'Restore',
    'RESTORE',
    (one) =>
      `Restores ${withArticle(one)}. If it was suspended, it is listed again. If it was withdrawn, it becomes a draft.`,
    false,
  ],
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
