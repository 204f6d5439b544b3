import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { encodeId } from '../../../platform/graphql/global-id.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { whenThere } from '../../../platform/when-there.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import type { Provider } from '../../provider/provider.entity.js';
import { ProviderType } from '../../provider/provider.type.js';
import { inGraphTerms, recordId, toValues } from '../entry/entry.graph.js';
import { payloadType } from '../entry/payload.type.js';
import type { ListingDecision } from './listing-decision.entity.js';
import {
  listingDecisionChanges,
  type listingDecisionFields,
  listingDecisionInput,
} from './listing-decision.rules.js';
import type { ListingDecisionService } from './listing-decision.service.js';
import { ListingDecisionType } from './listing-decision.type.js';

const CreateInput = inputFrom(listingDecisionInput, 'ListingDecisionCreateInput');
const UpdateInput = inputFrom(listingDecisionChanges, 'ListingDecisionUpdateInput');
const listingDecision = {
  listingDecision: {
    type: () => ListingDecisionType,
    description: 'The decision as it is now. Null if nothing was done.',
  },
};
const CreatePayload = payloadType('ListingDecisionCreate', listingDecision);
const UpdatePayload = payloadType('ListingDecisionUpdate', listingDecision);

/** Creates and changes the decisions of local authorities to list providers. */
@Resolver(() => ListingDecisionType)
export class ListingDecisionResolver {
  constructor(
    private readonly decisions: ListingDecisionService,
    private readonly atlas: Atlas,
  ) {}

  @FieldResolver(() => ID, {
    description: 'The decision’s global id. Do not take it apart: its form can change.',
  })
  id(@Root() { id }: ListingDecision): string {
    return encodeId('lsd', id);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority that decided.' })
  localAuthority(@Root() { localAuthorityCode }: ListingDecision): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @Requires('register.decide')
  @Mutation(() => CreatePayload, {
    name: 'listingDecisionCreate',
    description: 'Creates a listing decision of your local authority about a provider.',
  })
  create(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, {
      description: 'The id of the provider, which can be in the register of another local authority.',
    })
    provider: string,
    @Arg('input', () => CreateInput, { description: 'The decision.' })
    input: z.input<typeof listingDecisionInput>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ) {
    const asked = toValues(input) as z.input<typeof listingDecisionFields>;
    return payload('listingDecision', asking, (actor) =>
      inGraphTerms(async () =>
        this.decisions.create(actor, recordId('prv', provider, 'provider'), asked, key),
      ),
    );
  }

  @Requires('register.decide')
  @Mutation(() => UpdatePayload, {
    name: 'listingDecisionUpdate',
    description:
      'Changes a listing decision of your local authority, such as its last day. Fields that you leave out stay as they are.',
  })
  update(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the decision.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the decision that you read.' }) version: number,
    @Arg('input', () => UpdateInput, { description: 'The fields to change.' })
    input: z.input<typeof listingDecisionChanges>,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'The reason, up to 500 characters. The change log keeps it.',
    })
    reason?: string | null,
  ) {
    return payload('listingDecision', asking, async (actor) =>
      this.decisions.update(actor, recordId('lsd', id, 'listing decision'), version, input, reason),
    );
  }
}

/** The fields that listing decisions add to providers. */
@Resolver(() => ProviderType)
export class ProviderListingDecisions {
  constructor(private readonly decisions: ListingDecisionService) {}

  @FieldResolver(() => [ListingDecisionType], {
    description:
      'The decisions of local authorities to list the provider, by authority and newest first. Past and future decisions are included. Class: public.',
  })
  listingDecisions(@Root() provider: Provider): ListingDecision[] | Promise<ListingDecision[]> {
    const decisions = this.decisions.ofProvider(provider.id);
    return whenThere(decisions, (all) => all ?? []);
  }
}
