// cspell:ignore benets
import { saidIn, sentenceOf, textWithout } from '../../../src/features/search/sentence.js';

describe('a sentence', () => {
  it('is its words, as names are compared, and where its parts end', () => {
    const { words, tokens } = sentenceOf('He’s autistic, loves St Benet’s P.R.U. Any café near?');
    expect(words).toEqual(['hes', 'autistic', 'loves', 'saint', 'benets', 'pru', 'any', 'cafe', 'near']);
    expect(tokens.filter(({ endsPart }) => endsPart).map(({ word }) => word)).toEqual([
      'autistic',
      'pru',
      'near',
    ]);
  });

  it.each([
    ['boxing near Thetford', { at: 1, length: 2 }, 'boxing'],
    ['Boxing, near Thetford, Y9', { at: 1, length: 2 }, 'Boxing Y9'],
    ['one-to-one tuition', { at: 0, length: 3 }, 'tuition'],
    ['boxing', { at: 0, length: 1 }, ''],
  ])('%j without a part of it', (text, span, expected) => {
    expect(textWithout(sentenceOf(text), [span])).toBe(expected);
  });

  it('says a part as it is compared', () => {
    expect(saidIn(sentenceOf('Boxing near THETFORD'), { at: 1, length: 2 })).toBe('near thetford');
  });
});
