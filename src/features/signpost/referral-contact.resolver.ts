import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Payload, payload } from '../../platform/graphql/mutation.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import type { ReferralContact } from './referral-contact.entity.js';
import { referralContactInput } from './referral-contact.rules.js';
import type { ReferralContacts } from './referral-contact.service.js';
import {
  ReferralContactRemovePayload,
  ReferralContactSetPayload,
  ReferralContactType,
} from './referral-contact.type.js';

const ReferralContactInput = inputFrom(referralContactInput, 'ReferralContactSetInput');
const oneAuthority = z.strictObject({ code: codeText() });

/** A local authority, with the team to ask about a place. */
@Resolver(() => LocalAuthorityType)
export class LocalAuthorityReferrals {
  constructor(
    private readonly contacts: ReferralContacts,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => LocalAuthorityType, {
    nullable: true,
    description: 'Finds a local authority by its code. Returns null if there is none with this code.',
  })
  localAuthority(
    @Arg('code', () => String, { description: 'The three-digit DfE code, such as 926 for Norfolk.' })
    code: string,
  ): LocalAuthority | null {
    return this.atlas.localAuthorities.get(parseArguments(oneAuthority, { code }, []).code) ?? null;
  }

  @FieldResolver(() => ReferralContactType, {
    nullable: true,
    description: 'The team to ask about a place; null if the local authority has not given one.',
  })
  referralContact(@Root() { code }: LocalAuthority): ReferralContact | null {
    return this.contacts.of(code);
  }
}

/** Sets and removes referral contacts. */
@Resolver(() => ReferralContactType)
export class ReferralContactResolver {
  constructor(
    private readonly contacts: ReferralContacts,
    private readonly atlas: Atlas,
  ) {}

  @Requires('register.write')
  @Mutation(() => ReferralContactSetPayload, {
    description:
      'Sets the referral contact of a local authority, which everyone sees: creates it, or replaces it if you give its `version`.',
  })
  referralContactSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
    @Arg('input', () => ReferralContactInput, { description: 'The contact, complete.' }) input: z.input<
      typeof referralContactInput
    >,
    @Arg('version', () => Int, {
      nullable: true,
      description:
        'The version of the contact that you read. Leave it out if there is none yet. If the contact has been changed or removed since, the result is a conflict.',
    })
    version?: number | null,
  ): Promise<Payload<'referralContact', ReferralContact>> {
    return payload('referralContact', asking, (actor) =>
      this.contacts.set(actor, localAuthority, version ?? null, input),
    );
  }

  @Requires('register.write')
  @Mutation(() => ReferralContactRemovePayload, {
    description: 'Removes the referral contact of a local authority.',
  })
  referralContactRemove(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
    @Arg('version', () => Int, { description: 'The version of the contact that you read.' }) version: number,
  ): Promise<Payload<'referralContact', ReferralContact>> {
    return payload('referralContact', asking, (actor) =>
      this.contacts.remove(actor, localAuthority, version),
    );
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority whose contact it is.' })
  localAuthority(@Root() { localAuthorityCode }: ReferralContact): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }
}
