import { best } from '../../../src/features/search/spans.js';

const reading = (name: string, at: number, length: number, weight: number) => ({
  reading: name,
  at,
  length,
  weight,
});
const namesOf = (...given: Parameters<typeof best<string>>) =>
  best(...given).map(({ reading: name }) => name);

describe('the best readings of a sentence', () => {
  it('do not overlap, and have the most weight together', () => {
    const readings = [
      reading('a', 0, 2, 4),
      reading('b', 1, 2, 5),
      reading('c', 2, 2, 4),
      reading('d', 0, 1, 1),
    ];
    expect(namesOf(readings, 4)).toEqual(['a', 'c']);
  });

  it('are in the order of the sentence', () => {
    expect(namesOf([reading('late', 3, 1, 1), reading('early', 0, 1, 1)], 4)).toEqual(['early', 'late']);
  });

  it('prefer one long phrase to the words in it', () => {
    expect(namesOf([reading('long', 0, 3, 9), reading('x', 0, 1, 1), reading('y', 2, 1, 1)], 3)).toEqual([
      'long',
    ]);
  });

  it('are those given first where they are equal', () => {
    expect(namesOf([reading('first', 0, 1, 1), reading('second', 0, 1, 1)], 1)).toEqual(['first']);
  });

  it('are none for nothing', () => {
    expect(namesOf([], 3)).toEqual([]);
    expect(namesOf([], 0)).toEqual([]);
  });
});
