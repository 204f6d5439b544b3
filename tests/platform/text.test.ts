import fc from 'fast-check';
import { fold, words, wordsOfEntry } from '../../src/platform/text.js';

describe('fold', () => {
  it.each([
    ['Café', 'cafe'],
    ['CAFÉ', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ["King's Lynn", 'kings lynn'],
    ['King’s Lynn', 'kings lynn'],
    ['Kings Lynn', 'kings lynn'],
    ['ﬁshing', 'fishing'],
    ['Ｎｏｒｗｉｃｈ', 'norwich'],
    ['', ''],
  ])('%j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing when done again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe('words', () => {
  it.each([
    ['Hair & Beauty (Level 1)', ['hair', 'beauty', 'level', '1']],
    ['Wells-next-the-Sea', ['wells', 'next', 'the', 'sea']],
    ["the provider's own site", ['the', 'providers', 'own', 'site']],
    ['  \t\n ', []],
    ['🎸 rock 🎸', ['rock']],
    ['key stage 3/4', ['key', 'stage', '3', '4']],
    ['"AND" _geoRadius(1)', ['and', 'georadius', '1']],
  ])('of %j are %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('of plain characters alone are what they are beside others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect([...words(text), 'œ']).toEqual(words(`${text} œ`));
      }),
    );
  });

  it('are never empty, and hold letters and digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of words(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
      }),
    );
  });
});

describe('wordsOfEntry', () => {
  it('are the words, however many texts came between', () => {
    const texts = Array.from({ length: 200 }, (_, i) => `Text ${i % 90}`);
    expect(texts.map(wordsOfEntry)).toEqual(texts.map(words));
  });
});
