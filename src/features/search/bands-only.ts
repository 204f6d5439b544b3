import type { z } from 'zod';
import type { Problem } from '../../platform/errors.js';
import { eitherInWords } from '../../platform/text.js';
import { priceBands } from '../offering/price.rules.js';
import { placesAtLeastProblem } from '../vacancy/vacancy.rules.js';
import type { searchFilter } from './search.rules.js';

const bounds = {
  gte: { words: 'at least (gte)', edges: priceBands.map(({ minDailyPence }) => minDailyPence) },
  lte: {
    words: 'at most (lte)',
    edges: priceBands.flatMap(({ maxDailyPence }) => maxDailyPence ?? []),
  },
} as const;

/**
 * What a filter asks that would tell prices or numbers of places more exactly than in bands: who may ask for any amount
 * finds out an exact one in a few questions. Empty for a filter that keeps to the edges of the bands.
 */
export function bandsOnlyProblems(
  { dailyPricePence, vacancy }: z.output<typeof searchFilter>,
  path: readonly string[],
): Problem[] {
  const prices = (['gte', 'lte'] as const).flatMap((bound): Problem[] => {
    const asked = dailyPricePence?.[bound];
    const { words, edges } = bounds[bound];
    if (asked === undefined || edges.includes(asked)) return [];
    const message = `Ask for ${words} ${eitherInWords(edges)} pence, as priceBand has them, or sign in (permission place.exact) to ask for any amount.`;
    return [{ field: [...path, 'dailyPricePence', bound], code: 'BANDS_ONLY', message }];
  });
  const places = vacancy && placesAtLeastProblem(vacancy.places, [...path, 'vacancy', 'places']);
  return places ? [...prices, places] : prices;
}
