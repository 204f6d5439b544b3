import { epochDay } from '../../platform/clock.js';
import type { Opening, SearchDocument } from '../../platform/search/port.js';
import type { Areas, Atlas } from '../place/atlas.js';
import { availableOf, isOpen } from '../vacancy/vacancy.rules.js';
import type { ConceptTable } from './concepts.js';
import { schemaOf, valueReader } from './field-kinds.js';
import {
  areasServedBy,
  type IndexedOffering,
  type IndexedSite,
  type IndexedVacancy,
} from './indexed-offering.js';
import { OfferingConcepts, type StoodFor } from './offering-concepts.js';
import { searchFields, searchGroups } from './search.fields.js';

/** What every search engine needs to know about the documents. */
export const searchSchema = schemaOf(searchFields, Object.values(searchGroups));

const valuesOf = valueReader(searchFields);

const NO_SITE = 'none';
const UUID_LENGTH = 36;

/** The id of the document for an offering at a site, or for an offering without a site. */
export function documentId(offeringId: string, siteId: string | null): string {
  return `${offeringId}_${siteId ?? NO_SITE}`;
}

/** The offering and site in a document's id. */
export function partsOfDocumentId(id: string): { offeringId: string; siteId: string | null } {
  const site = id.slice(UUID_LENGTH + 1);
  return { offeringId: id.slice(0, UUID_LENGTH), siteId: site === NO_SITE ? null : site };
}

/** The documents of an offering, and when they go out of date (milliseconds since 1970). */
export interface Projection {
  readonly documents: readonly SearchDocument[];
  /** When its first open vacancy goes stale; Infinity if none will. */
  readonly expiresAt: number;
  /** When the first hold on its places ends; Infinity if none will. */
  readonly freedAt: number;
}

/** Makes search documents from the register. What a field means in a search is decided here and nowhere else. */
export class DocumentMaker {
  private readonly concepts: OfferingConcepts;

  constructor(
    private readonly atlas: Atlas,
    concepts: ConceptTable,
  ) {
    this.concepts = new OfferingConcepts(concepts);
  }

  /** One document for each site, or a single document if there is no site. Only vacancies that are open at `now` count. */
  project(indexed: IndexedOffering, now: number): Projection {
    const open = indexed.vacancies.filter((vacancy) => isOpen(vacancy, now));
    const expiries = open.map((vacancy) => vacancy.expiresAt ?? Number.POSITIVE_INFINITY);
    const ends = indexed.vacancies.flatMap(({ holds }) => holds.map(([until]) => until));
    const sites = indexed.sites.length > 0 ? indexed.sites : [null];
    const conceptsAt = this.concepts.read(indexed);
    return {
      documents: sites.map((site) => {
        const openings = open
          .filter(({ siteId }) => siteId === null || siteId === site?.id)
          .map((vacancy) => openingOf(vacancy, now));
        return this.document(indexed, site, openings, conceptsAt(site));
      }),
      expiresAt: Math.min(Number.POSITIVE_INFINITY, ...expiries),
      freedAt: Math.min(Number.POSITIVE_INFINITY, ...ends.filter((until) => until > now)),
    };
  }

  private document(
    indexed: IndexedOffering,
    site: IndexedSite | null,
    openings: readonly Opening[],
    { meant, strong, likely, related }: StoodFor,
  ): SearchDocument {
    const { offering, provider, vacancies } = indexed;
    const areas: Areas = site
      ? this.atlas.areasOfSite(site)
      : { districtCode: null, localAuthorityCode: null, planningAreaId: null };
    const districtName = this.atlas.districts.get(areas.districtCode ?? '')?.name ?? '';
    const hasPosition = site !== null && site.latitude !== null && site.longitude !== null;
    const record = { offering, provider, vacancies, site, areas, districtName, concepts: meant };
    const { text, keywords, numbers, ranges } = valuesOf(record);
    return {
      id: documentId(offering.id, site?.id ?? null),
      text,
      keywords,
      numbers,
      ranges,
      position: hasPosition ? { lat: site.latitude!, lng: site.longitude! } : null,
      onSite: site !== null && offering.deliveryModes.includes('IN_PERSON'),
      areasServed: areasServedBy(indexed),
      openings,
      concepts: { strong, likely, related },
    };
  }
}

function openingOf(vacancy: IndexedVacancy, now: number): Opening {
  return {
    places: availableOf(vacancy, now),
    fromDay: epochDay(vacancy.availableFrom),
    minGroup: vacancy.minYear,
    maxGroup: vacancy.maxYear,
    ...(vacancy.expiresAt !== null && { until: vacancy.expiresAt }),
  };
}
