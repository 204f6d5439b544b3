// Spelt in odd ways on purpose. cspell:ignore lodz soren wich Zoes Alham Classa
import fc from 'fast-check';
import {
  eitherInWords,
  fold,
  foldName,
  nameForms,
  readings,
  words,
  wordsOfEntry,
} from '../../src/platform/text.js';

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
    ['Łódź Straße', 'lodz strasse'],
    ['Søren Ærø', 'soren aero'],
    [
      'Mary\u02bcs Mary\u00b4s Mary\u2032s Mary\uff07s Mary\u2018s Mary`s',
      'marys marys marys marys marys marys',
    ],
    ['Nor\u00adwich\u200b \ufeffCity', 'norwich city'],
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
    ['Hair & Beauty (Level 1)', ['hair', 'and', 'beauty', 'level', '1']],
    ['Wells-next-the-Sea', ['wells', 'next', 'the', 'sea']],
    ["the provider's own site", ['the', 'providers', 'own', 'site']],
    ['  \t\n ', []],
    ['🎸 rock 🎸', ['rock']],
    ['key stage 3/4', ['key', 'stage', '3', '4']],
    ['"AND" _geoRadius(1)', ['and', 'georadius', '1']],
    ['St. Mary’s  School', ['saint', 'marys', 'school']],
    ['SS Peter&Paul', ['saints', 'peter', 'and', 'paul']],
    ['1st Street', ['1st', 'street']],
    ['The P.R.U.', ['the', 'pru']],
    ['A.P. Centre, st.mary', ['ap', 'centre', 'saint', 'mary']],
    ['5.9 a.b1', ['5', '9', 'a', 'b1']],
  ])('of %j are %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('of plain characters alone are the same as next to others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect([...words(text), 'ж']).toEqual(words(`${text} ж`));
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

describe('names', () => {
  it.each([
    [
      "St Mary's",
      'St Marys',
      'Saint Mary’s',
      'ST. MARY`S',
      'st  mary\u02bcs',
      'Saint-Marys',
      'St\u00a0Máry’s',
    ],
    ['Hope & Anchor', 'Hope and Anchor', 'HOPE&ANCHOR', 'hope ＆ anchor'],
    ['Wells-next-the-Sea', 'Wells next the Sea', 'Wells–next–the–Sea', 'wells\u2011next\u2011the\u2011sea'],
    ['P.R.U. North', 'PRU North', 'p.r.u north'],
    ['Zoë’s Café', 'Zoes Cafe', 'ZOE\u0308S CAFE\u0301'],
  ])('%j are all alike', (...spellings) => {
    expect(new Set(spellings.map(foldName)).size).toBe(1);
  });

  it.each([
    ['All Saints', 'All St'],
    ['Stalham', 'Saint Alham'],
    ['Hope and Anchor', 'Hope Anchor'],
    ['Class A', 'Classa'],
  ])('%j and %j are not', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('with a hyphen are found as one word too', () => {
    expect(nameForms('The Co-op')).toEqual(['the co op', 'the coop']);
    expect(nameForms('The Coop')).toEqual(['the coop']);
    expect(nameForms('Years 7-9')).toEqual(['years 7 9']);
  });

  it('fold to what folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)),
    );
  });
});

describe('what is being typed', () => {
  it.each([
    ['saint', [['saint']]],
    [
      'high st',
      [
        ['high', 'saint'],
        ['high', 'st'],
      ],
    ],
    ['st mary', [['saint', 'mary']]],
    ['co-op', [['co', 'op'], ['coop']]],
    ['🐴', []],
    ['', []],
  ])('%j can be %j', (text, expected) => {
    expect(readings(text)).toEqual(expected);
  });
});

describe('wordsOfEntry', () => {
  it('are the words, however many texts came between', () => {
    const texts = Array.from({ length: 200 }, (_, i) => `Text ${i % 90}`);
    expect(texts.map(wordsOfEntry)).toEqual(texts.map(words));
  });

  it('are remembered for the latest texts, and for no more than 256', () => {
    // Other tests of this worker have left texts behind.
    const first = wordsOfEntry('The first text');
    for (let i = 0; wordsOfEntry('The first text') === first; i++) wordsOfEntry(`One text more ${i}`);
    const before = wordsOfEntry('Hair and beauty');
    expect(wordsOfEntry('Hair and beauty')).toBe(before);
    for (let i = 0; i < 256; i++) wordsOfEntry(`Another text ${i}`);
    const after = wordsOfEntry('Hair and beauty');
    expect(after).not.toBe(before);
    expect(after).toEqual(before);
    for (let i = 0; i < 100; i++) wordsOfEntry(`A third text ${i}`);
    expect(wordsOfEntry('Hair and beauty')).toBe(after);
  });
});

describe('what may be chosen from', () => {
  it.each([
    [['SUITE'], 'SUITE'],
    [[1, 3], '1 or 3'],
    [[1, 3, 6], '1, 3 or 6'],
  ])('%j is said as %j', (choices, said) => {
    expect(eitherInWords(choices)).toBe(said);
  });
});
