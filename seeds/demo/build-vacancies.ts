import type { OfferingRow } from './build-offerings.js';
import { addDays, instantBefore, schoolDay, termStarts } from './calendar.js';
import { type Dice, dice } from './dice.js';
import { demoId } from './identity.js';
import type { OfferingKind, Range } from './offering-kind.js';

export interface VacancyRow {
  readonly id: string;
  readonly offering_id: string;
  readonly site_id: string | null;
  readonly state: 'CAPACITY' | 'NO_CAPACITY' | 'WAITLIST' | 'ASSESSMENT_REQUIRED';
  readonly places_available: number;
  readonly unit: string;
  readonly available_from: string;
  readonly min_year: number;
  readonly max_year: number;
  readonly confirmed_at: string | null;
  readonly ageing_at: string | null;
  readonly expires_at: string | null;
  readonly confirmed_by_role: 'PROVIDER' | 'COUNCIL' | null;
  readonly waiting_list_length: number | null;
  readonly waiting_list_until: string | null;
}

/** After how many days a confirmation is ageing, and after how many it expires. */
const AGEING_AFTER = 14;
const CONFIRMED_FOR = 28;
/** Nothing begins later than this many days from today. */
const HORIZON = 120;

/** Up to three vacancies of an offering, as they would be on the day `today` (`yyyy-mm-dd`). */
export function vacancyRows(
  key: string,
  offering: OfferingRow,
  kind: OfferingKind,
  siteIds: readonly string[],
  today: string,
): VacancyRow[] {
  const count = dice(`vacancies:${key}`).pick([0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
  return Array.from({ length: count }, (_, index) => {
    const chance = dice(`vacancy:${key}:${index}`);
    const state = chance.pick(STATES);
    const [minYear, maxYear] = years([offering.min_year, offering.max_year], chance);
    return {
      id: demoId('vacancy', `${key}:${index}`),
      offering_id: offering.id,
      site_id: siteIds.length > 0 && chance.chance(0.24) ? chance.pick(siteIds) : null,
      state,
      places_available: places(state, kind.vacancy.places, chance),
      unit: kind.vacancy.unit,
      available_from: availableFrom(index, today, chance),
      min_year: minYear,
      max_year: maxYear,
      ...confirmation(today, chance),
      ...waitingList(state, today, dice(`waiting list:${key}:${index}`)),
    };
  });
}

/** Most vacancies have open places. */
const STATES: readonly VacancyRow['state'][] = [
  ...Array<'CAPACITY'>(14).fill('CAPACITY'),
  ...Array<'NO_CAPACITY'>(3).fill('NO_CAPACITY'),
  'WAITLIST',
  'WAITLIST',
  'ASSESSMENT_REQUIRED',
];

function places(state: VacancyRow['state'], range: Range, chance: Dice): number {
  return state === 'NO_CAPACITY' || state === 'WAITLIST' ? 0 : chance.between(range);
}

/** Half of the vacancies are for every year that the offering takes, the others for some of those years. */
function years([from, to]: Range, chance: Dice): Range {
  if (chance.chance(0.5)) return [from, to];
  const first = chance.between([from, to]);
  return [first, chance.between([first, to])];
}

/** The first is usually open already or soon. Later ones usually start with a term. */
function availableFrom(index: number, today: string, chance: Dice): string {
  const terms = termStarts(today, HORIZON);
  if (index === 0 && chance.chance(0.55)) return addDays(today, chance.between([-40, 0]));
  if (chance.chance(index === 0 ? 0.5 : 0.3)) return schoolDay(addDays(today, chance.between([1, 40])));
  return terms[Math.min(index, terms.length - 1)] ?? today;
}

/** Most waiting lists say how long they are, and half of these until when pupils are expected to wait. */
function waitingList(
  state: VacancyRow['state'],
  today: string,
  chance: Dice,
): Pick<VacancyRow, 'waiting_list_length' | 'waiting_list_until'> {
  const isKnown = state === 'WAITLIST' && chance.chance(0.8);
  const [term] = termStarts(today, HORIZON);
  return {
    waiting_list_length: isKnown ? chance.between([1, 9]) : null,
    waiting_list_until: isKnown && chance.chance(0.5) ? (term ?? null) : null,
  };
}

const neverConfirmed = { confirmed_at: null, ageing_at: null, expires_at: null, confirmed_by_role: null };

/**
 * About 70 % confirmed in the last two weeks, 15 % ageing, 10 % expired, 5 % never confirmed. Ages are whole days
 * plus part of one, and are not close to the limits of 14 and 28 days, so that they are right at any hour of `today`.
 */
function confirmation(
  today: string,
  chance: Dice,
): Pick<VacancyRow, 'confirmed_at' | 'ageing_at' | 'expires_at' | 'confirmed_by_role'> {
  const share = chance.between([1, 100]);
  if (share > 95) return neverConfirmed;
  const age: Range = share <= 70 ? [1, 13] : share <= 85 ? [15, 27] : [29, 75];
  const days = chance.between(age);
  const hour = chance.between([8, 16]);
  const minute = chance.between([0, 59]);
  return {
    confirmed_at: instantBefore(today, days, hour, minute),
    ageing_at: instantBefore(today, days - AGEING_AFTER, hour, minute),
    expires_at: instantBefore(today, days - CONFIRMED_FOR, hour, minute),
    confirmed_by_role: 'PROVIDER',
  };
}
