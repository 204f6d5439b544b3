import fc from 'fast-check';
import { editDistance } from '../../src/platform/edit-distance.js';

/** The definition, word for word: optimal string alignment by recursion. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const [lastA, lastB] = [a.at(-1), b.at(-1)];
  const ways = [
    byDefinition(restA, b) + 1,
    byDefinition(a, restB) + 1,
    byDefinition(restA, restB) + (lastA === lastB ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && lastA === b.at(-2) && a.at(-2) === lastB) {
    ways.push(byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });

describe('editDistance', () => {
  it.each([
    ['autism', 'autism', 0],
    ['autsim', 'autism', 1],
    ['autismm', 'autism', 1],
    ['autsm', 'autism', 1],
    ['autizm', 'autism', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['', '', 0],
  ])('from %j to %j is %i: a letter added, left out, replaced or swapped counts one', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
  });

  it('gives up at one more than the limit', () => {
    expect(editDistance('anxiety', 'football', 2)).toBe(3);
    expect(editDistance('aaa', 'aaabbbb', 2)).toBe(3);
    expect(editDistance('ab', 'cd', 0)).toBe(1);
  });

  it('is what the definition says, up to the limit, and the same both ways', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 5 }), (a, b, limit) => {
        const expected = Math.min(byDefinition(a, b), limit + 1);
        expect(editDistance(a, b, limit)).toBe(expected);
        expect(editDistance(b, a, limit)).toBe(expected);
      }),
    );
  });
});
