import { CodeBits, type Codebook } from '../../src/features/match/code-bits.js';
import { hashOf } from '../../src/features/match/fair-order.js';
import { matchProfile, type PartKind } from '../../src/features/match/match.rules.js';
import { type Score, type ScoredPart, Scorer } from '../../src/features/match/match.score.js';
import { dayBits, type MatchFacts, type VacancyFacts } from '../../src/features/match/match-facts.js';
import type { Wording } from '../../src/features/match/part.js';
import { type MatchWhere, questionOf } from '../../src/features/match/question.js';
import { epochDay } from '../../src/platform/clock.js';
import { TEST_NOW } from '../support/test-clock.js';

const DAY = 86_400_000;
const bitsOf = (codes: string) =>
  new CodeBits(codes.split(' ').map((code) => ({ code, label: code.toLowerCase() })));

/** A few codes of each list, whose labels are the codes in small letters. */
export const codebook: Codebook = {
  needs: bitsOf('SEMH ASD SLCN MLD'),
  circumstances: bitsOf('EBSA MEDICAL TRAUMA'),
  tiers: bitsOf('TIER_1 TIER_2 TIER_3'),
  routes: bitsOf('LOCAL_AUTHORITY SCHOOL_DIRECT PANEL'),
};

/** Areas are called by their tokens. */
export const wording: Wording = { codebook, areaName: (token) => token };

/** Where the tests look from: near Fakenham, 25 km at most. */
export const HERE = { lat: 52.83, lng: 0.85 };
const METRES_PER_DEGREE = 111_194.93;

/** A degree of latitude is the same length everywhere: so many metres north of HERE. */
export const metresNorth = (metres: number) => HERE.lat + metres / METRES_PER_DEGREE;

/** An area around HERE; `areas` are the tokens of what it lies in. */
export function around(farthest: number | null = 25_000, unit: MatchWhere['unit'] = 'km'): MatchWhere {
  return {
    understood: { place: null, area: null, scope: undefined, origin: HERE, radiusMetres: farthest },
    scope: { kind: 'radius', centre: HERE, metres: farthest ?? 2e7, areas: [] },
    origin: HERE,
    farthest,
    areas: new Set(['ENGLAND', 'LA:926']),
    unit,
  };
}

/** Codes and days of an offering, by name. */
interface Codes {
  readonly primaryNeeds: readonly string[];
  readonly secondaryNeeds: readonly string[];
  readonly circumstances: readonly string[];
  readonly routes: readonly string[];
  readonly days: readonly string[];
  readonly tier: string;
}
export type Values = Partial<Omit<MatchFacts, keyof Codes> & Codes>;

/** An offering made for SEMH in Years 7 to 9, in person at HERE, of which nothing else is stated. */
export function anOffering(values: Values = {}): MatchFacts {
  const { primaryNeeds = ['SEMH'], secondaryNeeds = [], circumstances = [], routes = [], days = [] } = values;
  const { tier = 'TIER_2', offeringId = 'offering', ...others } = values;
  return {
    siteId: 'site',
    minYear: 7,
    maxYear: 9,
    ehcPlan: null,
    inPerson: true,
    outreach: false,
    latitude: HERE.lat,
    longitude: HERE.lng,
    areas: { districtCode: 'E07000147', localAuthorityCode: '926', planningAreaId: null },
    areasServed: [],
    vacancies: [],
    ...others,
    offeringId,
    hash: hashOf(offeringId),
    primaryNeeds: codebook.needs.mask(primaryNeeds),
    secondaryNeeds: codebook.needs.mask(secondaryNeeds),
    circumstances: codebook.circumstances.mask(circumstances),
    routes: codebook.routes.mask(routes),
    days: dayBits.mask(days),
    tier: codebook.tiers.position(tier),
  };
}

/** Two places for Years 7 to 9 from a day on, confirmed so many of 28 days ago. */
export function aVacancy(
  from: string,
  confirmedDaysAgo = 0,
  values: Partial<VacancyFacts> = {},
): VacancyFacts {
  const confirmedAt = TEST_NOW - confirmedDaysAgo * DAY;
  return {
    id: `vacancy from ${from}`,
    state: 'CAPACITY',
    placesAvailable: 2,
    holds: [],
    minYear: 7,
    maxYear: 9,
    confirmedAt,
    ageingAt: confirmedAt + 14 * DAY,
    expiresAt: confirmedAt + 28 * DAY,
    fromDay: epochDay(from),
    ...values,
  };
}

/** What a profile may say; where it looks from is given as understood. */
export type Profile = Record<string, unknown>;

/** A scorer for a profile at noon on 23 November 2026. */
export function scorerFor(profile: Profile, where: MatchWhere | null = null, now = TEST_NOW): Scorer {
  const near = where ? { near: { place: { name: 'Fakenham' } } } : {};
  return new Scorer(questionOf(matchProfile.parse({ ...profile, ...near }), where, codebook, now));
}

/** The explained score of an offering. */
export function scoreOf(facts: MatchFacts, profile: Profile, where: MatchWhere | null = null): Score {
  return scorerFor(profile, where).explain(facts, wording);
}

/** One part of the explained score. */
export function partOf(
  kind: PartKind,
  facts: MatchFacts,
  profile: Profile,
  where?: MatchWhere | null,
): ScoredPart {
  return scoreOf(facts, profile, where).parts.find((part) => part.kind === kind)!;
}
