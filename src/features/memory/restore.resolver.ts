import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { z } from 'zod';
import { NotFound } from '../../platform/errors.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { type Payload, payload, payloadTypes } from '../../platform/graphql/mutation.js';
import { parseInput } from '../../platform/parse.js';
import { neededReason } from '../identity/attribution.rules.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { Offering } from '../offering/offering.entity.js';
import { OfferingType } from '../offering/offering.type.js';
import type { Provider } from '../provider/provider.entity.js';
import { ProviderType } from '../provider/provider.type.js';
import { MemoryUserErrorType } from './memory.type.js';
import type { Restoration, RestoreService } from './restore.service.js';

const restoration = z.strictObject({
  version: z.int().min(1),
  toVersion: z.int().min(1),
  reason: neededReason,
});

const WHAT_STAYS =
  'This creates a new version with the values of an earlier one. It removes nothing from the history.';
const ID_TEXT = 'The global id of the entry.';
const VERSION = 'The current version, which you have read.';
const TO_VERSION = 'The earlier version to restore.';
const REASON = 'The reason, 3 to 500 characters. The history keeps it.';

const payloadType = payloadTypes(MemoryUserErrorType, 'What was wrong. Empty if the version was restored.');
const ProviderRestoreVersionPayload = payloadType(
  'ProviderRestoreVersionPayload',
  'The restored provider, or what was wrong.',
  {
    provider: { type: () => ProviderType, description: 'The restored provider. Null if there are errors.' },
  },
);
const OfferingRestoreVersionPayload = payloadType(
  'OfferingRestoreVersionPayload',
  'The restored offering, or what was wrong.',
  {
    offering: { type: () => OfferingType, description: 'The restored offering. Null if there are errors.' },
  },
);

/** Restores earlier versions. */
@Resolver()
export class RestoreResolver {
  constructor(private readonly restoring: RestoreService) {}

  @Mutation(() => ProviderRestoreVersionPayload, {
    description: `Restores an earlier version of a provider. ${WHAT_STAYS} The state and local authority stay as they are.`,
  })
  @Requires('register.write')
  async providerRestoreVersion(
    @Arg('id', () => ID, { description: ID_TEXT }) id: string,
    @Arg('version', () => Int, { description: VERSION }) version: number,
    @Arg('toVersion', () => Int, { description: TO_VERSION }) toVersion: number,
    @Arg('reason', () => String, { description: REASON }) reason: string,
    @Ctx() { actor: asking }: RequestContext,
  ): Promise<Payload<'provider', Provider>> {
    return payload('provider', asking, async (actor) =>
      this.restoring.provider(actor, parsed('prv', id, { version, toVersion, reason })),
    );
  }

  @Mutation(() => OfferingRestoreVersionPayload, {
    description: `Restores an earlier version of an offering. ${WHAT_STAYS} The state and sites stay as they are.`,
  })
  @Requires('register.write')
  async offeringRestoreVersion(
    @Arg('id', () => ID, { description: ID_TEXT }) id: string,
    @Arg('version', () => Int, { description: VERSION }) version: number,
    @Arg('toVersion', () => Int, { description: TO_VERSION }) toVersion: number,
    @Arg('reason', () => String, { description: REASON }) reason: string,
    @Ctx() { actor: asking }: RequestContext,
  ): Promise<Payload<'offering', Offering>> {
    return payload('offering', asking, async (actor) =>
      this.restoring.offering(actor, parsed('off', id, { version, toVersion, reason })),
    );
  }
}

/** @throws UserProblem if a value is not valid; NotFound if the id is not of that kind. */
function parsed(prefix: string, id: string, given: z.input<typeof restoration>): Restoration {
  const values = parseInput(restoration, given, []);
  const uuid = decodeId(prefix, id);
  if (uuid === null) throw new NotFound('There is no such entry with this id.');
  return { id: uuid, ...values };
}
