import { type Clock, londonToday } from '../../platform/clock.js';
import { invalid, refuse, UserProblem } from '../../platform/errors.js';
import type {
  EngineHit,
  EngineResult,
  Provenance,
  SearchAnswerer,
  SearchQuery,
  Sort,
} from '../../platform/search/port.js';
import { whenThere } from '../../platform/when-there.js';
import type { Actor } from '../identity/actor.js';
import type { Offering } from '../offering/offering.entity.js';
import type { OfferingService } from '../offering/offering.service.js';
import type { ProviderService } from '../provider/provider.service.js';
import type { SiteView } from '../provider/site-view.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import { isOpen } from '../vacancy/vacancy.rules.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import { bandsOnlyProblems } from './bands-only.js';
import type { ConceptTable, Understanding } from './concepts.js';
import { type ConditionMaker, yearsAskedFor } from './conditions.js';
import { partsOfDocumentId } from './documents.js';
import { type Attempt, relax, strictly } from './relax.js';
import { MAX_WINDOW, type SearchInput, type SearchSort } from './search.rules.js';
import { cursorOf, digestOf, indexHasChanged, readCursor } from './search-cursor.js';
import { anywhere, type Where, type WhereMaker } from './where.js';

/** One offering at one site that was found. */
export interface Hit {
  readonly offering: Offering;
  readonly site: SiteView | null;
  /** Whole metres from the place searched from; null without one, or when the provision comes to you. */
  readonly distanceMetres: number | null;
  readonly reachedBy: 'SITE' | 'AREA' | null;
  readonly answer: Findings;
}

/** What a search found, but for the hits themselves. */
export interface Findings {
  readonly input: SearchInput;
  readonly where: Where;
  readonly understanding: Understanding;
  /** Words that were not searched for: beyond the engine's limit, or because with them nothing is found. */
  readonly ignoredWords: readonly string[];
  readonly query: SearchQuery;
  /** True when nothing means the concepts of the text, so that what often goes with them was searched for. */
  readonly widened: boolean;
  readonly totalCount: number;
  readonly facets: EngineResult['facets'];
  /** Where the next page begins; null for an empty page. Worked out when asked for. */
  readonly endCursor: () => string | null;
  readonly hasNextPage: boolean;
  readonly provenance: Provenance;
}

/** What a search found. */
export interface Answer extends Findings {
  readonly hits: readonly Hit[];
}

/** A wider radius, and how many it would find. */
export interface Wider {
  readonly radiusMetres: number;
  readonly count: number;
}

/** No title or name has more words than this: a longer question cannot be one. */
const LONGEST_PHRASE = 30;

const SORTS: Readonly<
  Record<
    SearchSort,
    (where: Where, filter: NonNullable<SearchInput['filter']>, isExact: boolean) => Sort | null
  >
> = {
  RELEVANCE: () => ({ by: 'relevance' }),
  DISTANCE: ({ origin }) => origin && { by: 'distance', from: origin },
  SOONEST_VACANCY: (_where, filter) => {
    const years = yearsAskedFor(filter);
    return { by: 'opening', places: filter.vacancy?.places ?? 1, ...(years && { groups: years }) };
  },
  PRICE: (_where, _filter, isExact) => ({ by: 'number', field: isExact ? 'dailyPricePence' : 'priceBand' }),
  NAME: () => ({ by: 'text', field: 'title' }),
};

/** Answers "what is near, fits, and has a place?". */
export class SearchService {
  constructor(
    private readonly engine: SearchAnswerer,
    private readonly concepts: ConceptTable,
    private readonly conditions: ConditionMaker,
    private readonly wheres: WhereMaker,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vacancies: VacancyService,
    private readonly clock: Clock,
  ) {}

  /**
   * Who may not see exact prices and places (`place.exact`) is answered by bands, and cannot find out more by asking.
   * @throws UserProblem for an unknown place or code, an amount that is no edge of a band, a cursor of another search, engine or index, or a page beyond the window;
   *   SearchError when no engine can answer.
   */
  async search(actor: Actor, input: SearchInput): Promise<Answer> {
    const isExact = actor.may('place.exact');
    if (!isExact && input.filter) refuse(bandsOnlyProblems(input.filter, ['filter']));
    const today = londonToday(this.clock);
    const { conditions, problems } = this.conditions.make(input.filter ?? {}, ['filter'], today);
    refuse(problems);
    const where = input.near ? await this.wheres.make(input.near, ['near']) : anywhere;
    const understanding = this.concepts.understand(input.text);
    const limit = this.engine.limits.maxQueryWords;
    const sort = this.sortOf(input, where, understanding, isExact);
    const asked: Omit<SearchQuery, 'page'> = {
      words: understanding.words.slice(0, limit),
      concepts: understanding.concepts.map(({ concept }) => concept.id),
      ...(understanding.phrase.length > 0 && { phrase: understanding.phrase.slice(0, LONGEST_PHRASE) }),
      conditions,
      ...(where.scope && { scope: where.scope }),
      sort,
      ...(input.facets && { facets: { fields: input.facets.fields, mode: modeOf(input.facets.mode) } }),
    };
    const cursor = input.after === undefined ? null : readCursor(input.after, digestOf(asked));
    const offset = cursor?.offset ?? 0;
    const size = Math.min(input.first, MAX_WINDOW - offset);
    const loose: SearchQuery = { ...asked, page: { offset, size } };
    const strict = strictly(loose);
    let attempt: Attempt = { query: strict, result: await this.engine.search(strict), widened: false };
    if (attempt.result.total === 0) attempt = (await relax(this.engine, loose)) ?? attempt;
    const { query, result, widened } = attempt;
    // Compared with the engine that did answer: which one would, may have changed since this very search began.
    if (cursor && cursor.generation !== result.provenance.generation) throw indexHasChanged();
    const end = offset + result.hits.length;
    const findings: Findings = {
      input,
      where,
      understanding,
      ignoredWords: understanding.words.filter((word) => !query.words.includes(word)),
      query,
      widened,
      totalCount: result.total,
      facets: result.facets,
      hasNextPage: end < Math.min(result.total, MAX_WINDOW),
      endCursor: () =>
        result.hits.length > 0 ? cursorOf(result.provenance.generation, digestOf(asked), end) : null,
      provenance: result.provenance,
    };
    return { ...findings, hits: await this.hydrate(result.hits, findings) };
  }

  /** Larger radii that would find more, at most three; none without a radius or when a page is full. */
  async wider({ where, query, totalCount, input }: Answer): Promise<Wider[]> {
    const { radiusMetres, scope } = where;
    if (radiusMetres === null || scope?.kind !== 'radius' || totalCount >= input.first) return [];
    const suggestions: Wider[] = [];
    let least = totalCount;
    for (
      let metres = Math.round(Math.max(radiusMetres, 2_500) * 2);
      suggestions.length < 3 && metres <= 640_000;
      metres *= 2
    ) {
      const { facets: _, ...rest } = query;
      const found = await this.engine.search({
        ...rest,
        scope: { ...scope, metres },
        page: { offset: 0, size: 0 },
      });
      if (found.total > least) suggestions.push({ radiusMetres: metres, count: found.total });
      least = Math.max(least, found.total);
    }
    return suggestions;
  }

  /** The earliest open vacancy of a hit that meets the filter's places and years; null when there is none. */
  nextVacancy(hit: Hit): Vacancy | null | Promise<Vacancy | null> {
    return whenThere(this.vacancies.ofOffering(hit.offering.id), (all) => this.earliest(hit, all));
  }

  private earliest({ site, answer }: Hit, vacancies: readonly Vacancy[] | null): Vacancy | null {
    const filter = answer.input.filter ?? {};
    const years = yearsAskedFor(filter);
    const places = filter.vacancy?.places ?? 1;
    const now = this.clock.now();
    return (
      vacancies?.find(
        (vacancy) =>
          isOpen(vacancy, now) &&
          vacancy.placesAvailable >= places &&
          (vacancy.siteId === null || vacancy.siteId === site?.id) &&
          (!years || years.some((year) => year >= vacancy.minYear && year <= vacancy.maxYear)),
      ) ?? null
    );
  }

  /** Everything a page of hits needs, in a constant number of statements; what has gone meanwhile is left out. */
  private async hydrate(found: readonly EngineHit[], answer: Findings): Promise<Hit[]> {
    const parts = found.map((hit) => partsOfDocumentId(hit.id));
    const offerings = this.offerings.getAll(parts.map((part) => part.offeringId));
    const sites = this.providers.sites(parts.flatMap((part) => part.siteId ?? []));
    const [foundOfferings, foundSites] = await Promise.all([offerings, sites]);
    return assemble(found, parts, foundOfferings, foundSites, answer);
  }

  private sortOf(
    input: SearchInput,
    where: Where,
    { words, concepts }: Understanding,
    isExact: boolean,
  ): Sort {
    const hasText = words.length + concepts.length > 0;
    const byDefault = hasText ? 'RELEVANCE' : where.origin ? 'DISTANCE' : 'NAME';
    const wanted = input.sort === 'RELEVANCE' && !hasText ? byDefault : (input.sort ?? byDefault);
    const sort = SORTS[wanted](where, input.filter ?? {}, isExact);
    if (sort) return sort;
    const message = 'Sorting by distance needs a place to measure from: give `near` a place, not an area.';
    throw new UserProblem([invalid(['sort'], message)]);
  }
}

function assemble(
  found: readonly EngineHit[],
  parts: readonly { siteId: string | null }[],
  offerings: readonly (Offering | null)[],
  sites: readonly (SiteView | null)[],
  answer: Findings,
): Hit[] {
  const hits: Hit[] = [];
  let nextSite = 0;
  for (let i = 0; i < found.length; i++) {
    const { distanceMetres, reachedBy } = found[i]!;
    const hasSite = parts[i]!.siteId !== null;
    const site = hasSite ? (sites[nextSite++] ?? null) : null;
    const offering = offerings[i];
    if (!offering || (hasSite && !site)) continue;
    hits.push({
      offering,
      site,
      distanceMetres: distanceMetres === undefined ? null : Math.round(distanceMetres),
      reachedBy: reachedBy ?? null,
      answer,
    });
  }
  return hits;
}

function modeOf(mode: 'CONJUNCTIVE' | 'DISJUNCTIVE'): 'conjunctive' | 'disjunctive' {
  return mode === 'CONJUNCTIVE' ? 'conjunctive' : 'disjunctive';
}
