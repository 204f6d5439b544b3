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

const WHAT_STAYS = 'A new version with the values of an earlier one: nothing is taken out of the history.';
const ID_TEXT = 'Global id.';
const VERSION = 'The version that you have read: the present one.';
const TO_VERSION = 'The earlier version.';
const REASON = 'Why, 3 to 500 characters; it is kept in the history.';

const payloadType = payloadTypes(MemoryUserErrorType, 'What can be put right; empty when it was done.');
const ProviderRestoreVersionPayload = payloadType('ProviderRestoreVersionPayload', 'The restored provider.', {
  provider: { type: () => ProviderType, description: 'The provider; null when there are errors.' },
});
const OfferingRestoreVersionPayload = payloadType('OfferingRestoreVersionPayload', 'The restored offering.', {
  offering: { type: () => OfferingType, description: 'The offering; null when there are errors.' },
});

/** Brings earlier values back. */
@Resolver()
export class RestoreResolver {
  constructor(private readonly restoring: RestoreService) {}

  @Mutation(() => ProviderRestoreVersionPayload, {
    description: `Restores a provider. ${WHAT_STAYS} State and local authority stay as they are.`,
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
    description: `Restores an offering. ${WHAT_STAYS} State and sites stay as they are.`,
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

/** @throws UserProblem for what is out of bounds; NotFound for what is no id. */
function parsed(prefix: string, id: string, given: z.input<typeof restoration>): Restoration {
  const values = parseInput(restoration, given, []);
  const uuid = decodeId(prefix, id);
  if (uuid === null) throw new NotFound('This is not the id of such an entry.');
  return { id: uuid, ...values };
}
