import { dateInWords, londonDay } from '../../platform/clock.js';
import type { AskedVacancy } from './chasing.repository.js';

/** The name of a vacancy for its provider: "Forge skills at Main building". */
export function vacancyName({ title, site }: Pick<AskedVacancy, 'title' | 'site'>): string {
  return site === null ? title : `${title} at ${site}`;
}

/** What a vacancy says: "3 places (full-time equivalent)". @param unitOf the label of a code of VACANCY_UNIT. */
export function statementInWords(
  { state, placesAvailable, unit }: Pick<AskedVacancy, 'state' | 'placesAvailable' | 'unit'>,
  unitOf: (code: string) => string,
): string {
  const places = `${placesAvailable} ${placesAvailable === 1 ? 'place' : 'places'} (${beginSmall(unitOf(unit))})`;
  switch (state) {
    case 'CAPACITY':
      return places;
    case 'NO_CAPACITY':
      return 'no places';
    case 'WAITLIST':
      return placesAvailable === 0 ? 'a waiting list' : `${places}, with a waiting list`;
    case 'ASSESSMENT_REQUIRED':
      return `${places}, after an assessment of the pupil`;
  }
}

/** When a vacancy was confirmed: "last confirmed on 3 November 2026". */
export function confirmedInWords({ confirmedAt }: Pick<AskedVacancy, 'confirmedAt'>): string {
  return confirmedAt === null
    ? 'never confirmed'
    : `last confirmed on ${dateInWords(londonDay(confirmedAt.getTime()))}`;
}

/** A label within a sentence. One that begins with an abbreviation stays as it is. */
function beginSmall(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
