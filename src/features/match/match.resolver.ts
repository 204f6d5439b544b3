import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { type Problem, userProblemsOf } from '../../platform/errors.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { ListingDecisionService } from '../register/listing/listing-decision.service.js';
import { distancesInWords } from '../search/where.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import { VacancyType } from '../vacancy/vacancy.type.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { type Authorities, decisionInWords } from './decision-in-words.js';
import {
  ALGORITHM_VERSION,
  compareInput,
  DISCLAIMER,
  isAsked,
  isHard,
  matchInput,
  matchNeed,
  matchProfile,
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

const ABOUT_VERSION = 'Name of the formula; it changes with any change that can move a score or an order.';
const ABOUT_ERRORS = 'What to put right; empty when it was carried out.';
const ABOUT_PROFILE = 'What is looked for. Send no pupil data; nothing of it is stored or logged.';

/** An answer, or what was wrong with the question. */
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
      'Which offerings fit a profile best, and why, part by part. What is not known is said, and never counted as unmet.',
  })
  async match(
    @Arg('profile', () => MatchProfile, { description: ABOUT_PROFILE }) profile: z.input<typeof matchProfile>,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many offerings to answer, 1 to 50.' })
    first: number,
  ): Promise<Results> {
    const { answer, problems } = await outcomeOf(() =>
      this.service.match(parseArguments(matchInput, { profile, first }, [])),
    );
    const { matches = [], considered = 0, matching = 0, nearMisses = [] } = answer ?? {};
    return { answer, problems, matches, considered, totalCount: matching, nearMisses };
  }

  @FieldResolver(() => String, { description: 'What to show with every answer.' })
  disclaimer(): string {
    return DISCLAIMER;
  }

  @FieldResolver(() => String, { description: ABOUT_VERSION })
  algorithmVersion(): string {
    return ALGORITHM_VERSION;
  }

  @FieldResolver(() => MatchUnderstandingType, {
    nullable: true,
    description: 'What the profile was understood as; null when the match was not carried out.',
  })
  understood(@Root() { answer }: Results): MatchUnderstandingType | null {
    if (!answer) return null;
    const { profile, where } = answer.question;
    return {
      place: where?.understood.place ?? null,
      area: where?.understood.area ?? null,
      distances: where ? distancesInWords(where) : null,
      farthestMetres: where?.farthest == null ? null : Math.round(where.farthest),
      hard: partKinds.filter((kind) => isAsked(profile, kind) && isHard(profile, kind)),
    };
  }

  @FieldResolver(() => [MatchUserErrorType], { description: ABOUT_ERRORS })
  userErrors(@Root() { problems }: Results): readonly Problem[] {
    return problems;
  }
}

/** What a match says beyond its offering and site. */
@Resolver(() => MatchType)
export class MatchedOfferingResolver {
  constructor(
    private readonly service: MatchService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly decisions: ListingDecisionService,
    private readonly authorities: Authorities,
  ) {}

  @FieldResolver(() => ProviderType, { nullable: true, description: 'Who offers it.' })
  provider(@Root() { offering }: Match): Provider | null | Promise<Provider | null> {
    return this.providers.get(offering.providerId);
  }

  @FieldResolver(() => Float, { description: 'How well it fits, 0 to 100, to a tenth.' })
  score(@Root() { score }: Match): number {
    return score.total;
  }

  @FieldResolver(() => Float, { description: 'The score if all that is unknown turned out unmet.' })
  scoreAtLeast(@Root() { score }: Match): number {
    return score.atLeast;
  }

  @FieldResolver(() => Float, { description: 'The score if all that is unknown turned out met.' })
  scoreAtMost(@Root() { score }: Match): number {
    return score.atMost;
  }

  @FieldResolver(() => [MatchPartType], { description: 'What the score is made of.' })
  parts(@Root() { score }: Match): MatchPartType[] {
    return [...score.parts];
  }

  @FieldResolver(() => VacancyType, {
    nullable: true,
    description: 'Its earliest open vacancy for the year group or age; null when there is none.',
  })
  nextVacancy(@Root() match: Match): Vacancy | null | Promise<Vacancy | null> {
    return this.service.nextVacancy(match);
  }

  @FieldResolver(() => String, {
    description: 'What its being listed here rests on. It is not an endorsement.',
  })
  async listingBasis(@Root() { offering }: Match): Promise<string> {
    const provider = await this.providers.get(offering.providerId);
    const { description } = this.vocabulary.get('REGISTRATION', provider?.registration ?? 'NOT_STATED');
    const decided = await this.decisions.inForce(offering.providerId);
    if (decided.length === 0) {
      return `${description} No local authority’s decision on listing it is recorded here.`;
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
      'Up to six offerings side by side, scored as `match` scores them; hard conditions leave none of them out.',
  })
  async compare(
    @Arg('offerings', () => [ID], { description: 'Ids of listed offerings, 1 to 6.' }) offerings: string[],
    @Arg('profile', () => MatchProfile, { description: ABOUT_PROFILE }) profile: z.input<typeof matchProfile>,
  ): Promise<Compared> {
    const outcome = await outcomeOf(() =>
      this.service.compare(parseArguments(compareInput, { offerings, profile }, [])),
    );
    return { ...outcome, matches: outcome.answer?.matches ?? [] };
  }

  @FieldResolver(() => [ComparisonRowType], { description: 'One for each part of the score.' })
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
      'Price, hours, group size and length, as stated; the price as its band without the permission place.exact.',
  })
  terms(@Root() { matches }: Compared, @Ctx() { actor }: RequestContext): TermRowType[] {
    const isExact = actor.may('place.exact');
    return termKinds.map((kind) => ({
      kind,
      cells: matches.map(({ offering }) => termOf(offering, kind, isExact, this.vocabulary)),
    }));
  }

  @FieldResolver(() => String, { description: 'What to show with every comparison.' })
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
