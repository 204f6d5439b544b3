import type { Offering } from '../../src/features/offering/offering.entity.js';
import { keyStageYears } from '../../src/features/offering/offering.rules.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { Chance } from '../support/chance.js';
import type { TestHub } from '../support/hub.js';

/** An offering at one of its sites, or at none: what a search finds. */
export interface Made {
  readonly offering: Offering;
  readonly provider: Provider;
  readonly site: Site | null;
}

const pool = {
  needs: ['SEMH', 'ASD', 'SLCN', 'MLD', 'SPLD'],
  circumstances: ['EBSA', 'MEDICAL', 'SUSPENDED', 'EHC_PLAN'],
  tiers: ['TIER_1', 'TIER_2', 'TIER_3'],
  keyStages: ['KS1', 'KS2', 'KS3', 'KS4', 'KS5'],
  deliveryModes: ['IN_PERSON', 'OUTREACH', 'ONLINE'],
  accreditations: ['GCSE', 'FUNCTIONAL_SKILLS', 'BTEC'],
  outcomes: ['RESILIENCE', 'HEALTHY', 'LEARNING'],
  commissioners: ['LOCAL_AUTHORITY', 'SCHOOL'],
  days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
  ehcPlan: ['ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED', null],
  beforeExclusion: [true, false, null],
} as const;

/** Makes offerings that differ in everything that can be filtered or counted, and answers one entry per document. */
export async function makeVariedRegister(hub: TestHub, offerings: number): Promise<Made[]> {
  const chance = new Chance(2026);
  const some = <T>(values: readonly T[], least = 0): T[] => {
    const picked = values.filter(() => chance.share() < 0.4);
    return picked.length >= least ? picked : [chance.of(values)];
  };
  const { rows } = await hub.database.pool.query<{ code: string }>(
    `select code from code where list = 'REFERRAL_ROUTE' order by position`,
  );
  const routes = rows.map(({ code }) => code);

  const providers = [
    await aProvider(hub, { settingType: 'OTH' }),
    await aProvider(hub, { settingType: 'WBP' }),
    await aProvider(hub, { settingType: 'OOT', localAuthorityCode: '935' }),
  ];
  const places = [
    { districtCode: 'E07000147', postcode: 'NR21 9AA', latitude: 52.8541, longitude: 0.8173 },
    { districtCode: 'E07000148', postcode: 'NR1 3PY', latitude: 52.6229, longitude: 1.3012 },
    { districtCode: 'E07000143', postcode: 'NR19 1AA', latitude: 52.6833, longitude: 0.9333 },
    { districtCode: null, postcode: 'IP1 1AA', latitude: 52.0567, longitude: 1.1482 },
  ];
  const sites = new Map<Provider, Site[]>();
  for (const provider of providers) {
    const own: Site[] = [];
    for (const place of places) own.push(await aSite(hub, provider, place));
    sites.set(provider, own);
  }

  const made: Made[] = [];
  for (let i = 0; i < offerings; i++) {
    const provider = chance.of(providers);
    const primaryNeeds = some(pool.needs, 1);
    const keyStages = some(pool.keyStages, 1);
    const years = keyStages.flatMap((code) => keyStageYears[code] ?? []);
    const at = chance.share() < 0.2 ? [] : some(sites.get(provider)!, 1);
    const priced = chance.share() < 0.7;
    const offering = await anOffering(hub, provider, {
      title: `Varied ${String(i).padStart(3, '0')}`,
      primaryNeeds,
      secondaryNeeds: some(pool.needs).filter((need) => !primaryNeeds.includes(need)),
      circumstances: some(pool.circumstances),
      tier: chance.of(pool.tiers),
      keyStages,
      minYear: Math.min(...years),
      maxYear: Math.max(...years),
      deliveryModes: some(pool.deliveryModes, 1),
      accreditations: some(pool.accreditations),
      outcomes: some(pool.outcomes),
      commissioners: some(pool.commissioners),
      referralRoutes: some(routes),
      days: some(pool.days),
      ehcPlan: chance.of(pool.ehcPlan),
      beforeExclusion: chance.of(pool.beforeExclusion),
      hoursPerWeek: chance.share() < 0.6 ? 5 + chance.below(20) : null,
      pricePence: priced ? chance.below(20_000) : null,
      priceUnit: priced ? chance.of(['DAY', 'HALF_DAY', 'SESSION', 'HOUR']) : null,
      siteIds: at.map(({ id }) => id),
    });
    for (const site of at.length > 0 ? at : [null]) made.push({ offering, provider, site });
  }
  return made;
}

/** The values of a document, by the name of the filter: worked out here on purpose by other means than in the hub. */
export const valuesOf: Readonly<Record<string, (made: Made) => readonly string[]>> = {
  needs: ({ offering }) => offering.primaryNeeds.concat(offering.secondaryNeeds),
  primaryNeeds: ({ offering }) => offering.primaryNeeds,
  circumstances: ({ offering }) => offering.circumstances,
  tier: ({ offering }) => [offering.tier],
  keyStages: ({ offering }) => offering.keyStages,
  deliveryModes: ({ offering }) => offering.deliveryModes,
  settingType: ({ provider }) => [provider.settingType],
  referralRoutes: ({ offering }) => offering.referralRoutes,
  commissioners: ({ offering }) => offering.commissioners,
  accreditations: ({ offering }) => offering.accreditations,
  outcomes: ({ offering }) => offering.outcomes,
  days: ({ offering }) => offering.days,
  ehcPlan: ({ offering }) => (offering.ehcPlan === null ? [] : [offering.ehcPlan]),
  provider: ({ provider }) => [encodeId('prv', provider.id)],
  localAuthority: ({ provider, site }) => [site?.districtCode ? '926' : provider.localAuthorityCode],
  district: ({ site }) => (site?.districtCode ? [site.districtCode] : []),
};

/** Names a document in the way of `hitKeys`. */
export function keyOf({ offering, site }: Made): string {
  return `${encodeId('off', offering.id)} ${site ? encodeId('sit', site.id) : '-'}`;
}

/** Names the documents of some hits. */
export function hitKeys(
  hits: readonly {
    readonly offering: { readonly id: string };
    readonly site: { readonly id: string } | null;
  }[],
): string[] {
  return hits.map(({ offering, site }) => `${offering.id} ${site?.id ?? '-'}`);
}
