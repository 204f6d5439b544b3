import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import { type Problem, userProblemsOf } from '../../platform/errors.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import type { IndexLag } from '../../platform/search/index-lag.js';
import { whenThere } from '../../platform/when-there.js';
import type { RequestContext } from '../identity/request-context.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType } from '../provider/provider.type.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
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
  idFilter,
  keywordFilter,
  type nearInput,
  numberFilter,
  searchFilter,
  searchInput,
  vacancyFilter,
} from './search.rules.js';
import type { Answer, Hit, SearchService, Wider } from './search.service.js';
import {
  FacetType,
  MatchReasonType,
  NearInput,
  SearchHitType,
  SearchMetaType,
  SearchPageInfoType,
  SearchResultsType,
  SearchSortName,
  SearchUserErrorType,
  UnderstandingType,
  WiderSearchType,
} from './search.type.js';
import { searchMeta } from './search-meta.js';
import { distancesInWords } from './where.js';

inputFrom(keywordFilter, 'KeywordFilter');
inputFrom(idFilter, 'IdFilter');
inputFrom(numberFilter, 'NumberFilter');
inputFrom(vacancyFilter, 'VacancyFilter');
enumOf(facetModes, 'FacetMode', "Whether a facet's own choice narrows its counts.");
const SearchFilter = inputFrom(searchFilter, 'SearchFilter');
inputFrom(facetSearchInput, 'FacetSearch');
const FacetRequest = inputFrom(facetInput, 'FacetRequest');

/** An answer, or what was wrong with the question. */
type Outcome =
  | { readonly answer: Answer; readonly problems: readonly [] }
  | { readonly answer: null; readonly problems: readonly Problem[] };
type Results = Outcome & Pick<Answer, 'totalCount' | 'hits'>;

/** The search. */
@Resolver(() => SearchResultsType)
export class SearchResolver {
  constructor(
    private readonly service: SearchService,
    private readonly labels: FacetLabels,
    private readonly indexLag: IndexLag,
  ) {}

  @Query(() => SearchResultsType, {
    description:
      'Finds offerings by text, place, need, age, tier and open places. What is searched for is not stored or logged.',
  })
  async search(
    @Ctx() { actor }: RequestContext,
    @Arg('text', () => String, {
      nullable: true,
      description: 'Words, in any order; typing mistakes are forgiven.',
    })
    text?: string,
    @Arg('near', () => NearInput, { nullable: true, description: 'Where.' }) near?: z.input<typeof nearInput>,
    @Arg('filter', () => SearchFilter, { nullable: true, description: 'Conditions.' })
    filter?: z.input<typeof searchFilter>,
    @Arg('sort', () => SearchSortName, {
      nullable: true,
      description:
        'Order; by default relevance when there is text, else distance when there is a place, else name.',
    })
    sort?: string,
    @Arg('facets', () => FacetRequest, { nullable: true, description: 'Facets to count.' })
    facets?: z.input<typeof facetInput>,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Results on this page, 1 to 100.' })
    first?: number,
    @Arg('after', () => String, { nullable: true, description: 'The end cursor of the page before.' })
    after?: string,
  ): Promise<Results> {
    try {
      const input = parseArguments(searchInput, { text, near, filter, sort, facets, first, after }, []);
      const answer = await this.service.search(actor, input);
      return { answer, problems: [], totalCount: answer.totalCount, hits: answer.hits };
    } catch (error) {
      return { answer: null, problems: userProblemsOf(error), totalCount: 0, hits: [] };
    }
  }

  @FieldResolver(() => SearchPageInfoType, { description: 'Where this page ends.' })
  pageInfo(@Root() { answer }: Results): SearchPageInfoType {
    return { hasNextPage: answer?.hasNextPage ?? false, endCursor: answer?.endCursor() ?? null };
  }

  @FieldResolver(() => UnderstandingType, { nullable: true, description: 'How the search was understood.' })
  understood(@Root() { answer }: Results): UnderstandingType | null {
    if (!answer) return null;
    const { where, understanding, ignoredWords, query, widened } = answer;
    return {
      place: where.place,
      area: where.area,
      radiusMetres: where.radiusMetres === null ? null : Math.round(where.radiusMetres),
      distances: distancesInWords(where),
      concepts: understanding.concepts.map(({ said, concept }) => ({ said, ...concept })),
      widened,
      words: [...query.words],
      ignoredWords: [...ignoredWords],
    };
  }

  @FieldResolver(() => SearchMetaType, {
    nullable: true,
    description: 'Where the answer comes from and how fresh it is; null when the search was not carried out.',
  })
  meta(@Root() { answer }: Results): SearchMetaType | null {
    return answer && searchMeta(answer.provenance, this.indexLag);
  }

  @FieldResolver(() => [FacetType], { description: 'The facets that were asked for.' })
  facets(@Root() { answer }: Results): FacetType[] {
    return answer ? this.labels.facetsOf(answer) : [];
  }

  @FieldResolver(() => [WiderSearchType], {
    description: 'Larger radii that would find more, when results do not fill a page; at most three.',
  })
  wider(@Root() { answer }: Results): Promise<Wider[]> | Wider[] {
    return answer ? this.service.wider(answer) : [];
  }

  @FieldResolver(() => [SearchUserErrorType], {
    description: 'What to put right; empty when the search was carried out.',
  })
  userErrors(@Root() { problems }: Results): readonly Problem[] {
    return problems;
  }
}

/** What a hit says beyond its offering and site. */
@Resolver(() => SearchHitType)
export class SearchHitResolver {
  constructor(
    private readonly service: SearchService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly explainer: Explainer,
  ) {}

  @FieldResolver(() => ProviderType, { nullable: true, description: 'Who offers it.' })
  provider(@Root() hit: Hit): Provider | null | Promise<Provider | null> {
    return this.providers.get(hit.offering.providerId);
  }

  @FieldResolver(() => [CodeType], { description: 'Needs that were asked for and that it meets.' })
  matchedNeeds(@Root() hit: Hit): Code[] {
    return this.explainer.matchedNeeds(hit).map((code) => this.vocabulary.get('NEED', code));
  }

  @FieldResolver(() => VacancyType, {
    nullable: true,
    description:
      'Its earliest open vacancy that meets the places and years asked for; null when there is none.',
  })
  nextVacancy(@Root() hit: Hit): Vacancy | null | Promise<Vacancy | null> {
    return this.service.nextVacancy(hit);
  }

  @FieldResolver(() => [MatchReasonType], { description: 'Why it was found, in plain sentences.' })
  matchedBecause(@Root() hit: Hit): MatchReasonType[] | Promise<MatchReasonType[]> {
    // At once where both are in memory, as they mostly are: twenty hits would else be waited for one by one.
    return whenThere(this.service.nextVacancy(hit), (vacancy) =>
      whenThere(this.providers.get(hit.offering.providerId), (provider) =>
        this.explainer.explain(hit, vacancy, provider),
      ),
    );
  }
}
