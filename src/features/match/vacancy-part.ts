import { dateInWords, dateOfEpochDay, londonDay } from '../../platform/clock.js';
import { availableOf, freshnessOf, isOpen, placesInWords } from '../vacancy/vacancy.rules.js';
import type { MatchFacts, VacancyFacts } from './match-facts.js';
import { type Part, UNKNOWN } from './part.js';
import type { Question } from './question.js';
import { counted, eitherYear } from './wording.js';

/** A place that opens this many days late is worth nothing: about a term. */
const WORTHLESS_AFTER_DAYS = 84;
/** How much an ageing confirmation counts, compared with a recent one. */
const AGEING_VALUE = 0.8;
const ASSESSMENT_VALUE = 0.5;
const WAITLIST_VALUE = 0.25;
/** The rank of a statement that can no longer be relied on: between a yes and a no. */
const UNKNOWN_RANK = 0.5;

/**
 * The best statement about places for the pupil's school years. An open place is worth its timing times its freshness. A statement
 * that was never confirmed or has gone stale is unknown: neither a place nor the lack of one.
 */
export const vacancyPart: Part = {
  kind: 'VACANCY',
  weight: 20,

  value(facts, question) {
    const best = bestStatement(facts, question);
    return best ? worthOf(best, question) : UNKNOWN;
  },

  /** Whether a place is open by the day wanted, or cannot be ruled out. */
  holds(facts, question) {
    let said = false;
    for (const vacancy of facts.vacancies) {
      if (!concerns(vacancy, question)) continue;
      if (isUnreliable(vacancy, question.now)) return true;
      if (isOpen(vacancy, question.now) && daysLate(vacancy, question) === 0) return true;
      said = true;
    }
    return !said;
  },

  sentence(facts, question) {
    const best = bestStatement(facts, question);
    if (best) return statementSentence(best, question);
    if (facts.vacancies.length === 0) return 'It does not say whether it has a place.';
    return `It says whether it has places for other years, but not for ${eitherYear(question.years ?? [])}.`;
  },

  miss: {
    off(facts, question) {
      const next = nextOpen(facts, question);
      return next ? daysLate(next, question) : Number.POSITIVE_INFINITY;
    },
    roundUp: (off) => off,
    sentence: (count, within, { startBy }) =>
      `${count} more would fit if the place could open as late as ${dateInWords(dateOfEpochDay((startBy ?? 0) + within))}.`,
  },
};

/** The earliest open vacancy for the pupil's school years; null if there is none. */
export function nextOpen(facts: MatchFacts, question: Question): VacancyFacts | null {
  for (const vacancy of facts.vacancies) {
    if (concerns(vacancy, question) && isOpen(vacancy, question.now)) return vacancy;
  }
  return null;
}

/** The statement that decides; null if there is none for the pupil's school years. */
function bestStatement(facts: MatchFacts, question: Question): VacancyFacts | null {
  let best: VacancyFacts | null = null;
  let highest = -1;
  for (const vacancy of facts.vacancies) {
    if (!concerns(vacancy, question)) continue;
    const value = worthOf(vacancy, question);
    const rank = Number.isNaN(value) ? UNKNOWN_RANK : value;
    if (rank > highest) {
      highest = rank;
      best = vacancy;
    }
  }
  return best;
}

function concerns({ minYear, maxYear }: VacancyFacts, { years }: Question): boolean {
  if (years === null) return true;
  for (const year of years) if (year >= minYear && year <= maxYear) return true;
  return false;
}

function worthOf(vacancy: VacancyFacts, question: Question): number {
  const freshness = freshnessOf(vacancy, question.now);
  if (freshness === 'STALE' || freshness === 'UNKNOWN') return UNKNOWN;
  if (vacancy.state === 'ASSESSMENT_REQUIRED') return ASSESSMENT_VALUE;
  if (vacancy.state === 'WAITLIST') return WAITLIST_VALUE;
  if (!isOpen(vacancy, question.now)) return 0;
  const timing = Math.max(0, 1 - daysLate(vacancy, question) / WORTHLESS_AFTER_DAYS);
  return freshness === 'AGEING' ? timing * AGEING_VALUE : timing;
}

function isUnreliable(vacancy: VacancyFacts, now: number): boolean {
  const freshness = freshnessOf(vacancy, now);
  return freshness === 'STALE' || freshness === 'UNKNOWN';
}

/** How many days it opens after the day wanted; 0 if in time. */
function daysLate({ fromDay }: VacancyFacts, { startBy }: Question): number {
  return startBy === null ? 0 : Math.max(0, fromDay - startBy);
}

function statementSentence(vacancy: VacancyFacts, question: Question): string {
  const { state, confirmedAt, expiresAt, fromDay } = vacancy;
  if (confirmedAt === null) return 'No one has confirmed its vacancy: ask whether it has a place.';
  const said = `as confirmed on ${onDay(confirmedAt)}`;
  const freshness = freshnessOf(vacancy, question.now);
  if (freshness === 'STALE') {
    return `Its vacancy was confirmed on ${onDay(confirmedAt)}, but this expired on ${onDay(expiresAt!)}: ask whether it has a place.`;
  }
  if (state === 'ASSESSMENT_REQUIRED') return `It only offers a place after an assessment, ${said}.`;
  if (state === 'WAITLIST') return `It has a waiting list, ${said}.`;
  if (!isOpen(vacancy, question.now)) return `It has no place, ${said}.`;
  const when = fromDay <= question.today ? 'open now' : `from ${dateInWords(dateOfEpochDay(fromDay))}`;
  const late = daysLate(vacancy, question);
  const tooLate = late > 0 ? `, ${counted(late, 'day')} later than you asked` : '';
  const ageing = freshness === 'AGEING' ? '; check that this is still true' : '';
  return `It has ${placesInWords(availableOf(vacancy, question.now))} ${when}${tooLate}, ${said}${ageing}.`;
}

function onDay(instant: number): string {
  return dateInWords(londonDay(instant));
}
