import type { ProviderRow } from './build-providers.js';
import { type Dice, dice } from './dice.js';
import { demoId } from './identity.js';
import type { OfferingKind, Range } from './offering-kind.js';

export interface OfferingRow {
  readonly id: string;
  readonly provider_id: string;
  readonly title: string;
  readonly description: string;
  readonly tier: string;
  readonly primary_needs: readonly string[];
  readonly secondary_needs: readonly string[];
  readonly circumstances: readonly string[];
  readonly key_stages: readonly string[];
  readonly min_year: number;
  readonly max_year: number;
  readonly delivery_modes: readonly string[];
  readonly days: readonly string[];
  readonly hours_per_week: number | null;
  readonly attendance: string;
  readonly group_size: number;
  readonly typical_weeks: number | null;
  readonly maximum_weeks: number | null;
  readonly minimum_booking_weeks: number | null;
  readonly price_pence: number | null;
  readonly price_unit: string | null;
  readonly accreditations: readonly string[];
  readonly outcomes: readonly string[];
  readonly transport: string | null;
  readonly referral_routes: readonly string[];
  readonly commissioners: readonly string[];
  readonly referral_url: string | null;
  readonly response_days: number | null;
  readonly before_exclusion: boolean | null;
  readonly ehc_plan: string | null;
  readonly areas_served: readonly string[];
  readonly state: string;
}

/** The plan for an offering. */
export interface OfferingPlan {
  /** Identifies the offering for ever: its id and its choices are derived from it. */
  readonly key: string;
  readonly kind: OfferingKind;
  /** How many offerings of this kind came before, over all providers, so that no two have the same text. */
  readonly use: number;
  readonly provider: ProviderRow;
  /** The town of its first site. */
  readonly town: string;
  /** Ids of the planning areas of the provider's sites. */
  readonly planningAreas: readonly string[];
  readonly districts: readonly string[];
}

const KEY_STAGES: readonly [string, Range][] = [
  ['KS1', [1, 2]],
  ['KS2', [3, 6]],
  ['KS3', [7, 9]],
  ['KS4', [10, 11]],
  ['KS5', [12, 14]],
];

/** The row of an offering. Some values are unknown on purpose. */
export function offeringRow(plan: OfferingPlan): OfferingRow {
  const { key, kind, provider } = plan;
  const chance = dice(`offering:${key}`);
  const needs = chance.pick(kind.needs);
  const [minYear, maxYear] = chance.pick(kind.years);
  const delivery = chance.pick(kind.delivery);
  const [typicalWeeks, maximumWeeks] = chance.pick(kind.weeks) ?? [null, null];
  const [priceUnit, pricePence] = price(kind, chance);
  return {
    id: demoId('offering', key),
    provider_id: provider.id,
    ...text(plan, chance),
    tier: kind.tier,
    primary_needs: needs.primary,
    secondary_needs: needs.secondary ?? [],
    circumstances: chance.pick(kind.circumstances),
    key_stages: KEY_STAGES.filter(([, [from, to]]) => from <= maxYear && minYear <= to).map(([code]) => code),
    min_year: minYear,
    max_year: maxYear,
    delivery_modes: delivery,
    days: chance.pick(kind.runs),
    hours_per_week: chance.between(kind.hours),
    attendance: kind.attendance,
    group_size: chance.between(kind.group),
    typical_weeks: typicalWeeks,
    maximum_weeks: maximumWeeks,
    minimum_booking_weeks: kind.minimumWeeks ?? null,
    price_pence: pricePence,
    price_unit: priceUnit,
    accreditations: chance.pick(kind.accreditations),
    outcomes: chance.some(kind.outcomes, chance.between([2, 3])),
    transport: chance.pick(kind.transport),
    referral_routes: chance.pick(kind.routes),
    commissioners: chance.pick(kind.commissioners),
    referral_url: provider.website && chance.chance(0.7) ? `${provider.website}/refer` : null,
    response_days: chance.chance(0.12) ? null : chance.between(kind.response),
    before_exclusion: chance.chance(0.08) ? null : kind.beforeExclusion,
    ehc_plan: chance.pick(kind.ehcPlan),
    areas_served: delivery.some((mode) => mode !== 'IN_PERSON') ? areasServed(plan) : [],
    state: provider.state === 'IN_REVIEW' ? 'IN_REVIEW' : 'LISTED',
  };
}

/** Uses all pairs of `what` and `how` before it repeats a pair, and then with another `next`. */
function text({ kind, use, town }: OfferingPlan, chance: Dice): { title: string; description: string } {
  const { titles, what, how, next } = kind;
  const at = (list: readonly string[], index: number) => list[index % list.length] ?? '';
  const pair = use % (what.length * how.length);
  const round = Math.floor(use / (what.length * how.length));
  const sentences = [at(what, pair), at(how, (pair % what.length) + Math.floor(pair / what.length))];
  if (round > 0 || chance.chance(0.85)) sentences.push(at(next, pair + round));
  const placed = (words: string) => words.replaceAll('{town}', town);
  return { title: placed(at(titles, use)), description: placed(sentences.join(' ')) };
}

function price({ price: published }: OfferingKind, chance: Dice): [string, number] | [null, null] {
  if (!published || chance.chance(0.07)) return [null, null];
  const [unit, from, to] = published;
  const step = unit === 'DAY' ? 5 : 1; // pounds
  return [unit, chance.between([Math.ceil(from / step), Math.floor(to / step)]) * step * 100];
}

function areasServed({ kind, districts, planningAreas }: OfferingPlan): string[] {
  switch (kind.serves) {
    case 'ENGLAND':
      return ['ENGLAND'];
    case 'DISTRICTS':
      return districts.map((code) => `DISTRICT:${code}`);
    case 'PLANNING_AREAS':
      return planningAreas.map((id) => `PLANNING_AREA:${id}`);
    default:
      return ['LA:926'];
  }
}
