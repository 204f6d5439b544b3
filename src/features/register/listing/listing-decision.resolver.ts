import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { encodeId } from '../../../platform/graphql/global-id.js';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { whenThere } from '../../../platform/when-there.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import type { Provider } from '../../provider/provider.entity.js';
import { ProviderType } from '../../provider/provider.type.js';
import { recordId } from '../entry/graph-terms.resolver.js';
import { payloadType } from '../entry/payload.type.js';
import type { ListingDecision } from './listing-decision.entity.js';
import { listingDecisionChanges, listingDecisionFields } from './listing-decision.rules.js';
import type { ListingDecisionService } from './listing-decision.service.js';
import { ListingDecisionType } from './listing-decision.type.js';

const CreateInput = inputFrom(listingDecisionFields, 'ListingDecisionCreateInput');
const UpdateInput = inputFrom(listingDecisionChanges, 'ListingDecisionUpdateInput');
const listingDecision = {
  listingDecision: {
    type: () => ListingDecisionType,
    description: 'As it is now; null when nothing was done.',
  },
};
const CreatePayload = payloadType('ListingDecisionCreate', listingDecision);
const UpdatePayload = payloadType('ListingDecisionUpdate', listingDecision);

/** Decisions of local authorities on listing providers. */
@Resolver(() => ListingDecisionType)
export class ListingDecisionResolver {
  constructor(
    private readonly decisions: ListingDecisionService,
    private readonly atlas: Atlas,
  ) {}

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() { id }: ListingDecision): string {
    return encodeId('lsd', id);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'Who decided.' })
  localAuthority(@Root() { localAuthorityCode }: ListingDecision): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @Requires('register.decide')
  @Mutation(() => CreatePayload, {
    name: 'listingDecisionCreate',
    description: 'Records a decision of your local authority about a provider.',
  })
  create(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'Which provider.' }) provider: string,
    @Arg('input', () => CreateInput, { description: 'What was decided.' })
    input: z.input<typeof listingDecisionFields>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ) {
    return payload('listingDecision', asking, async (actor) =>
      this.decisions.create(actor, recordId('prv', provider, 'provider'), input, key),
    );
  }

  @Requires('register.decide')
  @Mutation(() => UpdatePayload, {
    name: 'listingDecisionUpdate',
    description: 'Changes a decision, such as its last day.',
  })
  update(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
    @Arg('input', () => UpdateInput, { description: 'What is to be changed.' })
    input: z.input<typeof listingDecisionChanges>,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why, up to 500 characters: it is kept in the change log.',
    })
    reason?: string | null,
  ) {
    return payload('listingDecision', asking, async (actor) =>
      this.decisions.update(actor, recordId('lsd', id, 'listing decision'), version, input, reason),
    );
  }
}

/** What listing decisions add to providers. */
@Resolver(() => ProviderType)
export class ProviderListingDecisions {
  constructor(private readonly decisions: ListingDecisionService) {}

  @FieldResolver(() => [ListingDecisionType], {
    description:
      'What local authorities have decided on listing it, past and future decisions included, by authority and newest first. Class: public.',
  })
  listingDecisions(@Root() provider: Provider): ListingDecision[] | Promise<ListingDecision[]> {
    const decisions = this.decisions.ofProvider(provider.id);
    return whenThere(decisions, (all) => all ?? []);
  }
}
