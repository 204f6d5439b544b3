import { bandOf, placesBands, placesInWords } from '../../src/features/vacancy/vacancy.rules.js';

describe('a band of places', () => {
  it.each([
    [0, 'NONE', 'no places'],
    [1, 'ONE_OR_TWO', '1 or 2 places'],
    [2, 'ONE_OR_TWO', '1 or 2 places'],
    [3, 'THREE_TO_FIVE', '3 to 5 places'],
    [5, 'THREE_TO_FIVE', '3 to 5 places'],
    [6, 'SIX_OR_MORE', '6 or more places'],
    [200, 'SIX_OR_MORE', '6 or more places'],
  ])('%i places are %s', (places, band, words) => {
    expect(bandOf(places)).toBe(band);
    expect(placesInWords(places)).toBe(words);
  });

  it('is one of four', () => {
    expect(placesBands).toEqual(['NONE', 'ONE_OR_TWO', 'THREE_TO_FIVE', 'SIX_OR_MORE']);
  });
});
