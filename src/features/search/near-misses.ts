import { distanceInWords } from '../../platform/distance.js';
import type { EngineHit, SearchAnswerer, SearchQuery } from '../../platform/search/port.js';
import type { Offering } from '../offering/offering.entity.js';
import type { OfferingService } from '../offering/offering.service.js';
import type { ProviderService } from '../provider/provider.service.js';
import type { SiteView } from '../provider/site-view.js';
import { partsOfDocumentId } from './documents.js';
import { type EasedQuery, easedQueries } from './eased-queries.js';
import type { Findings } from './search.service.js';

/** An offering that nearly fits, at one of its sites. */
export interface Nearest {
  readonly offering: Offering;
  readonly site: SiteView | null;
  readonly distanceMetres: number | null;
  readonly reachedBy: 'SITE' | 'AREA' | null;
}

/** A condition without which there would be more results, and the nearest of these. */
export interface NearMiss {
  readonly dropped: readonly string[];
  readonly count: number;
  readonly sentence: string;
  readonly nearest: Nearest;
}

/** With fewer results than this, what nearly fits is worth showing. */
const FEW_RESULTS = 3;
const MOST_SHOWN = 3;
/** Each condition costs a count. The least usual ones are not tried. */
const MOST_COUNTS = 8;

interface Found extends EasedQuery {
  readonly count: number;
  readonly first: EngineHit;
}

const listing = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Finds what a search with few results would find without one of its conditions. Never keeps or logs any part of a search. */
export class NearMissFinder {
  constructor(
    private readonly engine: Pick<SearchAnswerer, 'search'>,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
  ) {}

  /**
   * At most three, the one with the nearest offering first. Empty if there are three results or more, or if nothing more is found
   * without any of the conditions.
   */
  async of(findings: Pick<Findings, 'input' | 'query' | 'totalCount' | 'where'>): Promise<NearMiss[]> {
    const { query, totalCount, where, input } = findings;
    if (totalCount >= FEW_RESULTS) return [];
    const known = totalCount > 0 ? await this.engine.search(counting(query, findings, FEW_RESULTS)) : null;
    const before = known?.total ?? 0;
    const shown = new Set(known?.hits.map(({ id }) => id));
    const found: Found[] = [];
    for (const eased of easedQueries(query, where).slice(0, MOST_COUNTS - (known ? 1 : 0))) {
      const { hits, total } = await this.engine.search(counting(eased.query, findings, shown.size + 1));
      const first = hits.find(({ id }) => !shown.has(id));
      if (first && total > before) found.push({ ...eased, first, count: total - before });
    }
    const unit = input.near?.within?.miles === undefined ? 'km' : 'miles';
    return this.inWords(found.sort(nearestFirst).slice(0, MOST_SHOWN), before > 0, unit);
  }

  /** Loads what is shown with a constant number of statements. Leaves out what has gone in the meantime. */
  private async inWords(found: readonly Found[], more: boolean, unit: 'km' | 'miles'): Promise<NearMiss[]> {
    const parts = found.map(({ first }) => partsOfDocumentId(first.id));
    const [offerings, sites] = await Promise.all([
      this.offerings.getAll(parts.map(({ offeringId }) => offeringId)),
      this.providers.sites(parts.flatMap(({ siteId }) => siteId ?? [])),
    ]);
    const providers = await Promise.all(offerings.map((one) => one && this.providers.get(one.providerId)));
    const siteOf = new Map(sites.flatMap((site) => (site ? [[site.id, site] as const] : [])));
    return found.flatMap(({ dropped, words, count, first }, i): NearMiss[] => {
      const offering = offerings[i];
      const { siteId } = parts[i]!;
      const site = siteId === null ? null : siteOf.get(siteId);
      if (!offering || site === undefined) return [];
      const distanceMetres = first.distanceMetres === undefined ? null : Math.round(first.distanceMetres);
      const by = providers[i] ? ` by ${providers[i].name}` : '';
      const nearest =
        distanceMetres === null
          ? `one is “${offering.title}”${by}`
          : `the nearest is “${offering.title}”${by}, ${distanceInWords(distanceMetres, unit)} away`;
      const results = `${count} ${more ? 'more ' : ''}${count === 1 ? 'result fits' : 'results fit'}`;
      const without = `${listing.format(words)} ${words.length === 1 ? 'is' : 'are'} left out`;
      const sentence = `${results} if ${without}; ${nearest}.`;
      const reachedBy = first.reachedBy ?? null;
      return [{ dropped, count, sentence, nearest: { offering, site, distanceMetres, reachedBy } }];
    });
  }
}

/** The query for the number of its results and the first few: the nearest, if there is a place to measure from. */
function counting(
  query: SearchQuery,
  { where: { origin } }: Pick<Findings, 'where'>,
  size: number,
): SearchQuery {
  const { facets: _, ...rest } = query;
  return {
    ...rest,
    sort: origin ? { by: 'distance', from: origin } : query.sort,
    page: { offset: 0, size },
  };
}

function nearestFirst(a: Found, b: Found): number {
  const [near, far] = [a, b].map(({ first }) => first.distanceMetres ?? Number.POSITIVE_INFINITY);
  if (near === far) return b.count - a.count;
  return near! - far!;
}
