import { isBlank } from '../../platform/characters.js';
import { type Clock, londonToday } from '../../platform/clock.js';
import type { CursorArgument } from '../../platform/cursor-argument.js';
import { invalid, refuse, UserProblem } from '../../platform/errors.js';
import { pageSize } from '../../platform/page-size.js';
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
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import { availableOf, isOpen } from '../vacancy/vacancy.rules.js';
import type { VacancyService } from '../vacancy/vacancy.service.js';
import type { Asked, Asking } from './asking.js';
import { bandsOnlyProblems } from './bands-only.js';
import { yearsAskedFor } from './conditions.js';
import { didYouMean } from './did-you-mean.js';
import { partsOfDocumentId } from './documents.js';
import type { EmbeddedReader } from './engines.js';
import { searchGroups } from './search.fields.js';
import type { SearchInput, SearchSort } from './search.rules.js';
import { type GivenCursor, indexHasChanged, type SearchCursors } from './search-cursor.js';
import { windowOf } from './search-window.js';
import { meaningAll, termsOf } from './sentence-question.js';
import type { Reading } from './sentence-reader.js';
import type { Where } from './where.js';

/** An offering that was found, at one of its sites. */
export interface Hit {
  readonly offering: Offering;
  readonly site: SiteView | null;
  /** Whole metres from the place searched from; null if there is no such place, or if the provision comes to the pupil. */
  readonly distanceMetres: number | null;
  readonly reachedBy: 'SITE' | 'AREA' | null;
  /** How many results there are up to this one. */
  readonly position: number;
  /** The other documents of its group. */
  readonly grouped: readonly EngineHit[];
  readonly answer: Findings;
}

/** Another offering and site of a hit's group. */
export type OtherHit = Pick<Hit, 'offering' | 'site' | 'distanceMetres'>;

/** What a search found, without the hits. */
export interface Findings {
  readonly input: SearchInput;
  readonly where: Where;
  readonly understood: Asked;
  readonly query: SearchQuery;
  readonly totalCount: number;
  readonly facets: EngineResult['facets'];
  /** The cursor of the result at a position. Worked out when asked for. */
  readonly cursorAt: (position: number) => string;
  /** Whether cursors are places in an order, so that pages do not shift when offerings come and go. */
  readonly isStable: boolean;
  /** How many results there are before this page, and how many up to its end. */
  readonly offset: number;
  readonly end: number;
  readonly provenance: Provenance;
}

/** What a search found. */
export interface Answer extends Findings {
  readonly hits: readonly Hit[];
}

/** A larger radius, and how many results it would find. */
export interface Wider {
  readonly radiusMetres: number;
  readonly count: number;
}

const SORTS: Readonly<
  Record<
    SearchSort,
    (where: Where, filter: NonNullable<SearchInput['filter']>, isExact: boolean) => Sort | null
  >
> = {
  RELEVANCE: ({ origin }) => ({ by: 'relevance', ...(origin && { nearest: origin }) }),
  DISTANCE: ({ origin }) => origin && { by: 'distance', from: origin },
  SOONEST_VACANCY: (_where, filter) => {
    const years = yearsAskedFor(filter);
    return { by: 'opening', places: filter.vacancy?.placesAtLeast ?? 1, ...(years && { groups: years }) };
  },
  PRICE: (_where, _filter, isExact) => ({ by: 'number', field: isExact ? 'dailyPricePence' : 'priceBand' }),
  NAME: () => ({ by: 'text', field: 'title' }),
};

/** Carries out searches. */
export class SearchService {
  constructor(
    private readonly engine: SearchAnswerer,
    private readonly embedded: EmbeddedReader,
    private readonly cursors: SearchCursors,
    private readonly asking: Asking,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vacancies: VacancyService,
    private readonly clock: Clock,
  ) {}

  /**
   * Callers without the permission `place.exact` only search by bands of prices and places, and cannot find out more by searching.
   * @throws UserProblem for a text without a word, an unknown place or code, an amount that is not the edge of a band, a cursor of another search, engine
   *   or index, or a page after the last result that can be paged to; SearchError if no engine can carry out the search.
   */
  async search(actor: Actor, input: SearchInput): Promise<Answer> {
    const isExact = actor.may('place.exact');
    if (!isExact && input.filter) refuse(bandsOnlyProblems(input.filter, ['filter']));
    const understood = await this.asking.ask(input, londonToday(this.clock));
    const { reading, choice, where, filter } = understood;
    if (reading.sentence.words.length === 0 && !isBlank(input.text)) throw nothingToSearchFor();
    const sort = this.sortOf(input.sort, filter, where, reading, isExact);
    const asked: Omit<SearchQuery, 'page'> = {
      ...termsOf(reading, choice, this.embedded),
      conditions: [...understood.conditions, ...meaningAll(choice)],
      ...(where.scope && { scope: where.scope }),
      ...(input.groupBy !== 'NONE' && { groupBy: searchGroups[input.groupBy] }),
      sort,
      ...(input.facets && { facets: { fields: input.facets.fields, mode: modeOf(input.facets.mode) } }),
    };
    let kept: string | null = null;
    const digest = () => {
      // Of what was asked, not of what was chosen for it: that may change from page to page, as entries come and go.
      kept ??= this.cursors.digestOf({
        words: reading.sentence.words,
        placeInText: input.placeInText,
        near: input.near ? where.scope : undefined,
        conditions: understood.conditions,
        groupBy: input.groupBy,
        sort,
      });
      return kept;
    };
    const [lower, upper] = this.cursorsOf(input, digest);
    const isOrdered = [lower, upper].some((cursor) => cursor !== null && 'order' in cursor);
    if (isOrdered) await this.embedded.upToDate();
    const whole: SearchQuery = { ...asked, page: { offset: 0, size: 0 } };
    const page = windowOf(input, [lower, upper], (order) => this.embedded.ordinal(whole, order));
    const query: SearchQuery = { ...asked, page };
    const result = await this.engine.search(query);
    const { offset } = page;
    // Compared with the engine that was used, which may have changed since this search began.
    const { generation } = result.provenance;
    for (const cursor of [lower, upper]) {
      if (cursor && 'generation' in cursor && cursor.generation !== generation) throw indexHasChanged(cursor);
    }
    const { positions } = result;
    const findings: Findings = {
      input,
      where,
      understood,
      query,
      totalCount: result.total,
      facets: result.facets,
      offset,
      end: offset + result.hits.length,
      isStable: positions !== undefined,
      cursorAt: (position) => {
        const order = positions?.[position - offset - 1];
        return order
          ? this.cursors.atOrder(digest(), order)
          : this.cursors.atPosition(generation, digest(), position);
      },
      provenance: result.provenance,
    };
    return { ...findings, hits: await this.hydrate(result.hits, findings) };
  }

  /** Texts that may have been meant, if words of this one are in no entry. */
  didYouMean({ understood: { reading, choice } }: Answer): string[] {
    return choice.total === 0 || choice.dropped.length > 0 ? didYouMean(reading, this.embedded) : [];
  }

  private cursorsOf(
    { after, before }: SearchInput,
    digest: () => string,
  ): readonly [GivenCursor | null, GivenCursor | null] {
    const read = (cursor: string | undefined, argument: CursorArgument) =>
      cursor === undefined ? null : this.cursors.read(cursor, digest(), argument);
    return [read(after, 'after'), read(before, 'before')];
  }

  /** Larger radii that would find more, at most three. None if the search has no radius or its first page is full. */
  async wider({ where, query, totalCount, input }: Answer): Promise<Wider[]> {
    const { radiusMetres, scope } = where;
    if (radiusMetres === null || scope?.kind !== 'radius' || totalCount >= pageSize(input).size) return [];
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

  /** The earliest open vacancy of a hit with the places and for the years of the filter; null if there is none. */
  nextVacancy(hit: Hit): HeldVacancy | null | Promise<HeldVacancy | null> {
    return whenThere(this.vacancies.ofOffering(hit.offering.id), (all) => this.earliest(hit, all));
  }

  /** What else was found of a hit's group. All hits of a page together take a constant number of statements. */
  others({ grouped, answer }: Hit): OtherHit[] | Promise<OtherHit[]> {
    return grouped.length === 0 ? [] : this.hydrate(grouped, answer);
  }

  private earliest({ site, answer }: Hit, vacancies: readonly HeldVacancy[] | null): HeldVacancy | null {
    const { filter } = answer.understood;
    const years = yearsAskedFor(filter);
    const places = filter.vacancy?.placesAtLeast ?? 1;
    const now = this.clock.now();
    return (
      vacancies?.find(
        (vacancy) =>
          isOpen(vacancy, now) &&
          availableOf(vacancy, now) >= places &&
          (vacancy.siteId === null || vacancy.siteId === site?.id) &&
          (!years || years.some((year) => year >= vacancy.minYear && year <= vacancy.maxYear)),
      ) ?? null
    );
  }

  /** Loads a page of hits with a constant number of statements. Leaves out what has gone in the meantime. */
  private async hydrate(found: readonly EngineHit[], answer: Findings): Promise<Hit[]> {
    const parts = found.map((hit) => partsOfDocumentId(hit.id));
    const offerings = this.offerings.getAll(parts.map((part) => part.offeringId));
    const sites = this.providers.sites(parts.flatMap((part) => part.siteId ?? []));
    const [foundOfferings, foundSites] = await Promise.all([offerings, sites]);
    return assemble(found, parts, foundOfferings, foundSites, answer);
  }

  private sortOf(
    given: SearchSort | undefined,
    filter: Asked['filter'],
    where: Where,
    { concepts, words }: Reading,
    isExact: boolean,
  ): Sort {
    const hasText = concepts.length > 0 || words.some(({ kind }) => kind !== 'FILLER');
    const byDefault = hasText ? 'RELEVANCE' : where.origin ? 'DISTANCE' : 'NAME';
    const wanted = given === 'RELEVANCE' && !hasText ? byDefault : (given ?? byDefault);
    const sort = SORTS[wanted](where, filter, isExact);
    if (sort) return sort;
    const message = 'To sort by distance, give `near` a place to measure from, not an area.';
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
    const { distanceMetres, reachedBy, others = [] } = found[i]!;
    const hasSite = parts[i]!.siteId !== null;
    const site = hasSite ? (sites[nextSite++] ?? null) : null;
    const offering = offerings[i];
    if (!offering || (hasSite && !site)) continue;
    hits.push({
      offering,
      site,
      distanceMetres: distanceMetres === undefined ? null : Math.round(distanceMetres),
      reachedBy: reachedBy ?? null,
      position: answer.offset + i + 1,
      grouped: others,
      answer,
    });
  }
  return hits;
}

/** A text of signs alone must not find everything, as no text does. */
function nothingToSearchFor(): UserProblem {
  const message = 'There is no word in this text to search for. Give a word, or leave `text` out.';
  return new UserProblem([invalid(['text'], message)]);
}

function modeOf(mode: 'CONJUNCTIVE' | 'DISJUNCTIVE'): 'conjunctive' | 'disjunctive' {
  return mode === 'CONJUNCTIVE' ? 'conjunctive' : 'disjunctive';
}
