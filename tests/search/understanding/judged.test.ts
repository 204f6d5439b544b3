// Misspelt on purpose. cspell:ignore thetferd thetferds saltpan tpan ltpan kiln
import type {
  GazetteerEntry,
  GazetteerKind,
  GazetteerReading,
} from '../../../src/features/place/gazetteer.js';
import { knownForms } from '../../../src/features/search/sentence-reader.js';
import { readerOf } from '../../support/reading.js';

const entry = (kind: GazetteerKind, name: string): GazetteerEntry => ({
  kind,
  name,
  districtCode: null,
  position: null,
  size: 1,
  reference: { name },
});
const exact = (kind: GazetteerKind, name: string): [string, Omit<GazetteerReading, 'words'>] => [
  name,
  { entries: [entry(kind, name)], isExact: true, isAmbiguous: false },
];
const known = new Map<string, Omit<GazetteerReading, 'words'>>([
  ...['reading', 'march', 'holt', 'norwich', 'over'].map((name) => exact('SETTLEMENT', name)),
  exact('SCHOOL', 'norwich school'),
  exact('OUTCODE', 'nr1'),
  exact('SECTOR', 'nr1 2'),
  exact('POSTCODE', 'nr1 2dh'),
  ['thetferd', { entries: [entry('SETTLEMENT', 'thetford')], isExact: false, isAmbiguous: false }],
  [
    'great thetferd',
    { entries: [entry('SETTLEMENT', 'great thetford')], isExact: false, isAmbiguous: false },
  ],
  [
    'walsham',
    {
      entries: [entry('SETTLEMENT', 'north'), entry('SETTLEMENT', 'south')],
      isExact: true,
      isAmbiguous: true,
    },
  ],
]);
const places = {
  readAt: (words: readonly string[], at: number): GazetteerReading[] =>
    [3, 2, 1].flatMap((length) => {
      const found = known.get(words.slice(at, at + length).join(' '));
      return found && at + length <= words.length ? [{ ...found, words: length }] : [];
    }),
};
const concepts = [
  { id: 'literacy', label: 'Literacy', phrases: ['reading', 'reading and writing'] },
  { id: 'pottery', label: 'Pottery', phrases: ['pottery'] },
  { id: 'post-16', label: 'Post-16', phrases: ['post 16', 'sixth form college'] },
];
const registered = new Set(['saltpan', 'thetferds', 'kilns']);
const register = { has: (word: string) => registered.has(word) };
const read = readerOf(concepts, places, register);

const placeIn = (text: string, reader = read) => reader(text).place?.entries[0]?.name ?? null;
const kindsIn = (text: string) => read(text).words.map(({ text: word, kind }) => `${word} ${kind}`);

describe('a name that can be a place', () => {
  it.each([
    ['pottery near reading', 'reading'],
    ['we live in reading', 'reading'],
    ['help in reading', null],
    ['better in reading', null],
    ['reading and writing', null],
    ['pottery, reading', null],
    ['reading', 'reading'],
    ['start in march', null],
    ['pottery near march', 'march'],
    ['holt pottery', 'holt'],
    ['norwich pottery', 'norwich'],
    ['pottery in over', null],
    ['pottery near over', null],
    ['thetferd pottery', 'thetford'],
    ['great thetferd pottery', 'great thetford'],
    ['near great thetferd', 'great thetford'],
    ['pottery norwich school', 'norwich'],
    ['pottery near norwich school', 'norwich school'],
    ['pottery nr1', 'nr1'],
    ['pottery nr1 2', 'nr1 2'],
    ['pottery nr1 2dh', 'nr1 2dh'],
    ['pottery in norwich, within 10 miles of holt', 'holt'],
    ['pottery in norwich, near holt', 'holt'],
    ['holt, pottery in norwich', 'norwich'],
    ['pottery near walsham', null],
  ])('%j: %s', (text, expected) => {
    expect(placeIn(text)).toBe(expected);
  });

  it('is not one if an entry has it and nothing leads to it', () => {
    const other = readerOf(concepts, places, { has: (word) => word === 'thetferd' });
    expect(placeIn('thetferd pottery', other)).toBeNull();
    expect(placeIn('great thetferd pottery', other)).toBeNull();
    expect(placeIn('near thetferd', other)).toBe('thetford');
  });

  it('is offered if several places have it', () => {
    expect(read('pottery near walsham').ambiguous.map(({ entries }) => entries.length)).toEqual([2]);
  });
});

describe('a number that only stands there', () => {
  it('is an age when said with a concept, and a word when alone', () => {
    expect(read('pottery, 17').years).toMatchObject([{ age: 17 }]);
    expect(read('edition 17').years).toEqual([]);
    expect(kindsIn('edition 17')).toEqual(['edition COMMON', '17 COMMON']);
  });
});

describe('a phase of school', () => {
  it('is also the concept of the very same words', () => {
    const { concepts: found, years } = read('pottery post 16');
    expect(found.map(({ said, isPhase }) => [said, isPhase])).toEqual([
      ['pottery', undefined],
      ['post 16', true],
    ]);
    expect(years).toMatchObject([{ keyStages: ['KS5'] }]);
    expect(read('pottery sixth form').concepts.map(({ said }) => said)).toEqual(['pottery']);
  });
});

describe('a word', () => {
  it.each([
    ['kiln', 'TELLING'],
    ['quiet', 'COMMON'],
    ['school', 'GENERAL'],
    ['x', 'GENERAL'],
    ['zq', 'TELLING'],
    ['12', 'COMMON'],
  ])('%s is %s', (word, kind) => {
    expect(kindsIn(`${word} pottery`)).toEqual([`${word} ${kind}`]);
  });

  it('says nothing, unless a text has no other: then it is a name', () => {
    expect(kindsIn('another pottery')).toEqual(['another FILLER']);
    expect(kindsIn('the other one')).toEqual(['the FILLER', 'other COMMON', 'one COMMON']);
    expect(kindsIn('another kiln')).toEqual(['another FILLER', 'kiln TELLING']);
  });

  it('of two is one where an entry has it so', () => {
    expect(read('salt pan pottery').words).toMatchObject([{ text: 'saltpan', length: 2, kind: 'TELLING' }]);
    expect(kindsIn('sal tpan pottery')).toEqual(['saltpan TELLING']);
    expect(kindsIn('sa ltpan pottery')).toHaveLength(2);
  });

  it('has the forms that entries have', () => {
    expect(knownForms('kiln', register)).toEqual(['kilns']);
    expect(knownForms('paint', register)).toEqual([]);
  });
});
