/** Units in which people give and read distances. */
export type DistanceUnit = 'km' | 'miles';

export const METRES_PER_MILE = 1_609.344;
const METRES: Readonly<Record<DistanceUnit, number>> = { km: 1_000, miles: METRES_PER_MILE };

/** Metres in a unit, to one decimal place: "3.2 km". */
export function distanceInWords(metres: number, unit: DistanceUnit): string {
  const amount = Math.round((metres / METRES[unit]) * 10) / 10;
  return unit === 'miles' && amount === 1 ? '1 mile' : `${amount} ${unit}`;
}

/** Metres rounded up to a whole kilometre or mile. */
export function wholeUnitsUp(metres: number, unit: DistanceUnit): number {
  return Math.ceil(metres / METRES[unit]) * METRES[unit];
}
