import type { Condition } from '../../src/platform/search/port.js';
import { aDocument, plainFacets } from './contract-schema.js';
import type { Subject } from './contract-section.js';

const opening = (places: number, fromDay: number, minGroup = 0, maxGroup = 13) => ({
  places,
  fromDay,
  minGroup,
  maxGroup,
});

/** Keywords, numbers, ranges, openings, concepts. */
export function filterContract(subject: () => Subject): void {
  const where = (...conditions: Condition[]) => subject().find({ conditions });

  describe('keywords', () => {
    beforeEach(async () => {
      await subject().holds(
        aDocument('both', { keywords: { needs: ['SEMH', 'ASC', 'ASC'] } }),
        aDocument('lower', { keywords: { needs: ['asc'] } }),
        aDocument('none'),
        aDocument('one', { keywords: { needs: ['ASC'], stages: ['3'] } }),
      );
    });

    it('finds everything, by id, without conditions', async () => {
      expect(await where()).toEqual(['both', 'lower', 'none', 'one']);
    });

    it('keeps any, all or none of the values, exactly as written', async () => {
      const needs = (kind: 'anyOf' | 'allOf' | 'noneOf', ...values: string[]) =>
        where({ kind, field: 'needs', values });
      expect(await needs('anyOf', 'SEMH', 'ASC')).toEqual(['both', 'one']);
      expect(await needs('allOf', 'SEMH', 'ASC')).toEqual(['both']);
      expect(await needs('noneOf', 'SEMH')).toEqual(['lower', 'none', 'one']);
      expect(await needs('anyOf', 'asc')).toEqual(['lower']);
    });

    it('finds nothing by an unknown value, and leaves nothing out by one', async () => {
      expect(await where({ kind: 'anyOf', field: 'needs', values: ['XYZ'] })).toEqual([]);
      expect(await where({ kind: 'anyOf', field: 'needs', values: ['XYZ', 'SEMH'] })).toEqual(['both']);
      expect(await where({ kind: 'allOf', field: 'needs', values: ['SEMH', 'XYZ'] })).toEqual([]);
      expect(await where({ kind: 'noneOf', field: 'needs', values: ['XYZ'] })).toHaveLength(4);
    });

    it('takes an empty list at its word', async () => {
      expect(await where({ kind: 'anyOf', field: 'needs', values: [] })).toEqual([]);
      expect(await where({ kind: 'allOf', field: 'needs', values: [] })).toEqual([]);
      expect(await where({ kind: 'noneOf', field: 'needs', values: [] })).toHaveLength(4);
    });

    it('asks for every condition at once', async () => {
      const asc: Condition = { kind: 'anyOf', field: 'needs', values: ['ASC'] };
      expect(await where(asc, { kind: 'noneOf', field: 'stages', values: ['3'] })).toEqual(['both']);
      expect(await where(asc, { kind: 'anyOf', field: 'needs', values: ['SEMH'] })).toEqual(['both']);
    });
  });

  it('takes quotes, backslashes and filter syntax as plain values', async () => {
    const hostile = [
      '"',
      "'",
      '\\',
      'a" OR needs != "b',
      'AND',
      'NOT',
      '_geoRadius(52, -1, 1000)',
      'IN [a]',
      '{}',
      '__proto__',
      'constructor',
      ' spaced ',
      '🐴',
    ];
    await subject().holds(
      ...hostile.map((value, i) =>
        aDocument(`d${String(i).padStart(2, '0')}`, { title: value, keywords: { needs: [value] } }),
      ),
    );
    for (const [i, value] of hostile.entries()) {
      const id = `d${String(i).padStart(2, '0')}`;
      expect(await where({ kind: 'anyOf', field: 'needs', values: [value] })).toEqual([id]);
      expect(await where({ kind: 'noneOf', field: 'needs', values: [value] })).toHaveLength(
        hostile.length - 1,
      );
    }
    const { facets } = await subject().ask({ facets: { fields: ['needs'], mode: 'conjunctive' } });
    expect([...facets.needs!].sort()).toEqual(hostile.map((value) => [value, 1]).sort());
  });

  it('compares numbers with both bounds inclusive, and never finds an unknown one', async () => {
    await subject().holds(
      aDocument('cheap', { numbers: { fee: 0 } }),
      aDocument('dear', { numbers: { fee: 100.5 } }),
      aDocument('unknown'),
    );
    expect(await where({ kind: 'number', field: 'fee', gte: 0 })).toEqual(['cheap', 'dear']);
    expect(await where({ kind: 'number', field: 'fee', lte: 100 })).toEqual(['cheap']);
    expect(await where({ kind: 'number', field: 'fee', gte: 100.5, lte: 100.5 })).toEqual(['dear']);
    expect(await where({ kind: 'number', field: 'fee', gte: 2, lte: 1 })).toEqual([]);
    expect(await where({ kind: 'number', field: 'fee' })).toEqual(['cheap', 'dear']);
  });

  it('finds a range by a value inside it, ends included, and never an unknown one', async () => {
    await subject().holds(
      aDocument('juniors', { ranges: { ages: [7, 11] } }),
      aDocument('teens', { ranges: { ages: [11, 16] } }),
      aDocument('unknown'),
    );
    const age = (value: number) => where({ kind: 'within', field: 'ages', value });
    expect(await age(6)).toEqual([]);
    expect(await age(7)).toEqual(['juniors']);
    expect(await age(11)).toEqual(['juniors', 'teens']);
    expect(await age(16)).toEqual(['teens']);
    expect(await age(17)).toEqual([]);
  });

  describe('openings', () => {
    const open = (places: number, byDay: number, groups?: readonly number[]) =>
      where({ kind: 'opening', places, byDay, ...(groups ? { groups } : {}) });

    it('counts a place from its very day', async () => {
      await subject().holds(aDocument('closed'), aDocument('open', { openings: [opening(2, 20_000)] }));
      expect(await open(1, 19_999)).toEqual([]);
      expect(await open(1, 20_000)).toEqual(['open']);
      expect(await open(2, 20_001)).toEqual(['open']);
      expect(await open(3, 20_001)).toEqual([]);
    });

    it('never lets two openings meet one wish between them', async () => {
      await subject().holds(
        aDocument('a-few-now-many-later', { openings: [opening(1, 100), opening(5, 200)] }),
        aDocument('young-now-old-later', { openings: [opening(5, 100, 1, 3), opening(5, 200, 9, 11)] }),
      );
      expect(await open(5, 100)).toEqual(['young-now-old-later']);
      expect(await open(5, 100, [10])).toEqual([]);
      expect(await open(5, 200, [10])).toEqual(['a-few-now-many-later', 'young-now-old-later']);
      expect(await open(1, 100, [2])).toEqual(['a-few-now-many-later', 'young-now-old-later']);
    });

    it('asks for one of the groups, ends included, and for none of what lies between them', async () => {
      await subject().holds(aDocument('middle', { openings: [opening(1, 100, 4, 6)] }));
      expect(await open(1, 100, [6])).toEqual(['middle']);
      expect(await open(1, 100, [4, 11])).toEqual(['middle']);
      expect(await open(1, 100, [3, 7])).toEqual([]);
      expect(await open(1, 100, [])).toEqual([]);
    });

    it('tells 8 places from 7, and 200 from 199', async () => {
      await subject().holds(
        aDocument('a', { openings: [opening(7, 1)] }),
        aDocument('b', { openings: [opening(8, 1)] }),
        aDocument('c', { openings: [opening(200, 1)] }),
        aDocument('d', { openings: [opening(199, 1)] }),
      );
      expect(await open(8, 1)).toEqual(['b', 'c', 'd']);
      expect(await open(200, 1)).toEqual(['c']);
    });

    it('tells any number of openings of one document apart', async () => {
      const many = Array.from({ length: 300 }, (_, i) => opening(i, 1000 - i));
      await subject().holds(aDocument('many', { openings: many }));
      expect(await open(150, 850)).toEqual(['many']);
      expect(await open(200, 700)).toEqual([]);
    });
  });

  it('asks for every concept, strong or related', async () => {
    await subject().holds(
      aDocument('both', { concepts: { strong: ['c1'], related: ['c2'] } }),
      aDocument('one', { concepts: { strong: ['c1'] } }),
      aDocument('words', { title: 'c1 c2' }),
    );
    expect(await subject().find({ concepts: ['c1', 'c2'] })).toEqual(['both']);
    expect(await subject().find({ concepts: ['c3'] })).toEqual([]);
    expect(await subject().find({ concepts: ['c1'], words: ['c2'] })).toEqual([]);
  });

  describe('facets', () => {
    it('counts documents by value, each once, and leaves out what nobody has', async () => {
      await subject().holds(
        aDocument('a', { keywords: { needs: ['x', 'x', 'y'], stages: ['1'] } }),
        aDocument('b', { keywords: { needs: ['x'], stages: ['2'] } }),
        aDocument('c', { keywords: { needs: ['z'], stages: ['2'] } }),
      );
      const count = async (mode: 'conjunctive' | 'disjunctive', ...conditions: Condition[]) => {
        const { facets } = await subject().ask({ conditions, facets: { fields: ['needs', 'stages'], mode } });
        return plainFacets(facets);
      };
      const needs: Condition = { kind: 'anyOf', field: 'needs', values: ['x'] };
      const stages: Condition = { kind: 'anyOf', field: 'stages', values: ['2'] };
      expect(await count('conjunctive')).toEqual({ needs: { x: 2, y: 1, z: 1 }, stages: { 1: 1, 2: 2 } });
      expect(await count('conjunctive', needs, stages)).toEqual({ needs: { x: 1 }, stages: { 2: 1 } });
      expect(await count('disjunctive', needs, stages)).toEqual({
        needs: { x: 1, z: 1 },
        stages: { 1: 1, 2: 1 },
      });
    });

    it('counts them all, not only the page, and more than a hundred values of one field', async () => {
      const documents = Array.from({ length: 450 }, (_, i) =>
        aDocument(`d${i}`, { keywords: { district: [`D${i % 150}`] } }),
      );
      await subject().holds(...documents);
      const { facets, hits, total } = await subject().ask({
        page: { offset: 0, size: 5 },
        facets: { fields: ['district'], mode: 'conjunctive' },
      });
      expect(facets.district!.size).toBe(150);
      expect(new Set(facets.district!.values())).toEqual(new Set([3]));
      expect([hits.length, total]).toEqual([5, 450]);
    });
  });
}
