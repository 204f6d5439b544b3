import fc from 'fast-check';
import { readConcepts } from '../../../seeds/reference-files.js';
import { textWithout } from '../../../src/features/search/sentence.js';
import { partsOf } from '../../../src/features/search/sentence-parts.js';
import { readerOf } from '../../support/reading.js';

const read = readerOf(readConcepts());

/** What people type, cut and stirred: words of sentences, signs and numbers. */
const pieces = fc.constantFrom(
  ...'near in within 10 miles of year nine yr 8 KS3 14 year old aged post 16 autism boxing kicked out dad died school the and , . ; / ( ) - st gt nr 🐎 ’ & P.R.U. 0 99 0x1 é'.split(
    ' ',
  ),
);
const typed = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 500 }),
  fc.array(pieces, { maxLength: 120 }).map((words) => words.join(' ')),
);

describe('a reader of sentences', () => {
  it('reads whatever is typed, each word at most once', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { sentence, concepts, years, words } = read(text);
        const taken = new Uint8Array(sentence.words.length + 1);
        const spans = [...concepts.filter(({ isPhase }) => !isPhase), ...years, ...words];
        for (const { at, length } of spans) for (let i = at; i < at + length; i++) taken[i]!++;
        expect(Math.max(0, ...taken)).toBeLessThanOrEqual(1);
        for (const span of spans)
          expect(textWithout(sentence, [span]).length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it('reads a sentence again without a part of it, and that part is gone', () => {
    const reading = read('boxing for a year nine who is autistic');
    const parts = partsOf({
      reading,
      choice: {
        concepts: reading.concepts,
        words: [],
        preferred: [],
        anyOf: [],
        dropped: [],
        loosely: new Set(),
        total: 1,
      },
      placeRead: null,
      yearsRead: reading.years,
    });
    expect(parts.map(({ said }) => said)).toEqual(['boxing', 'year nine', 'autistic']);
    for (const { said, textWithout: rest } of parts) {
      const again = read(rest);
      const left = [...again.concepts, ...again.years].map(({ at, length }) =>
        again.sentence.words.slice(at, at + length).join(' '),
      );
      expect(left.sort()).toEqual(
        parts
          .map((part) => part.said)
          .filter((one) => one !== said)
          .sort(),
      );
    }
  });
});
