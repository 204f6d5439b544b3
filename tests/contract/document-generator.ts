import type { SearchDocument } from '../../src/platform/search/port.js';
import { Chance } from '../support/chance.js';
import { aDocument } from './contract-schema.js';

/** Days that the generator's openings begin on lie in the hundred from this one. */
export const FIRST_DAY = 20_000;

const syllables = 'ba ce di fo gu ha ke li mo nu pa re si to vu wa ye zo ston ford ham bury'.split(' ');
const needs = 'SEMH ASC ADHD MLD SLCN PD HI VI'.split(' ');

/**
 * Documents that look like a county's offerings, the same ones for the same seed: words by Zipf's law, places in clusters,
 * some without a position, some that serve areas instead, more than a hundred districts.
 */
export function generateDocuments(count: number, seed = 1): SearchDocument[] {
  const chance = new Chance(seed);
  const below = (n: number) => chance.below(n);
  const pick = <T>(list: readonly T[]) => chance.of(list);
  const some = <T>(list: readonly T[], most: number) =>
    Array.from({ length: below(most + 1) }, () => pick(list));
  const vocabulary = Array.from({ length: 400 }, () =>
    Array.from({ length: 2 + below(3) }, () => pick(syllables)).join(''),
  );
  const word = () => vocabulary[Math.floor(vocabulary.length * chance.share() ** 3)]!;
  const text = (length: number) => Array.from({ length }, word).join(' ');
  const towns = Array.from({ length: 20 }, () => ({
    lat: 50 + chance.share() * 5,
    lng: -4 + chance.share() * 5,
  }));
  const districts = Array.from({ length: 150 }, (_, i) => `D${i}`);
  const areas = Array.from({ length: 30 }, (_, i) => `A${i}`);

  return Array.from({ length: count }, (_, i) => {
    const town = pick(towns);
    return aDocument(`doc-${i.toString(36).padStart(6, '0')}`, {
      text: { title: text(2 + below(4)), provider: text(2), body: text(5 + below(20)) },
      keywords: {
        needs: some(needs, 4),
        stages: some(['1', '2', '3', '4', '5'], 3),
        district: [pick(districts)],
        owner: [`P${below(Math.max(1, count >> 2))}`],
      },
      numbers: {
        fee: chance.share() < 0.2 ? null : below(200) * 100,
        rating: Math.round(chance.share() * 50) / 10,
      },
      ranges: { ages: chance.share() < 0.1 ? null : [5 + below(6), 11 + below(8)] },
      position:
        chance.share() < 0.05
          ? null
          : { lat: town.lat + (chance.share() - 0.5) / 3, lng: town.lng + (chance.share() - 0.5) / 2 },
      onSite: chance.share() < 0.85,
      areasServed: chance.share() < 0.25 ? some(areas, 3) : [],
      openings: Array.from({ length: below(4) }, () => {
        const minGroup = below(10);
        return {
          places: 1 + below(9),
          fromDay: FIRST_DAY + below(100),
          minGroup,
          maxGroup: minGroup + below(5),
        };
      }),
      concepts: { strong: some(['c1', 'c2', 'c3'], 2), related: some(['c1', 'c2', 'c3'], 2) },
    });
  });
}
