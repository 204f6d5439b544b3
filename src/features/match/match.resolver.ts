import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { type Problem, userProblemsOf } from '../../platform/errors.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import type { RequestContext } from '../identity/request-context.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { ListingDecisionService } from '../register/listing/listing-decision.service.js';
import { distancesInWords } from '../search/where.js';
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import { VacancyType } from '../vacancy/vacancy.type.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { type Authorities, decisionInWords } from './decision-in-words.js';
import {
  ALGORITHM_VERSION,
  DISCLAIMER,
  isAsked,
  isHard,
  matchNeed,
  matchProfile,
  ORDER,
  partKinds,
} from './match.rules.js';
import type { Comparison, Match, MatchAnswer, MatchService } from './match.service.js';
import {
  ComparisonRowType,
  ComparisonType,
  MatchPartType,
  MatchResultsType,
  MatchType,
  MatchUnderstandingType,
  MatchUserErrorType,
  TermRowType,
} from './match.type.js';
import { termKinds, termOf } from './offering-terms.js';

inputFrom(matchNeed, 'MatchNeed');
const MatchProfile = inputFrom(matchProfile, 'MatchProfile');

const ABOUT_VERSION =
  'The version of the formula. It changes whenever a change can affect a score or the order.';
const ABOUT_ERRORS = 'What to correct; empty if the request was carried out.';
const ABOUT_PROFILE =
  'What you are looking for. Do not send pupil data. The hub does not store or log the profile.';

/** The result, or what was wrong with the request. */
interface Outcome<A> {
  readonly answer: A | null;
  readonly problems: readonly Problem[];
}
type Results = Outcome<MatchAnswer> & {
  readonly matches: readonly Match[];
  readonly considered: number;
  readonly totalCount: number;
  readonly nearMisses: MatchAnswer['nearMisses'];
};
type Compared = Outcome<Comparison> & { readonly matches: readonly Match[] };

/** The needs match. */
@Resolver(() => MatchResultsType)
export class MatchResolver {
  constructor(private readonly service: MatchService) {}

  @Query(() => MatchResultsType, {
    description:
      'Finds the offerings that best fit a profile, and explains each part of their scores. Those that lack none of the needs and circumstances asked for come first, then the score decides. The result says what is not known, and never counts it as unmet.',
  })
  async match(
    @Arg('profile', () => MatchProfile, { description: ABOUT_PROFILE }) profile: z.input<typeof matchProfile>,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many offerings to return, 1 to 50.' })
    first: number,
  ): Promise<Results> {
    const { answer, problems } = await outcomeOf(() => this.service.match({ profile, first }));
    const { matches = [], considered = 0, matching = 0, nearMisses = [] } = answer ?? {};
    return { answer, problems, matches, considered, totalCount: matching, nearMisses };
  }

  @FieldResolver(() => String, { description: 'The statement to show with every match.' })
  disclaimer(): string {
    return DISCLAIMER;
  }

  @FieldResolver(() => String, { description: ABOUT_VERSION })
  algorithmVersion(): string {
    return ALGORITHM_VERSION;
  }

  @FieldResolver(() => String, {
    description: 'How the matches are ordered, in sentences to show next to them.',
  })
  order(): string {
    return ORDER;
  }

  @FieldResolver(() => MatchUnderstandingType, {
    nullable: true,
    description: 'What the profile was understood as; null if the match was not carried out.',
  })
  understood(@Root() { answer }: Results): MatchUnderstandingType | null {
    if (!answer) return null;
    const { profile, where } = answer.question;
    return {
      place: where?.understood.place ?? null,
      area: where?.understood.area ?? null,
      distances: where ? distancesInWords(where) : null,
      radiusMetres: where?.farthest == null ? null : Math.round(where.farthest),
      hard: partKinds.filter((kind) => isAsked(profile, kind) && isHard(profile, kind)),
    };
  }

  @FieldResolver(() => [MatchUserErrorType], { description: ABOUT_ERRORS })
  userErrors(@Root() { problems }: Results): readonly Problem[] {
    return problems;
  }
}

/** The fields of a match that are worked out when asked for. */
@Resolver(() => MatchType)
export class MatchedOfferingResolver {
  constructor(
    private readonly service: MatchService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly decisions: ListingDecisionService,
    private readonly authorities: Authorities,
  ) {}

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider of the offering.' })
  provider(@Root() { offering }: Match): Provider | null | Promise<Provider | null> {
    return this.providers.get(offering.providerId);
  }

  @FieldResolver(() => Float, {
    description: 'How well the offering fits, from 0 to 100, to one decimal place.',
  })
  score(@Root() { score }: Match): number {
    return score.total;
  }

  @FieldResolver(() => Float, {
    description: 'The score if everything that is unknown turns out to be unmet.',
  })
  scoreAtLeast(@Root() { score }: Match): number {
    return score.atLeast;
  }

  @FieldResolver(() => Float, { description: 'The score if everything that is unknown turns out to be met.' })
  scoreAtMost(@Root() { score }: Match): number {
    return score.atMost;
  }

  @FieldResolver(() => [MatchPartType], { description: 'The parts that the score is made of.' })
  parts(@Root() { score }: Match): MatchPartType[] {
    return [...score.parts];
  }

  @FieldResolver(() => VacancyType, {
    nullable: true,
    description: 'The earliest open vacancy at this site for the year group or age; null if there is none.',
  })
  nextVacancy(@Root() match: Match): HeldVacancy | null | Promise<HeldVacancy | null> {
    return this.service.nextVacancy(match);
  }

  @FieldResolver(() => String, {
    description:
      'The provider’s registration, and the local authorities’ decisions on listing it, in plain sentences. A listing is not an endorsement.',
  })
  async listingSentence(@Root() { offering }: Match): Promise<string> {
    const provider = await this.providers.get(offering.providerId);
    const { description } = this.vocabulary.get('REGISTRATION', provider?.registration ?? 'NOT_STATED');
    const decided = await this.decisions.inForce(offering.providerId);
    if (decided.length === 0) {
      return `${description} The hub has no local authority’s decision on listing it.`;
    }
    const sentences = decided.map((decision) => decisionInWords(decision, this.authorities));
    return [description, ...sentences].join(' ');
  }
}

/** The comparison. */
@Resolver(() => ComparisonType)
export class ComparisonResolver {
  constructor(
    private readonly service: MatchService,
    private readonly vocabulary: Vocabulary,
  ) {}

  @Query(() => ComparisonType, {
    description:
      'Compares up to six offerings, with the same scores as in `match`. Hard conditions do not leave any of them out.',
  })
  async compare(
    @Arg('offerings', () => [ID], { description: 'The ids of 1 to 6 listed offerings, each once.' })
    offerings: string[],
    @Arg('profile', () => MatchProfile, { description: ABOUT_PROFILE }) profile: z.input<typeof matchProfile>,
  ): Promise<Compared> {
    const outcome = await outcomeOf(() => this.service.compare({ offerings, profile }));
    return { ...outcome, matches: outcome.answer?.matches ?? [] };
  }

  @FieldResolver(() => [ComparisonRowType], { description: 'One row for each part of the score.' })
  rows(@Root() { matches }: Compared): ComparisonRowType[] {
    const [first] = matches;
    return (first?.score.parts ?? []).map(({ kind, weight, isHard }, i) => ({
      kind,
      weight,
      isHard,
      cells: matches.map(({ score }) => score.parts[i]!),
    }));
  }

  @FieldResolver(() => [TermRowType], {
    description:
      'Price, hours, group size and length, as the provider states them. Without the permission place.exact, the price is a band.',
  })
  terms(@Root() { matches }: Compared, @Ctx() { actor }: RequestContext): TermRowType[] {
    const isExact = actor.may('place.exact');
    return termKinds.map((kind) => ({
      kind,
      cells: matches.map(({ offering }) => termOf(offering, kind, isExact, this.vocabulary)),
    }));
  }

  @FieldResolver(() => String, { description: 'The statement to show with every comparison.' })
  disclaimer(): string {
    return DISCLAIMER;
  }

  @FieldResolver(() => String, { description: ABOUT_VERSION })
  algorithmVersion(): string {
    return ALGORITHM_VERSION;
  }

  @FieldResolver(() => [MatchUserErrorType], { description: ABOUT_ERRORS })
  userErrors(@Root() { problems }: Compared): readonly Problem[] {
    return problems;
  }
}

async function outcomeOf<A>(work: () => Promise<A>): Promise<Outcome<A>> {
  try {
    return { answer: await work(), problems: [] };
  } catch (error) {
    return { answer: null, problems: userProblemsOf(error) };
  }
}
