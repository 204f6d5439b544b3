// cspell:ignore doesnt
import { readerOf } from '../../support/reading.js';

const read = readerOf([
  { id: 'hitting', phrases: ['hits other children', 'bites staff'] },
  { id: 'refusal', phrases: ['wont leave his room', 'cries every sunday night'] },
  { id: 'crisis-self-harm', phrases: ['cuts her arms'] },
  { id: 'left', phrases: ['dad has left', 'was in'] },
  { id: 'art', phrases: ['art'] },
]);
const meant = (text: string) => read(text).concepts.map(({ concept }) => concept.id);

describe('a phrase in other words', () => {
  it.each([
    ['hitting other kids', 'hitting'],
    ['he keeps hitting the other pupils', 'hitting'],
    ['has bitten staff', 'hitting'],
    ['she doesn’t leave her bedroom', 'refusal'],
    ['cried again every Sunday night', 'refusal'],
    ['has been cutting his arms', 'crisis-self-harm'],
    ['I cut my arm', 'crisis-self-harm'],
  ])('"%s" is %s, no matter who says it about who', (text, id) => {
    expect(meant(text)).toEqual([id]);
  });

  it.each([
    ['kept hitting. Other kids like him', 'the end of a part parts it'],
    ['leaves her room', 'it is denied in the phrase'],
    ['the dad was left', 'two words that say little are not enough'],
    ['cuts the grass and the trees grow arms', 'too much stands between its words'],
  ])('"%s" is not: %s', (text) => {
    expect(meant(text)).toEqual([]);
  });

  it('does not count as much as a phrase of the same length, and is named as it was said', () => {
    const { concepts } = read('art for a boy who keeps on hitting other kids');
    expect(concepts.map(({ said, isExact }) => [said, isExact])).toEqual([
      ['art', true],
      ['hitting other kids', false],
    ]);
  });
});
