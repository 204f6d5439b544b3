import { Grade, withoutNeedlessMistakes } from '../../../../src/platform/search/lookup/name-index.js';

const graded = (...grades: number[]) => grades.map((grade) => ({ grade }));
const MISTAKEN = Grade.WORDS + 2;

describe('what fits with a mistake only', () => {
  it('is left out where a name is or begins as typed', () => {
    for (const typed of [Grade.WHOLE, Grade.BEGINNING, Grade.BEGINNING + 1]) {
      expect(
        withoutNeedlessMistakes(graded(MISTAKEN, typed, Grade.WORDS, Grade.WORDS + 1, MISTAKEN + 1)),
      ).toEqual(graded(typed, Grade.WORDS, Grade.WORDS + 1));
    }
  });

  it('stays where nothing begins as typed', () => {
    for (const all of [graded(), graded(MISTAKEN, MISTAKEN + 1), graded(Grade.WORDS, MISTAKEN)]) {
      expect(withoutNeedlessMistakes(all)).toEqual(all);
    }
  });
});
