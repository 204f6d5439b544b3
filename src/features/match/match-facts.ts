import { epochDay } from '../../platform/clock.js';
import type { EpochDay } from '../../platform/search/port.js';
import type { Offering } from '../offering/offering.entity.js';
import { weekdays } from '../offering/offering.rules.js';
import type { Areas, SiteAreas } from '../place/atlas.js';
import {
  areasServedBy,
  type IndexedOffering,
  type IndexedSite,
  type IndexedVacancy,
} from '../search/indexed-offering.js';
import { CodeBits, type Codebook } from './code-bits.js';
import { hashOf } from './fair-order.js';

/** Weekdays as bits, Monday first. */
export const dayBits = new CodeBits(
  ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((label, i) => ({
    code: weekdays[i]!,
    label,
  })),
);

/** What a match needs to know about a vacancy. Whether it is open or stale is worked out during the match. */
export interface VacancyFacts
  extends Pick<
    IndexedVacancy,
    | 'id'
    | 'state'
    | 'placesAvailable'
    | 'holds'
    | 'minYear'
    | 'maxYear'
    | 'confirmedAt'
    | 'ageingAt'
    | 'expiresAt'
  > {
  readonly fromDay: EpochDay;
}

/** Everything that a match weighs for an offering at one site, or without a site. It keeps "not known" apart from "no". */
export interface MatchFacts {
  readonly offeringId: string;
  /** The same for all sites of an offering. With the day, it decides the order among equals. */
  readonly hash: number;
  readonly siteId: string | null;
  /** Masks of codes. A need is primary or secondary, never both. 0: none is stated. */
  readonly primaryNeeds: number;
  readonly secondaryNeeds: number;
  readonly circumstances: number;
  readonly routes: number;
  readonly days: number;
  /** The position of its tier's bit; -1: it has none. */
  readonly tier: number;
  readonly minYear: number;
  readonly maxYear: number;
  readonly ehcPlan: Offering['ehcPlan'];
  /** Young people travel to it. */
  readonly inPerson: boolean;
  /** Staff travel to the young person. */
  readonly outreach: boolean;
  /** Degrees, WGS84; NaN if not known. */
  readonly latitude: number;
  readonly longitude: number;
  /** The areas that its site is in; all null if there is no site. */
  readonly areas: Areas;
  /** Tokens of the areas served by outreach or online. */
  readonly areasServed: readonly string[];
  /** Vacancies at this site and those for any site, earliest first. */
  readonly vacancies: readonly VacancyFacts[];
}

/** The facts for all sites of one offering. */
export type OfferingFacts = readonly MatchFacts[];

/** The part of the atlas that is needed. */
interface AreaFinder {
  areasOfSite(site: SiteAreas): Areas;
}

const NOWHERE: Areas = { districtCode: null, localAuthorityCode: null, planningAreaId: null };

/** Makes facts from the register. */
export class FactsMaker {
  constructor(
    private readonly codebook: Codebook,
    private readonly atlas: AreaFinder,
  ) {}

  /** One record for each site, or a single record if there is no site. Never empty. */
  make(indexed: IndexedOffering): OfferingFacts {
    const sites = indexed.sites.length > 0 ? indexed.sites : [null];
    return sites.map((site) => this.atSite(indexed, site));
  }

  private atSite(indexed: IndexedOffering, site: IndexedSite | null): MatchFacts {
    const { offering } = indexed;
    const { needs, circumstances, routes, tiers } = this.codebook;
    return {
      offeringId: offering.id,
      hash: hashOf(offering.id),
      siteId: site?.id ?? null,
      primaryNeeds: needs.mask(offering.primaryNeeds),
      secondaryNeeds: needs.mask(offering.secondaryNeeds),
      circumstances: circumstances.mask(offering.circumstances),
      routes: routes.mask(offering.referralRoutes),
      days: dayBits.mask(offering.days),
      tier: tiers.position(offering.tier),
      minYear: offering.minYear,
      maxYear: offering.maxYear,
      ehcPlan: offering.ehcPlan,
      inPerson: offering.deliveryModes.includes('IN_PERSON'),
      outreach: offering.deliveryModes.includes('OUTREACH'),
      latitude: site?.latitude ?? Number.NaN,
      longitude: site?.longitude ?? Number.NaN,
      areas: site ? this.atlas.areasOfSite(site) : NOWHERE,
      areasServed: areasServedBy(indexed),
      vacancies: indexed.vacancies
        .filter(({ siteId }) => siteId === null || siteId === site?.id)
        .map(
          ({
            id,
            state,
            placesAvailable,
            holds,
            minYear,
            maxYear,
            confirmedAt,
            ageingAt,
            expiresAt,
            availableFrom,
          }) => ({
            id,
            state,
            placesAvailable,
            holds,
            minYear,
            maxYear,
            confirmedAt,
            ageingAt,
            expiresAt,
            fromDay: epochDay(availableFrom),
          }),
        ),
    };
  }
}
