import type { GazetteerEntry } from '../../../src/features/place/gazetteer.js';
import { saidIn, sentenceOf } from '../../../src/features/search/sentence.js';
import { type PlaceNames, readPlaces } from '../../../src/features/search/sentence-places.js';

const known = new Map(
  ['thetford', 'norwich', 'great yarmouth', 'reading', 'march', 'holt'].map(
    (name): [string, GazetteerEntry] => [
      name,
      { kind: 'SETTLEMENT', name, districtCode: null, position: null, size: 1, reference: { name } },
    ],
  ),
);
const names: PlaceNames = {
  readAt: (words, at) =>
    [2, 1].flatMap((length) => {
      const entry = known.get(words.slice(at, at + length).join(' '));
      return entry && at + length <= words.length
        ? [{ entries: [entry], words: length, isExact: true, isAmbiguous: false }]
        : [];
    }),
};

describe('places in a sentence', () => {
  it.each([
    ['autism near thetford', 'near thetford', 'NEAR', null],
    ['boxing in Norwich', 'in norwich', 'IN', null],
    ['we live in norwich', 'live in norwich', 'IN', null],
    ['anything close to Great Yarmouth?', 'close to great yarmouth', 'NEAR', null],
    ['horses nr thetford', 'nr thetford', 'NEAR', null],
    ['thetford area', 'thetford area', 'NEAR', null],
    ['boxing thetford', 'thetford', null, null],
    ['within 10 miles of norwich', 'within 10 miles of norwich', 'WITHIN', 16_093],
    ['up to twenty miles from thetford', 'up to twenty miles from thetford', 'WITHIN', 32_187],
    ['10km around norwich', '10km around norwich', 'WITHIN', 10_000],
    ['art, norwich', 'norwich', null, null],
    ['in the thetford area', 'in the thetford area', 'IN', null],
  ])('%j: %j', (text, said, link, metres) => {
    const sentence = sentenceOf(text);
    const [read] = readPlaces(sentence, names);
    expect(read && saidIn(sentence, read)).toBe(said);
    expect(read?.link).toBe(link);
    expect(read?.metres === null ? null : Math.round(read!.metres!)).toBe(metres);
  });

  it('a comma parts a place from what stands before it', () => {
    expect(readPlaces(sentenceOf('what he is good at, thetford'), names)[0]?.link).toBeNull();
  });
});
