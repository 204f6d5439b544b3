import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { type Problem, userProblemsOf } from '../../platform/errors.js';
import { PageArguments, PageInfo } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import '../../platform/graphql/choice-inputs.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { IndexLag } from '../../platform/search/index-lag.js';
import { whenThere } from '../../platform/when-there.js';
import type { RequestContext } from '../identity/request-context.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import { VacancyType } from '../vacancy/vacancy.type.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Explainer } from './explain.js';
import type { FacetLabels } from './facet-labels.js';
import {
  facetInput,
  facetModes,
  facetSearchInput,
  MAX_WINDOW,
  type nearInput,
  numberFilter,
  searchFilter,
  searchInput,
  vacancyFilter,
} from './search.rules.js';
import type { Answer, Hit, OtherHit, SearchService, Wider } from './search.service.js';
import {
  FacetType,
  MatchReasonType,
  NearInput,
  SearchGrouping,
  SearchHitConnectionType,
  SearchHitEdgeType,
  SearchHitOtherType,
  SearchHitType,
  SearchMetaType,
  SearchSortName,
  SearchUserErrorType,
  WiderSearchType,
} from './search.type.js';
import { searchMeta } from './search-meta.js';
import { partsOf } from './sentence-parts.js';
import { UnderstandingType } from './understanding.type.js';
import type { WayOn } from './way-on.resolver.js';
import { distancesInWords } from './where.js';

inputFrom(numberFilter, 'NumberFilter');
inputFrom(vacancyFilter, 'SearchVacancyFilter');
enumOf(
  facetModes,
  'FacetMode',
  "Whether the filter on a facet's own field narrows the counts of that facet.",
  {
    DISJUNCTIVE:
      'An `anyOf` filter on its own field does not narrow its counts: they show what choosing another value would find.',
    CONJUNCTIVE: 'All filters narrow its counts, including the filter on its own field.',
  },
);
const SearchFilter = inputFrom(searchFilter, 'SearchFilter');
inputFrom(facetSearchInput, 'FacetSearch');
const FacetRequest = inputFrom(facetInput, 'FacetRequest');

/** The results, or what was wrong with the search. */
type Outcome =
  | { readonly answer: Answer; readonly problems: readonly [] }
  | { readonly answer: null; readonly problems: readonly Problem[] };
type Results = Outcome & Pick<Answer, 'totalCount'> & WayOn & { readonly nodes: Answer['hits'] };

interface HitEdge {
  readonly cursor: string;
  readonly node: Hit;
}

/** The search. */
@Resolver(() => SearchHitConnectionType)
export class SearchResolver {
  constructor(
    private readonly service: SearchService,
    private readonly labels: FacetLabels,
    private readonly indexLag: IndexLag,
  ) {}

  @Query(() => SearchHitConnectionType, {
    description:
      'Finds offerings by text, place, need, age, tier and open places. The hub does not store or log what you search for. You can page through the first 1,000 results, forwards, or backwards from a cursor (`last` with `before`).',
  })
  async search(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) { first, after, last, before }: PageArguments,
    @Arg('text', () => String, {
      nullable: true,
      description:
        'What is looked for, in words or sentences: needs, activities, a place, a school year or an age. The search allows for typing mistakes, and `understood` says how it read the text. A text without a letter or digit, such as an emoji, is an error.',
    })
    text?: string,
    @Arg('near', () => NearInput, {
      nullable: true,
      description: 'Where to search. If left out, everywhere.',
    })
    near?: z.input<typeof nearInput>,
    @Arg('placeInText', () => Boolean, {
      defaultValue: true,
      description:
        'Whether a place that the text names is searched from or in ("boxing near Thetford"). If `near` is given, names of places in the text are words like others.',
    })
    placeInText?: boolean,
    @Arg('filter', () => SearchFilter, {
      nullable: true,
      description: 'Conditions that each result must meet.',
    })
    filter?: z.input<typeof searchFilter>,
    @Arg('sort', () => SearchSortName, {
      nullable: true,
      description:
        'Order of the results. By default RELEVANCE if there is text, otherwise DISTANCE if there is a place, otherwise NAME.',
    })
    sort?: string,
    @Arg('groupBy', () => SearchGrouping, {
      nullable: true,
      description:
        'What counts as one result: an offering, a provider, or an offering at one site. Hits, total, pages, facets and `wider` all count this. By default OFFERING.',
    })
    groupBy?: string,
    @Arg('facets', () => FacetRequest, { nullable: true, description: 'Facets to count. If left out, none.' })
    facets?: z.input<typeof facetInput>,
  ): Promise<Results> {
    try {
      const input = parseArguments(
        searchInput,
        { text, near, placeInText, filter, sort, groupBy, facets, first, after, last, before },
        [],
      );
      const answer = await this.service.search(actor, input);
      return { answer, said: '', problems: [], totalCount: answer.totalCount, nodes: answer.hits };
    } catch (error) {
      return { answer: null, said: text ?? '', problems: userProblemsOf(error), totalCount: 0, nodes: [] };
    }
  }

  @FieldResolver(() => [SearchHitEdgeType], { description: 'The hits of this page, each with its cursor.' })
  edges(@Root() { answer }: Results): HitEdge[] {
    return answer ? answer.hits.map((node) => ({ cursor: answer.cursorAt(node.position), node })) : [];
  }

  @FieldResolver(() => PageInfo, {
    description:
      'The position of this page. `hasNextPage` is false after the 1,000th result, even if there are more.',
  })
  pageInfo(@Root() { answer }: Results): PageInfo {
    if (!answer || answer.end === answer.offset)
      return {
        hasNextPage: false,
        hasPreviousPage: (answer?.offset ?? 0) > 0,
        startCursor: null,
        endCursor: null,
        stable: answer?.isStable ?? null,
      };
    const { offset, end, totalCount, cursorAt, isStable } = answer;
    return {
      hasNextPage: end < Math.min(totalCount, MAX_WINDOW),
      hasPreviousPage: offset > 0,
      startCursor: cursorAt(offset + 1),
      // The cursor of the last hit found, even if it has gone in the meantime: the next page continues from there.
      endCursor: cursorAt(end),
      stable: isStable,
    };
  }

  @FieldResolver(() => UnderstandingType, {
    nullable: true,
    description: 'What the search was understood as; null if it was not carried out.',
  })
  understood(@Root() { answer }: Results): UnderstandingType | null {
    if (!answer) return null;
    const { where, understood, query } = answer;
    const { reading, choice } = understood;
    return {
      place: where.place,
      area: where.area,
      radiusMetres: where.radiusMetres === null ? null : Math.round(where.radiusMetres),
      distances: distancesInWords(where),
      yearGroups: understood.yearsRead.flatMap(({ yearGroups }) => yearGroups ?? []),
      ages: understood.yearsRead.flatMap(({ age }) => age ?? []),
      keyStages: understood.yearsRead.flatMap(({ keyStages }) => [...(keyStages ?? [])]),
      isPlaceFromText: understood.placeRead !== null,
      possiblePlaces: reading.ambiguous.flatMap(({ entries }) => entries.map(({ name }) => name)),
      parts: partsOf(understood),
      didYouMean: this.service.didYouMean(answer),
      concepts: reading.concepts.map(({ said, concept }) => ({
        said,
        ...concept,
        isRequired: choice.concepts.some((required) => required.concept === concept),
      })),
      widened: choice.loosely.size > 0,
      words: query.words.map(({ text }) => text),
      ignoredWords: choice.dropped.map(({ text }) => text),
    };
  }

  @FieldResolver(() => SearchMetaType, {
    nullable: true,
    description:
      'Which engine the results come from and how up to date they are; null if the search was not carried out.',
  })
  meta(@Root() { answer }: Results): SearchMetaType | null {
    return answer && searchMeta(answer.provenance, this.indexLag);
  }

  @FieldResolver(() => [FacetType], { description: 'The facets that you asked for, in the same order.' })
  facets(@Root() { answer }: Results): FacetType[] {
    return answer ? this.labels.facetsOf(answer) : [];
  }

  @FieldResolver(() => [WiderSearchType], {
    description:
      'Larger radii that would find more results, at most three. Empty if the results fill a page, or if the search has no radius.',
  })
  wider(@Root() { answer }: Results): Promise<Wider[]> | Wider[] {
    return answer ? this.service.wider(answer) : [];
  }

  @FieldResolver(() => [SearchUserErrorType], {
    description: 'What to correct; empty if the search was carried out.',
  })
  userErrors(@Root() { problems }: Results): readonly Problem[] {
    return problems;
  }
}

/** The fields of a hit that are worked out when asked for. */
@Resolver(() => SearchHitType)
export class SearchHitResolver {
  constructor(
    private readonly service: SearchService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly explainer: Explainer,
  ) {}

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider of the offering.' })
  provider(@Root() hit: Hit): Provider | null | Promise<Provider | null> {
    return this.providers.get(hit.offering.providerId);
  }

  @FieldResolver(() => [CodeType], {
    description: 'Needs that the offering meets and the search asked for, by filter or by concept.',
  })
  matchedNeeds(@Root() hit: Hit): Code[] {
    return this.explainer.matchedNeeds(hit).map((code) => this.vocabulary.get('NEED', code));
  }

  @FieldResolver(() => VacancyType, {
    nullable: true,
    description:
      'The earliest open vacancy at this site with the number of places and for the school years asked for; null if there is none.',
  })
  nextVacancy(@Root() hit: Hit): HeldVacancy | null | Promise<HeldVacancy | null> {
    return this.service.nextVacancy(hit);
  }

  @FieldResolver(() => [SearchHitOtherType], {
    description:
      'What else matches the search and belongs to this result, nearest first, at most 20: the other sites of the offering or, if results are providers, the provider’s other offerings and sites. Empty if nothing is grouped.',
  })
  others(@Root() hit: Hit): OtherHit[] | Promise<OtherHit[]> {
    return this.service.others(hit);
  }

  @FieldResolver(() => [MatchReasonType], { description: 'Why the offering was found, in plain sentences.' })
  matchedBecause(@Root() hit: Hit): MatchReasonType[] | Promise<MatchReasonType[]> {
    // Returned at once if both are in memory, as they usually are. Otherwise twenty hits would be waited for one by one.
    return whenThere(this.service.nextVacancy(hit), (vacancy) =>
      whenThere(this.providers.get(hit.offering.providerId), (provider) =>
        this.explainer.explain(hit, vacancy, provider),
      ),
    );
  }
}
