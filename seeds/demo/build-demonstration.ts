import { type OfferingRow, offeringRow } from './build-offerings.js';
import {
  type ContactRow,
  contactRows,
  type ProviderRow,
  providerRow,
  type SiteRow,
  sectorOf,
  siteRows,
} from './build-providers.js';
import { type VacancyRow, vacancyRows } from './build-vacancies.js';
import type { DemoProvider } from './demo-provider.js';
import { dice } from './dice.js';
import { offeringKinds } from './kinds/all-kinds.js';
import type { OfferingKind } from './offering-kind.js';
import { type PlanningAreaMemberRow, type PlanningAreaRow, planningAreas } from './planning-areas.js';
import { demoProviders } from './providers/all-providers.js';
import { demoSchools, type SchoolRow } from './schools.js';

export interface OfferingSiteRow {
  readonly offering_id: string;
  readonly site_id: string;
  readonly provider_id: string;
}

/** Every row of the demonstration. The property names of a row are the table's columns. */
export interface Demonstration {
  readonly planningAreas: readonly PlanningAreaRow[];
  readonly planningAreaMembers: readonly PlanningAreaMemberRow[];
  readonly schools: readonly SchoolRow[];
  readonly providers: readonly ProviderRow[];
  readonly contacts: readonly ContactRow[];
  readonly sites: readonly SiteRow[];
  readonly offerings: readonly OfferingRow[];
  readonly offeringSites: readonly OfferingSiteRow[];
  readonly vacancies: readonly VacancyRow[];
}

/** The demonstration for a `yyyy-mm-dd` date. Only the dates of vacancies depend on it. */
export function buildDemonstration(today: string): Demonstration {
  const areas = planningAreas();
  const uses = new Map<string, number>();
  const sites: SiteRow[] = [];
  const offerings: OfferingRow[] = [];
  const offeringSites: OfferingSiteRow[] = [];
  const vacancies: VacancyRow[] = [];
  for (const provider of demoProviders) {
    const row = providerRow(provider);
    const own = siteRows(provider);
    sites.push(...own);
    const planningAreaIds = distinct(provider.sites.map((sector) => areas.areaOf(sectorOf(sector))));
    const repeats = new Map<string, number>();
    for (const kindId of provider.offers) {
      const kind = kindOf(kindId, provider);
      const key = `${provider.name}:${kindId}:${count(repeats, kindId)}`;
      const candidates = sitesFor(key, kind, own);
      const offering = offeringRow({
        key,
        kind,
        use: count(uses, kindId),
        provider: row,
        town: (candidates[0] ?? own[0])?.town ?? '',
        planningAreas: planningAreaIds,
        districts: distinct(own.map((site) => site.district_code)),
      });
      const at = placed(offering, candidates);
      offerings.push(offering);
      offeringSites.push(
        ...at.map((site) => ({ offering_id: offering.id, site_id: site.id, provider_id: row.id })),
      );
      const siteIds = at.map((site) => site.id);
      vacancies.push(...vacancyRows(key, offering, kind, siteIds, today));
    }
  }
  return {
    planningAreas: areas.areas,
    planningAreaMembers: areas.members,
    schools: demoSchools(),
    providers: demoProviders.map(providerRow),
    contacts: demoProviders.flatMap(contactRows),
    sites,
    offerings,
    offeringSites,
    vacancies,
  };
}

function kindOf(id: string, provider: DemoProvider): OfferingKind {
  const kind = offeringKinds.get(id);
  if (!kind) throw new Error(`seeds/demo: ${provider.name} offers "${id}", which is not a kind of offering.`);
  return kind;
}

/** A base or centre has one site. A school's base and centre are at different ones. Other offerings run at one site or at all. */
function sitesFor(key: string, kind: OfferingKind, own: readonly SiteRow[]): readonly SiteRow[] {
  if (kind.id === 'semh-base') return own.slice(0, 1);
  if (kind.id === 'semh-centre') return own.slice(-1);
  const chance = dice(`sites:${key}`);
  return chance.chance(0.4) ? own : [chance.pick(own)];
}

/** Online teaching has no site. A team that only travels has one site to travel from. */
function placed(offering: OfferingRow, candidates: readonly SiteRow[]): readonly SiteRow[] {
  if (offering.delivery_modes.includes('IN_PERSON')) return candidates;
  return offering.delivery_modes.includes('OUTREACH') ? candidates.slice(0, 1) : [];
}

/** How often a key has occurred before. */
function count(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
