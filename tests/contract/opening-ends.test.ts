import fc from 'fast-check';
import { OpeningColumn } from '../../src/platform/search/embedded/opening-column.js';
import type { Opening } from '../../src/platform/search/port.js';

const CAPACITY = 64;
const NOON = Date.parse('2026-11-23T12:00:00.123Z');
const opening: fc.Arbitrary<Opening> = fc
  .record({
    places: fc.integer({ min: 0, max: 9 }),
    fromDay: fc.integer({ min: 20_000, max: 20_020 }),
    minGroup: fc.integer({ min: 0, max: 5 }),
    maxGroup: fc.integer({ min: 5, max: 14 }),
    until: fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }),
  })
  .map(({ until, ...rest }) => ({ ...rest, ...(until !== undefined && { until: NOON + until }) }));
const slot = fc.integer({ min: 0, max: CAPACITY - 1 });

/** What a column answers of every slot to every question there is. */
function told(column: OpeningColumn): string {
  const answers: number[] = [];
  for (const places of [0, 1, 5, 9]) {
    for (const groups of [undefined, [0], [4, 14]]) {
      const earliest = column.earliest({ places, ...(groups && { groups }) });
      for (let at = 0; at < CAPACITY; at++) answers.push(earliest(at));
    }
  }
  return answers.join();
}

describe('the ends of openings', () => {
  it('leave what would be there had those that ended never been, in whatever order all comes about', () => {
    const step = fc.oneof(
      fc.record({ slot, openings: fc.array(opening, { maxLength: 4 }) }),
      fc.record({ now: fc.integer({ min: NOON - 25, max: NOON + 25 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const column = new OpeningColumn();
        column.grow(CAPACITY);
        const held = new Map<number, readonly Opening[]>();
        for (const one of steps) {
          if ('slot' in one) {
            held.set(one.slot, one.openings);
            column.put(one.slot, one.openings);
          } else {
            column.close(one.now);
            for (const [at, openings] of held) {
              held.set(
                at,
                openings.filter(({ until }) => until === undefined || until > one.now),
              );
            }
          }
          const expected = new OpeningColumn();
          expected.grow(CAPACITY);
          for (const [at, openings] of held) expected.put(at, openings);
          for (let at = 0; at < CAPACITY; at++) if (!held.has(at)) expected.put(at, []);
          const untouched = new Set(
            Array.from({ length: CAPACITY }, (_, at) => at).filter((at) => !held.has(at)),
          );
          for (const at of untouched) column.put(at, []);
          expect(told(column)).toBe(told(expected));
        }
      }),
    );
  });

  it('survive that the column grows', () => {
    const column = new OpeningColumn();
    column.grow(32);
    const never = { places: 1, fromDay: 20_000, minGroup: 0, maxGroup: 14 };
    column.put(3, [{ ...never, until: NOON }]);
    column.grow(64);
    column.put(40, [never]);
    column.close(NOON - 1);
    const earliest = () => column.earliest({ places: 1 });
    expect([earliest()(3), earliest()(40)]).toEqual([20_000, 20_000]);
    column.close(NOON);
    expect([earliest()(3), earliest()(40)]).toEqual(
      [2 ** 31 - 1, 20_000].map((day) => (day > 30_000 ? Number.POSITIVE_INFINITY : day)),
    );
  });
});
