// cspell:ignore scho
import fc from 'fast-check';
import { indexingProblem, toIndexed } from '../../../src/platform/search/meilisearch/document.js';
import { conditionFilter } from '../../../src/platform/search/meilisearch/filter.js';
import {
  decodeKeyword,
  encodeKeyword,
  idSortKey,
  sortKey,
} from '../../../src/platform/search/meilisearch/keyword-code.js';
import { planSearch } from '../../../src/platform/search/meilisearch/search-plan.js';
import { hashOfIndex, settingsOf } from '../../../src/platform/search/meilisearch/settings.js';
import { aDocument, aQuery, contractSchema } from '../../contract/contract-schema.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'é', 'É', ' ', '_', '.', '\\', '"', '\ud83d', '0'),
    maxLength: 6,
  }),
);
/** What Meilisearch makes of a value before it compares. */
const asCompared = (value: string) => value.trim().normalize('NFKD').toLowerCase();
const sign = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe('a coded keyword', () => {
  it('can be read again', () => {
    fc.assert(fc.property(anyText, (value) => expect(decodeKeyword(encodeKeyword(value))).toBe(value)));
  });

  it('stays as it is when Meilisearch compares it, and needs no quoting', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const code = encodeKeyword(value);
        expect(asCompared(code)).toBe(code);
        expect(code).toMatch(/^[a-z0-9._-]+$/);
      }),
    );
  });

  it('is readable for codes and ids', () => {
    expect(encodeKeyword('SEMH')).toBe('.s.e.m.h');
    expect(encodeKeyword('0190a3c4-7b5e')).toBe('0190a3c4-7b5e');
  });
});

describe('a sort key', () => {
  it('sorts like the text', () => {
    fc.assert(fc.property(anyText, anyText, (a, b) => expect(sign(sortKey(a), sortKey(b))).toBe(sign(a, b))));
  });

  it('of an id sorts like the id, though Meilisearch reads it in small letters', () => {
    const id = fc.string({ unit: fc.constantFrom(...'aAbBzZ019_-'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(sign(asCompared(idSortKey(a)), asCompared(idSortKey(b)))).toBe(sign(a, b));
      }),
    );
  });
});

describe('the first days of openings', () => {
  const opening = (places: number, fromDay: number, minGroup = 7, maxGroup = 7) => ({
    places,
    fromDay,
    minGroup,
    maxGroup,
  });
  const days = (...openings: ReturnType<typeof opening>[]) =>
    toIndexed(contractSchema, aDocument('a', { openings })).availFrom;

  it('are those of one opening, for any group and for each group', () => {
    expect(days(opening(1, 100, 7, 8), opening(2, 200, 8, 9))).toEqual({
      p1: 100,
      p2: 200,
      p1y7: 100,
      p1y8: 100,
      p2y8: 200,
      p1y9: 200,
      p2y9: 200,
    });
  });

  it('do not depend on the order of openings', () => {
    const openings = [opening(3, 50), opening(1, 10), opening(2, 90), opening(2, 20)];
    expect(days(...openings)).toEqual(days(...[...openings].reverse()));
  });

  it('end at the most places that can be asked for', () => {
    expect(Object.keys(days(opening(100_000, 1)))).toHaveLength(400);
  });
});

describe('what cannot be indexed', () => {
  it.each([
    [
      'a group no register has',
      { openings: [{ places: 1, fromDay: 1, minGroup: 0, maxGroup: 21 }] },
      /groups/,
    ],
    ['a keyword that would be cut short', { keywords: { needs: ['X'.repeat(300)] } }, /too long/],
    ['what no engine can index', { numbers: { fee: Number.NaN } }, /"fee"/],
  ])('is %s', (_, part, reason) => {
    expect(indexingProblem(contractSchema, aDocument('a', part))).toMatch(reason);
  });
});

describe('settings', () => {
  it('have the same name for the same schema, and another for another', () => {
    expect(hashOfIndex({ ...contractSchema })).toBe(hashOfIndex(contractSchema));
    const others = [
      { ...contractSchema, keywords: [...contractSchema.keywords, 'more'] },
      { ...contractSchema, numbers: ['fee'] },
      { ...contractSchema, text: [{ name: 'title', weight: 1 }] },
    ];
    for (const other of others) expect(hashOfIndex(other)).not.toBe(hashOfIndex(contractSchema));
  });

  it('search the heaviest text first', () => {
    expect(settingsOf(contractSchema).searchableAttributes).toEqual([
      'text.title',
      'text.provider',
      'text.body',
    ]);
  });
});

describe('a filter', () => {
  it('never quotes what a value says', () => {
    const filter = conditionFilter({ kind: 'anyOf', field: 'needs', values: ['a" OR id EXISTS OR "\\'] });
    expect(filter).toMatch(/^keywords\.needs IN \["[a-z0-9._-]+"\]$/);
  });
});

describe('a plan', () => {
  it('sends exact words as phrases, and the rest as they are', () => {
    const words = ['forest', { text: 'masking', exact: true }, 'scho'];
    const { queries } = planSearch('index', contractSchema, aQuery({ words }));
    expect(new Set(queries.map(({ q }) => q))).toEqual(new Set(['forest "masking" scho']));
  });
});
