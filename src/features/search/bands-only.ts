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
 * Finds conditions that would reveal a price or a number of places more exactly than its band does: a caller who can ask for
 * any amount can find the exact one in a few searches. Empty if the filter only uses the edges of the bands.
 */
export function bandsOnlyProblems(
  { dailyPricePence, vacancy }: z.output<typeof searchFilter>,
  path: readonly string[],
): Problem[] {
  const prices = (['gte', 'lte'] as const).flatMap((bound): Problem[] => {
    const asked = dailyPricePence?.[bound];
    const { words, edges } = bounds[bound];
    if (asked === undefined || edges.includes(asked)) return [];
    const message = `Ask for ${words} ${eitherInWords(edges)} pence, the edges of the price bands. To ask for any amount, sign in with the permission place.exact.`;
    return [{ field: [...path, 'dailyPricePence', bound], code: 'BANDS_ONLY', message }];
  });
  const places =
    vacancy && placesAtLeastProblem(vacancy.placesAtLeast, [...path, 'vacancy', 'placesAtLeast']);
  return places ? [...prices, places] : prices;
}
