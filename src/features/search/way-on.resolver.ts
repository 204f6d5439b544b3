import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../identity/request-context.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { ReferralContact } from '../signpost/referral-contact.entity.js';
import type { ReferralContacts } from '../signpost/referral-contact.service.js';
import { ReferralContactType } from '../signpost/referral-contact.type.js';
import type { Signpost } from '../signpost/signpost.entity.js';
import type { Signposts } from '../signpost/signpost.service.js';
import { SignpostType } from '../signpost/signpost.type.js';
import type { Nearest, NearMiss, NearMissFinder } from './near-misses.js';
import type { Answer } from './search.service.js';
import { SearchHitConnectionType } from './search.type.js';
import type { SentenceReader } from './sentence-reader.js';
import { localAuthoritiesOf, signpostsFor } from './signposts.js';
import { SearchNearestType, SearchNearMissType } from './way-on.type.js';

/** What a search found, or what was said if it could not be carried out. */
export interface WayOn {
  readonly answer: Answer | null;
  readonly said: string;
}

/** Longer texts are refused, so no more than this is read. */
const LONGEST_TEXT = 500;

/** What goes with the results, so that no page is without a way on. Each is worked out only when asked for. */
@Resolver(() => SearchHitConnectionType)
export class WayOnResolver {
  constructor(
    private readonly reader: SentenceReader,
    private readonly signpostList: Signposts,
    private readonly contacts: ReferralContacts,
    private readonly misses: NearMissFinder,
  ) {}

  @FieldResolver(() => [SignpostType], {
    description:
      'Where to turn, if the text has words of crisis such as self-harm or abuse: those of the local authority searched from first, or of your own, and always 999. Show them above the results, also if there are none. At most six; usually empty.',
  })
  signposts(@Root() { answer, said }: WayOn, @Ctx() { actor }: RequestContext): Signpost[] {
    const { concepts } = answer?.understood.reading ?? this.reader.read(said.slice(0, LONGEST_TEXT));
    const meant = concepts.map(({ concept }) => concept);
    return signpostsFor(this.signpostList, meant, localAuthoritiesOf(answer?.where, actor));
  }

  @FieldResolver(() => ReferralContactType, {
    nullable: true,
    description:
      'The team to ask about a place, of the local authority searched from or of your own. Null if it has not given one, or if there are several local authorities.',
  })
  referralContact(@Root() { answer }: WayOn, @Ctx() { actor }: RequestContext): ReferralContact | null {
    const found = localAuthoritiesOf(answer?.where, actor).flatMap((code) => this.contacts.of(code) ?? []);
    return found.length === 1 ? found[0]! : null;
  }

  @FieldResolver(() => [SearchNearMissType], {
    description:
      'What would be found without one of the conditions, at most three, the nearest first. Empty if there are three results or more.',
  })
  nearMisses(@Root() { answer }: WayOn): Promise<NearMiss[]> | NearMiss[] {
    return answer ? this.misses.of(answer) : [];
  }
}

/** The fields of what nearly fits that are worked out when asked for. */
@Resolver(() => SearchNearestType)
export class SearchNearestResolver {
  constructor(private readonly providers: ProviderService) {}

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider of the offering.' })
  provider(@Root() { offering }: Nearest): Provider | null | Promise<Provider | null> {
    return this.providers.get(offering.providerId);
  }
}
