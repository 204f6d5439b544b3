import { epochDay } from '../../platform/clock.js';
import type { Opening, SearchDocument } from '../../platform/search/port.js';
import type { Offering } from '../offering/offering.entity.js';
import type { Areas, Atlas } from '../place/atlas.js';
import { sectorOf } from '../place/postcode.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import { isOpen } from '../vacancy/vacancy.rules.js';
import type { ConceptTable } from './concepts.js';
import { schemaOf, valueReader } from './field-kinds.js';
import { areasServedBy, type IndexedOffering, type IndexedSite } from './indexed-offering.js';
import { searchFields } from './search.fields.js';

/** What every search engine must know of the documents. */
export const searchSchema = schemaOf(searchFields);

const valuesOf = valueReader(searchFields);

const NO_SITE = 'none';
const UUID_LENGTH = 36;

/** The id of the document of an offering at a site, or at none. */
export function documentId(offeringId: string, siteId: string | null): string {
  return `${offeringId}_${siteId ?? NO_SITE}`;
}

/** The offering and site of a document id. */
export function partsOfDocumentId(id: string): { offeringId: string; siteId: string | null } {
  const site = id.slice(UUID_LENGTH + 1);
  return { offeringId: id.slice(0, UUID_LENGTH), siteId: site === NO_SITE ? null : site };
}

/** The documents of an offering, and the instant (milliseconds since 1970) from which they are out of date. */
export interface Projection {
  readonly documents: readonly SearchDocument[];
  /** When the first of its open vacancies goes stale; Infinity when none will. */
  readonly expiresAt: number;
}

/** Makes search documents from the register: the one place where a field's meaning for search is decided. */
export class DocumentMaker {
  constructor(
    private readonly atlas: Atlas,
    private readonly concepts: ConceptTable,
  ) {}

  /** One document per site, or a single one without a place. Vacancies that are not open at `now` do not count. */
  project(indexed: IndexedOffering, now: number): Projection {
    const open = indexed.vacancies.filter((vacancy) => isOpen(vacancy, now));
    const expiries = open.map((vacancy) => vacancy.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const sites = indexed.sites.length > 0 ? indexed.sites : [null];
    const described = new Set(this.concepts.mentionedIn(indexed.offering.description));
    const titled = this.concepts.namedIn(indexed.offering.title);
    return {
      documents: sites.map((site) =>
        this.document(indexed, site, open, this.conceptsOf(indexed, site, described, titled)),
      ),
      expiresAt: Math.min(Number.POSITIVE_INFINITY, ...expiries),
    };
  }

  private document(
    indexed: IndexedOffering,
    site: IndexedSite | null,
    open: readonly Vacancy[],
    { meant, strong, related }: Concepts,
  ): SearchDocument {
    const { offering } = indexed;
    const areas: Areas = site
      ? this.atlas.areasOf(site.districtCode, sectorOf(site.postcode))
      : { districtCode: null, localAuthorityCode: null, planningAreaId: null };
    const districtName = this.atlas.districts.get(areas.districtCode ?? '')?.name ?? '';
    const hasPosition = site !== null && site.latitude !== null && site.longitude !== null;
    return {
      id: documentId(offering.id, site?.id ?? null),
      ...valuesOf({ ...indexed, site, areas, districtName, concepts: meant }),
      position: hasPosition ? { lat: site.latitude!, lng: site.longitude! } : null,
      onSite: site !== null && offering.deliveryModes.includes('IN_PERSON'),
      areasServed: areasServedBy(indexed),
      openings: open
        .filter((vacancy) => vacancy.siteId === null || vacancy.siteId === site?.id)
        .map(
          (vacancy): Opening => ({
            places: vacancy.placesAvailable,
            fromDay: epochDay(vacancy.availableFrom),
            minYear: vacancy.minYear,
            maxYear: vacancy.maxYear,
          }),
        ),
      concepts: { strong, related },
    };
  }

  /**
   * What an offering stands for. `strong`: its title says so, every one of its primary needs or its setting is it, or
   * both its codes and its description say so. `related`: only one of these says so, or a code that often goes with it.
   */
  private conceptsOf(
    { offering, provider }: IndexedOffering,
    site: IndexedSite | null,
    described: ReadonlySet<string>,
    titled: readonly string[],
  ): Concepts {
    const [firstNeed = [], ...otherNeeds] = offering.primaryNeeds.map((code) =>
      this.concepts.meantBy(`NEED:${code}`),
    );
    const strong = new Set([
      ...titled,
      // One of several primary needs is not what it is for: a garage that takes autistic pupils too.
      ...firstNeed.filter((id) => otherNeeds.every((ids) => ids.includes(id))),
      ...this.concepts.meantBy(`SETTING_TYPE:${provider.settingType}`),
    ]);
    const meant = new Set([...titled, ...described, ...this.concepts.namedIn(namesOf(provider, site))]);
    const near: string[] = [];
    for (const code of codesOf(offering, provider.settingType, site)) {
      for (const id of this.concepts.meantBy(code)) {
        meant.add(id);
        if (described.has(id)) strong.add(id);
      }
      near.push(...this.concepts.relatedTo(code));
    }
    const related = new Set(near);
    for (const id of meant) related.add(id);
    for (const id of strong) related.delete(id);
    return { meant: [...meant], strong: [...strong], related: [...related] };
  }
}

/** Ids of concepts: all it means, and those split for relevance; `related` also holds looser ones. */
interface Concepts {
  readonly meant: readonly string[];
  readonly strong: readonly string[];
  readonly related: readonly string[];
}

/** The names that an offering at a site is also known by, in which concepts may be mentioned. */
export function namesOf(
  provider: { readonly name: string } | null,
  site: { readonly name: string } | null,
): string {
  return `${provider?.name ?? ''} . ${site?.name ?? ''}`;
}

/** The `LIST:CODE`s of an offering at a site that concepts may name. */
export function codesOf(
  offering: Offering,
  settingType: string,
  site: { readonly accessibility: readonly string[] } | null,
): string[] {
  return [
    ...[...offering.primaryNeeds, ...offering.secondaryNeeds].map((code) => `NEED:${code}`),
    ...offering.circumstances.map((code) => `CIRCUMSTANCE:${code}`),
    ...offering.deliveryModes.map((code) => `DELIVERY_MODE:${code}`),
    ...offering.accreditations.map((code) => `ACCREDITATION:${code}`),
    ...offering.keyStages.map((code) => `KEY_STAGE:${code}`),
    ...offering.outcomes.map((code) => `OUTCOME:${code}`),
    ...offering.referralRoutes.map((code) => `REFERRAL_ROUTE:${code}`),
    ...(site?.accessibility ?? []).map((code) => `ACCESSIBILITY:${code}`),
    `TIER:${offering.tier}`,
    `SETTING_TYPE:${settingType}`,
  ];
}
