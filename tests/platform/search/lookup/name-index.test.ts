import fc from 'fast-check';
import { gradeOf, NameIndex } from '../../../../src/platform/search/lookup/name-index.js';

/** What is found for a text: grades by slot. */
function found(index: NameIndex, text: string): Record<number, number> {
  const grades: Record<number, number> = {};
  index.find(text, (slot, fit) => {
    expect(grades[slot]).toBeUndefined();
    grades[slot] = gradeOf(fit);
  });
  return grades;
}

const named = (...things: readonly (readonly string[])[]) => {
  const index = new NameIndex();
  for (const names of things) index.add(names);
  return index;
};

describe('the grade', () => {
  const index = named(
    ['Norwich'],
    ['Norwich Road'],
    ['South Norwich'],
    ['County town', 'Norwich'],
    ['Capital', 'Old Norwich'],
  );

  it('says how well a name fits', () => {
    expect(found(index, 'norwich')).toEqual({ 0: 0, 1: 2, 2: 4, 3: 1, 4: 5 });
    expect(found(index, 'norw')).toEqual({ 0: 2, 1: 2, 2: 4, 3: 3, 4: 5 });
    expect(found(index, 'road norw')).toEqual({ 1: 4 });
  });

  it('is one more for each mistake', () => {
    expect(found(index, 'norwcih')).toEqual({ 0: 6, 1: 6, 2: 6, 3: 6, 4: 6 });
    expect(found(index, 'raod norwcih')).toEqual({});
    expect(found(named(['Hairdressing']), 'hiardresing')).toEqual({ 0: 7 });
  });

  it('is for the words of names, not their marks and accents', () => {
    expect(found(named(["Café King's-Lynn!"]), 'CAFE kings lynn')).toEqual({ 0: 0 });
    expect(found(named(['???'], ['']), '???')).toEqual({});
  });
});

describe('the fit', () => {
  it('is better for a whole word than for its beginning, and for a shorter name', () => {
    const fits: Record<number, number> = {};
    named(['Art in the Park Community Project'], ['Artemis'], ['Art Project']).find('art', (slot, fit) => {
      fits[slot] = fit;
    });
    const bestFirst = Object.keys(fits).sort((a, b) => fits[Number(a)]! - fits[Number(b)]!);
    expect(bestFirst).toEqual(['2', '0', '1']);
  });
});

describe('an index that things come to and go from', () => {
  const word = fc.constantFrom(
    'ash',
    'ashford',
    'ashton',
    'brook',
    'brooke',
    'croft',
    'school',
    'schools',
    'st',
  );
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.array(name, { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat() }) },
  );

  it('finds, without mistakes, what going through all names finds', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(word, { minLength: 1, maxLength: 2 }),
        fc.nat(4),
        (steps, typed, cut) => {
          const index = new NameIndex();
          const there = new Map<number, readonly string[]>();
          for (const one of steps) {
            if ('add' in one) there.set(index.add(one.add), one.add);
            else {
              const slot = [...there.keys()][one.remove % Math.max(1, there.size)];
              if (slot === undefined) continue;
              index.remove(slot);
              there.delete(slot);
            }
          }
          expect(index.size).toBe(there.size);
          const last = typed[typed.length - 1]!;
          const text = [
            ...typed.slice(0, -1),
            last.slice(0, last.length - Math.min(cut, last.length - 1)),
          ].join(' ');
          const exact = Object.entries(found(index, text)).filter(([, grade]) => grade < 6);
          expect(Object.fromEntries(exact)).toEqual(byHand(there, text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reuses the slot of a removed thing, of which no trace is left', () => {
    const index = named(['Alpha'], ['Bravo']);
    index.remove(0);
    expect(index.add(['Charlie'])).toBe(0);
    expect(found(index, 'alpha')).toEqual({});
    expect(found(index, 'charlie')).toEqual({ 0: 0 });
  });
});

/** The same by going through all names. */
function byHand(there: ReadonlyMap<number, readonly string[]>, text: string): Record<number, number> {
  const typed = text.split(' ');
  const has = (words: readonly string[]) =>
    typed.every((word, i) =>
      words.some((one) => (i === typed.length - 1 ? one.startsWith(word) : one === word)),
    );
  const grades: Record<number, number> = {};
  for (const [slot, names] of there) {
    const [first = '', ...others] = names;
    if (!has(names.join(' ').split(' '))) continue;
    if (first === text) grades[slot] = 0;
    else if (others.includes(text)) grades[slot] = 1;
    else if (first.startsWith(text)) grades[slot] = 2;
    else if (others.some((other) => other.startsWith(text))) grades[slot] = 3;
    else grades[slot] = typed.every((word) => ` ${first}`.includes(` ${word}`)) ? 4 : 5;
  }
  return grades;
}
