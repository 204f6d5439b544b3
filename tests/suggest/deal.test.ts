import fc from 'fast-check';
import { deal } from '../../src/features/suggest/suggestion.js';

/** A group of candidates with these grades, best first; entries are known by their labels. */
const group = (name: string, grades: readonly number[]) =>
  [...grades]
    .sort((a, b) => a - b)
    .map((grade, i) => ({ grade, entry: { label: `${name}${i}:${grade}` } as never as Entry }));
type Entry = ReturnType<typeof deal>[number];
const labels = (entries: readonly Entry[]) => entries.map(({ label }) => label);

const grades = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 30 });
const groups = fc
  .array(grades, { maxLength: 8 })
  .map((all) => all.map((one, i) => group(String.fromCharCode(97 + i), one)));
const most = fc.integer({ min: 1, max: 20 });

describe('deal', () => {
  it('gives one of each group in turn, within a grade', () => {
    const many = [group('a', [0, 2, 2]), group('b', [2, 2, 2]), group('c', [4])];
    expect(labels(deal(many, 6))).toEqual(['a0:0', 'a1:2', 'b0:2', 'a2:2', 'b1:2', 'c0:4']);
  });

  it('leaves out what fits with mistakes only where something begins as typed', () => {
    expect(labels(deal([group('a', [2]), group('b', [6])], 5))).toEqual(['a0:2']);
    expect(labels(deal([group('a', [4]), group('b', [6])], 5))).toEqual(['a0:4', 'b0:6']);
  });

  it('never gives more than wanted, nothing twice, and never a worse grade before a better one', () => {
    fc.assert(
      fc.property(groups, most, (given, wanted) => {
        const dealt = labels(deal(given, wanted));
        expect(new Set(dealt).size).toBe(dealt.length);
        expect(dealt.length).toBeLessThanOrEqual(wanted);
        const inOrder = dealt.map((label) => Number(label.split(':')[1]));
        expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      }),
    );
  });

  it('has every group that fits well among twice as many places as there are groups', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const dealt = labels(deal(given, Math.max(1, given.length * 2)));
        for (const [best] of given) {
          if (best && best.grade < 6) expect(dealt).toContain(best.entry.label);
        }
      }),
    );
  });

  it('fills its places as long as there is something', () => {
    fc.assert(
      fc.property(groups, most, (given, wanted) => {
        const all = given.flat();
        const isTypedWell = all.some(({ grade }) => grade < 4);
        const fitting = all.filter(({ grade }) => !isTypedWell || grade < 6);
        expect(deal(given, wanted)).toHaveLength(Math.min(wanted, fitting.length));
      }),
    );
  });
});
