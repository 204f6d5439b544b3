import { dateInWords, dateOfEpochDay, londonDay } from '../../platform/clock.js';
import { freshnessOf, isOpen, placesInWords } from '../vacancy/vacancy.rules.js';
import type { MatchFacts, VacancyFacts } from './match-facts.js';
import { type Part, UNKNOWN } from './part.js';
import type { Question } from './question.js';
import { counted, eitherYear } from './wording.js';

/** Days after the day wanted by which a place has come to be worth nothing: about a term. */
const WORTHLESS_AFTER_DAYS = 84;
/** A confirmation of which more than half has run out counts so much of a recent one. */
const AGEING_VALUE = 0.8;
const ASSESSMENT_VALUE = 0.5;
const WAITLIST_VALUE = 0.25;
/** In the choice between what is said: what can no longer be relied on lies between a yes and a no. */
const UNKNOWN_RANK = 0.5;

/**
 * The best of what is said of places for the pupil's years: timing times freshness of an open place. What nobody has
 * confirmed, and what has gone stale, is unknown: neither a place nor the lack of one.
 */
export const vacancyPart: Part = {
  kind: 'VACANCY',
  weight: 20,

  value(facts, question) {
    const best = bestStatement(facts, question);
    return best ? worthOf(best, question) : UNKNOWN;
  },

  /** A place is open by the day wanted, or it cannot be ruled out. */
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
    if (facts.vacancies.length === 0) return 'It has not said whether it has a place.';
    return `What it says of places is for other years; it says nothing of ${eitherYear(question.years ?? [])}.`;
  },

  miss: {
    off(facts, question) {
      const next = nextOpen(facts, question);
      return next ? daysLate(next, question) : Number.POSITIVE_INFINITY;
    },
    roundUp: (off) => off,
    sentence: (count, within, { startBy }) =>
      `${count} more if the place could open by ${dateInWords(dateOfEpochDay((startBy ?? 0) + within))}.`,
  },
};

/** The earliest open vacancy for the pupil's years; null when there is none. */
export function nextOpen(facts: MatchFacts, question: Question): VacancyFacts | null {
  for (const vacancy of facts.vacancies) {
    if (concerns(vacancy, question) && isOpen(vacancy, question.now)) return vacancy;
  }
  return null;
}

/** The statement that decides; null when none concerns the pupil's years. */
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

/** Days after the day wanted on which it opens; 0: in time. */
function daysLate({ fromDay }: VacancyFacts, { startBy }: Question): number {
  return startBy === null ? 0 : Math.max(0, fromDay - startBy);
}

function statementSentence(vacancy: VacancyFacts, question: Question): string {
  const { state, placesAvailable, confirmedAt, expiresAt, fromDay } = vacancy;
  if (confirmedAt === null) return 'Nobody has confirmed what it says of places: ask whether there is one.';
  const said = `confirmed on ${onDay(confirmedAt)}`;
  const freshness = freshnessOf(vacancy, question.now);
  if (freshness === 'STALE') {
    return `What it says of places was last ${said} and ran out on ${onDay(expiresAt!)}: ask whether there is one.`;
  }
  if (state === 'ASSESSMENT_REQUIRED') return `It decides on a place after an assessment, ${said}.`;
  if (state === 'WAITLIST') return `It has a waiting list, ${said}.`;
  if (!isOpen(vacancy, question.now)) return `It has no place, ${said}.`;
  const when = fromDay <= question.today ? 'open now' : `from ${dateInWords(dateOfEpochDay(fromDay))}`;
  const late = daysLate(vacancy, question);
  const tooLate = late > 0 ? `, ${counted(late, 'day')} later than wanted` : '';
  const ageing = freshness === 'AGEING' ? '; most of that confirmation has run out' : '';
  return `It has ${placesInWords(placesAvailable)} ${when}${tooLate}, ${said}${ageing}.`;
}

function onDay(instant: number): string {
  return dateInWords(londonDay(instant));
}
