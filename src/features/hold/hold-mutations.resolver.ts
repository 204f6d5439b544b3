import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../platform/database/idempotency.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { payload } from '../../platform/graphql/mutation.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { Actor } from '../identity/actor.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import { payloadType } from '../register/entry/payload.type.js';
import { placeHoldInput } from './hold.rules.js';
import { PlaceHoldType } from './hold.type.js';
import type { HoldKeeperService } from './hold-keeper.service.js';
import type { VacancyHold } from './vacancy-hold.entity.js';

const Input = inputFrom(placeHoldInput, 'PlaceHoldInput');
const placeHold = {
  placeHold: { type: () => PlaceHoldType, description: 'The hold as it is now. Null if nothing was done.' },
};
const PlacePayload = payloadType('PlaceHold', placeHold);
const ExtendPayload = payloadType('PlaceHoldExtend', placeHold);
const ReleasePayload = payloadType('PlaceHoldRelease', placeHold);
const ConvertPayload = payloadType('PlaceHoldConvert', placeHold);
const DeclinePayload = payloadType('PlaceHoldDecline', placeHold);

const idArgument = { description: 'The id of the hold.' };
const versionArgument = { description: 'The version of the hold that you read.' };
/** An id that no record has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Makes holds and ends them. */
@Resolver()
export class PlaceHoldMutations {
  constructor(private readonly keeper: HoldKeeperService) {}

  @Requires('hold.place')
  @Mutation(() => PlacePayload, {
    name: 'placeHold',
    description:
      'Holds places of an open vacancy for a school, until an instant. Nobody else can hold them or is shown them as available until then. Also needs the permission place.exact.',
  })
  place(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => Input, { description: 'The places to hold.' }) input: z.input<typeof placeHoldInput>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ) {
    return payload('placeHold', asking, async (actor) =>
      this.keeper.place(actor, { ...input, vacancy: decodeId('vac', input.vacancy) ?? NOBODY }, key),
    );
  }

  @Requires('hold.place')
  @Mutation(() => ExtendPayload, {
    name: 'placeHoldExtend',
    description: 'Holds the same places for longer.',
  })
  extend(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, idArgument) id: string,
    @Arg('version', () => Int, versionArgument) version: number,
    @Arg('until', () => DateTime, { description: 'The new instant at which the hold ends.' }) until: Date,
  ) {
    return changed(actor, id, (asking, hold) => this.keeper.extend(asking, hold, version, until));
  }

  @Requires('hold.place')
  @Mutation(() => ReleasePayload, {
    name: 'placeHoldRelease',
    description: 'Ends a hold that the school no longer needs. The places are available again.',
  })
  release(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, idArgument) id: string,
    @Arg('version', () => Int, versionArgument) version: number,
  ) {
    return changed(actor, id, (asking, hold) => this.keeper.release(asking, hold, version));
  }

  @Requires('hold.place', 'register.write', 'entry.write')
  @Mutation(() => ConvertPayload, {
    name: 'placeHoldConvert',
    description:
      'Ends a hold because its places are taken. The vacancy offers so many fewer, and its version grows, so that a confirmation of the old number is refused.',
  })
  convert(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, idArgument) id: string,
    @Arg('version', () => Int, versionArgument) version: number,
  ) {
    return changed(actor, id, (asking, hold) => this.keeper.convert(asking, hold, version));
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => DeclinePayload, {
    name: 'placeHoldDecline',
    description: 'Ends a hold that the provider cannot keep. The school sees the reason.',
  })
  decline(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, idArgument) id: string,
    @Arg('version', () => Int, versionArgument) version: number,
    @Arg('reason', () => String, {
      description: 'Why the places cannot be kept, 3 to 500 characters. It must say nothing about a pupil.',
    })
    reason: string,
  ) {
    return changed(actor, id, (asking, hold) => this.keeper.decline(asking, hold, version, reason));
  }
}

function changed(actor: Actor, id: string, work: (asking: Actor, id: string) => Promise<VacancyHold>) {
  return payload('placeHold', actor, async (asking: Actor) => work(asking, decodeId('hld', id) ?? NOBODY));
}
