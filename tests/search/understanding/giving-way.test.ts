// Misspelt on purpose. cspell:ignore skienfeld
import { chooseParts, type Register, saidBy } from '../../../src/features/search/giving-way.js';
import { sentenceOf } from '../../../src/features/search/sentence.js';
import type { Reading, WordRead } from '../../../src/features/search/sentence-reader.js';
import type { Concept } from '../../../src/features/vocabulary/concept.entity.js';
import type { Said } from '../../../src/platform/search/exploration.js';

/** A register of documents, each as what it has: concepts as "c:boxing", related ones as "r:boxing", words as they are. */
function registerOf(documents: readonly string[][]): Register {
  const meets = (document: readonly string[], part: Said) =>
    'concept' in part
      ? document.includes(`c:${part.concept}`) ||
        (part.loosely === true && document.includes(`r:${part.concept}`))
      : 'anyWord' in part
        ? part.anyWord.some((word) => document.includes(word))
        : document.includes(part.likeWord);
  return {
    upToDate: () => undefined,
    hasName: () => false,
    has: (word) => documents.some((document) => document.includes(word)),
    explore: (_question, parts, look) =>
      look({
        alone: (part) => documents.filter((document) => meets(document, parts[part]!)).length,
        together: (chosen) =>
          documents.filter((document) => chosen.every((part) => meets(document, parts[part]!))).length,
        togetherWithAny: (some, all) =>
          documents.filter(
            (document) =>
              some.some((part) => meets(document, parts[part]!)) &&
              all.every((part) => meets(document, parts[part]!)),
          ).length,
      }),
  };
}

function readingOf(concepts: readonly string[], words: readonly [string, WordRead['kind']][] = []): Reading {
  const text = [...concepts, ...words.map(([word]) => word)].join(' ');
  return {
    sentence: sentenceOf(text),
    concepts: concepts.map((id, at) => ({
      at,
      length: 1,
      said: id,
      isExact: true,
      concept: { id } as Concept,
    })),
    words: words.map(([word, kind], i) => ({ at: concepts.length + i, length: 1, text: word, kind })),
    years: [],
    place: null,
    ambiguous: [],
  };
}

function chosen(reading: Reading, documents: readonly string[][]) {
  const { concepts, words, preferred, anyOf, dropped, loosely, total } = chooseParts(
    reading,
    { conditions: [] },
    registerOf(documents),
  );
  const ids = (some: typeof concepts) => some.map(({ concept }) => concept.id);
  return {
    concepts: ids(concepts),
    words: words.map(({ text }) => text),
    preferred: ids(preferred),
    anyOf: ids(anyOf),
    dropped: dropped.map(({ text }) => text),
    loosely: [...loosely],
    total,
  };
}

const many = (document: string[], count = 10) => Array.from({ length: count }, () => document);

describe('what must match', () => {
  it('is all of it, if enough entries have all', () => {
    expect(chosen(readingOf(['autism', 'art']), many(['c:autism', 'c:art']))).toMatchObject({
      concepts: ['autism', 'art'],
      preferred: [],
      total: 10,
    });
  });

  it('is any of the concepts, if few entries stand for all', () => {
    const documents = [...many(['c:excluded'], 20), ['c:football'], ['c:excluded', 'c:football']];
    expect(chosen(readingOf(['excluded', 'football']), documents)).toMatchObject({
      concepts: [],
      anyOf: ['excluded', 'football'],
      total: 22,
    });
  });

  it('keeps how something is offered, even if few entries are', () => {
    const online = { id: 'online', strongCodes: ['DELIVERY_MODE:ONLINE'] } as Concept;
    const reading = readingOf(['maths', 'art', 'online']);
    const concepts = reading.concepts.map((read) =>
      read.said === 'online' ? { ...read, concept: online } : read,
    );
    const documents = [
      ...many(['c:maths']),
      ...many(['c:art']),
      ['c:maths', 'c:online'],
      ['c:art', 'c:online'],
    ];
    expect(chosen({ ...reading, concepts }, documents)).toMatchObject({
      concepts: ['online'],
      anyOf: ['maths', 'art'],
      total: 2,
    });
  });

  it('leaves out a concept that no entry has', () => {
    expect(chosen(readingOf(['unicorns', 'art']), many(['c:art']))).toMatchObject({
      concepts: ['art'],
      preferred: ['unicorns'],
    });
  });

  it('takes what is only related, if nothing else has a concept', () => {
    expect(chosen(readingOf(['grief']), [['r:grief'], ['c:art']])).toMatchObject({
      concepts: ['grief'],
      loosely: ['grief'],
      total: 1,
    });
  });

  it('does not take English words in addition to a concept: they only put results in order', () => {
    expect(chosen(readingOf(['art'], [['quiet', 'TELLING']]), many(['c:art']))).toMatchObject({
      concepts: ['art'],
      words: [],
      total: 10,
    });
  });

  it('takes a name in addition to a concept', () => {
    const documents = [...many(['c:art']), ['c:art', 'mustardpot'], ...many(['mustardpot'], 3)];
    expect(chosen(readingOf(['art'], [['mustardpot', 'TELLING']]), documents)).toMatchObject({
      words: ['mustardpot'],
      preferred: ['art'],
      total: 4,
    });
  });
});

describe('a word said with a concept', () => {
  const words = (...given: [string, WordRead['kind']][]) => readingOf(['art'], given);
  const documents = [...many(['c:art', 'mustardpot', 'quiet'], 12), ...many(['c:art'], 3), ['mustardpot']];

  it('a name must match too, if enough entries have both', () => {
    expect(chosen(words(['mustardpot', 'TELLING']), documents)).toMatchObject({
      concepts: ['art'],
      words: ['mustardpot'],
      total: 12,
    });
  });

  it('no everyday word must, however few entries have it', () => {
    expect(chosen(words(['mustardpot', 'COMMON'], ['quiet', 'TELLING']), documents)).toMatchObject({
      words: [],
      dropped: ['mustardpot', 'quiet'],
      total: 15,
    });
  });

  it('a name that few entries have counts more than a concept that fewer have', () => {
    const apart = [...many(['mustardpot'], 5), ['c:art'], ['c:art']];
    expect(chosen(words(['mustardpot', 'TELLING']), apart)).toMatchObject({
      words: ['mustardpot'],
      concepts: [],
      total: 5,
    });
  });

  it('nothing is found if no entry has any of it', () => {
    expect(chosen(words(['mustardpot', 'TELLING']), [['c:calm']])).toMatchObject({
      words: ['mustardpot'],
      concepts: ['art'],
      total: 0,
    });
  });

  it('a word that was typed as two must, even if English has it', () => {
    const { words: typed, ...reading } = words(['quiet', 'TELLING']);
    expect(
      chosen({ ...reading, words: typed.map((word) => ({ ...word, length: 2 })) }, documents),
    ).toMatchObject({
      words: ['quiet'],
      total: 12,
    });
  });

  it('a phase of school by which the search filters counts no further, and alone it must match', () => {
    const reading = readingOf(['art', 'post16']);
    const phased = reading.concepts.map((read) =>
      read.said === 'post16' ? { ...read, isPhase: true } : read,
    );
    expect(chosen({ ...reading, concepts: phased }, documents)).toMatchObject({
      concepts: ['art'],
      preferred: [],
    });
    const alone = readingOf(['post16']);
    const only = alone.concepts.map((read) => ({ ...read, isPhase: true }));
    expect(chosen({ ...alone, concepts: only }, [['c:post16'], ['c:art']])).toMatchObject({
      concepts: ['post16'],
      total: 1,
    });
  });
});

describe('how a word is looked for', () => {
  const register = registerOf([['kilns', 'horse', 'horses']]);
  const said = (word: string, isLast = false) => {
    const sentence = sentenceOf(isLast ? `x ${word}` : `${word} x`);
    const reading = { ...readingOf([]), sentence };
    return saidBy({ at: isLast ? 1 : 0, length: 1, text: word, kind: 'TELLING' }, register, reading);
  };

  it.each([
    ['horse', false, { anyWord: ['horse', 'horses'] }],
    ['kiln', false, { anyWord: ['kilns'] }],
    ['masking', false, { anyWord: ['masking'] }],
    ['masking', true, { likeWord: 'masking', isBeginning: true }],
    ['skienfeld', false, { likeWord: 'skienfeld', isBeginning: false }],
    ['skienfeld', true, { likeWord: 'skienfeld', isBeginning: true }],
    ['horse', true, { anyWord: ['horse', 'horses'] }],
  ])('%s (last: %s)', (word, isLast, expected) => {
    expect(said(word, isLast)).toEqual(expected);
  });
});

describe('what must match of words alone', () => {
  it('is a general word, if there is no other', () => {
    expect(chosen(readingOf([], [['school', 'GENERAL']]), [['school'], ['art']])).toMatchObject({
      words: ['school'],
      total: 1,
    });
    expect(chosen(readingOf([], [['school', 'GENERAL']]), [['art']])).toMatchObject({
      words: ['school'],
      total: 0,
    });
  });

  it('is every word of a short text, because half a name is a different name', () => {
    const reading = readingOf(
      [],
      [
        ['hornbeam', 'TELLING'],
        ['stables', 'TELLING'],
      ],
    );
    expect(chosen(reading, [['hornbeam', 'steps'], ['stables']])).toMatchObject({
      words: ['hornbeam', 'stables'],
      total: 0,
    });
  });

  it('need not be words that nearly every entry has', () => {
    const reading = readingOf(
      [],
      [
        ['pottery', 'TELLING'],
        ['classes', 'GENERAL'],
      ],
    );
    expect(chosen(reading, [['pottery']])).toMatchObject({
      words: ['pottery'],
      dropped: ['classes'],
      total: 1,
    });
  });

  it('is the most telling part of a longer text', () => {
    const words = ['swears', 'teachers', 'storms', 'lessons'].map((word): [string, 'TELLING'] => [
      word,
      'TELLING',
    ]);
    expect(chosen(readingOf([], words), [['swears', 'teachers'], ['lessons']])).toMatchObject({
      total: expect.any(Number),
    });
    expect(chosen(readingOf([], words), [['swears', 'teachers'], ['lessons']]).total).toBeGreaterThan(0);
  });

  it('is all words while the register cannot tell yet', () => {
    const reading = readingOf(['art'], []);
    const choice = chooseParts(
      reading,
      { conditions: [] },
      {
        has: () => false,
        upToDate: () => undefined,
        hasName: () => false,
        explore: () => null,
      },
    );
    expect(choice).toMatchObject({ concepts: [{ said: 'art' }], total: null });
  });
});
