import type { SearchQuery } from '../../src/platform/search/port.js';
import { aDocument, idsOf, type PartialQuery } from './contract-schema.js';
import type { Subject } from './contract-section.js';
import { FIRST_DAY, generateDocuments } from './document-generator.js';

const nan = Number.NaN;
const here = { lat: 52, lng: -1 };

/** Pages, and queries that are refused before any work. */
export function pagingContract(subject: () => Subject): void {
  describe('pages', () => {
    const documents = generateDocuments(230, 7);
    const sorts: SearchQuery['sort'][] = [
      { by: 'relevance' },
      { by: 'distance', from: here },
      { by: 'opening', places: 2 },
      { by: 'number', field: 'fee' },
      { by: 'text', field: 'provider' },
    ];

    it('are the whole set, once, in one order', async () => {
      await subject().holds(...documents);
      for (const sort of sorts) {
        const paged: string[] = [];
        for (let offset = 0; offset < 240; offset += 24) {
          paged.push(...(await subject().find({ sort, page: { offset, size: 24 } })));
        }
        expect(paged).toEqual(await subject().find({ sort, page: { offset: 0, size: 1000 } }));
        expect([...paged].sort()).toEqual(documents.map(({ id }) => id).sort());
      }
    });

    it('are the whole set by relevance, too, with and without words that must match', async () => {
      await subject().holds(...documents.map((document) => ({ ...document, text: aText(document.id) })));
      const asked: PartialQuery[] = [
        { concepts: ['c1'], phrase: ['oak', 'horse'] },
        { concepts: ['c1', 'c2'], phrase: ['oak', 'farm'] },
        { concepts: ['c1', 'c2'], words: ['oak'] },
        { words: ['oak'] },
      ];
      for (const query of asked) {
        const whole = await subject().ask({ ...query, page: { offset: 0, size: 1000 } });
        const paged: string[] = [];
        for (let offset = 0; offset < whole.total; offset += 9) {
          paged.push(...(await subject().find({ ...query, page: { offset, size: 9 } })));
        }
        expect(paged).toEqual(idsOf(whole));
        expect([new Set(paged).size, whole.total > 9]).toEqual([whole.total, true]);
      }
    });

    it('are empty past the end, with the same total', async () => {
      await subject().holds(...documents);
      const { hits, total } = await subject().ask({ page: { offset: 900, size: 100 } });
      expect([hits.length, total]).toEqual([0, 230]);
    });

    it('may be empty, to count only', async () => {
      await subject().holds(...documents);
      const { hits, total } = await subject().ask({ page: { offset: 0, size: 0 } });
      expect([hits.length, total]).toEqual([0, 230]);
    });

    it('end at the window, beyond which totals still count', async () => {
      const many = Array.from({ length: 1100 }, (_, i) => aDocument(`d${String(i).padStart(4, '0')}`));
      await subject().holds(...many);
      const last = await subject().ask({ page: { offset: 990, size: 10 } });
      expect(idsOf(last)[9]).toBe('d0999');
      expect(last.total).toBe(1100);
      const { maxWindow } = subject().engine.limits;
      expect(await subject().refusal({ page: { offset: maxWindow - 9, size: 10 } })).toBe('invalid_query');
    });
  });

  it('sorts openings by the first day with enough places, never last', async () => {
    const openings = (...days: [number, number][]) =>
      days.map(([places, day]) => ({ places, fromDay: FIRST_DAY + day, minGroup: 0, maxGroup: 13 }));
    await subject().holds(
      aDocument('a-never'),
      aDocument('b-too-few', { openings: openings([1, 0]) }),
      aDocument('c-late', { openings: openings([9, 30]) }),
      aDocument('d-later-half', { openings: openings([1, 0], [2, 10]) }),
      aDocument('e-same', { openings: openings([2, 10]) }),
    );
    expect(await subject().find({ sort: { by: 'opening', places: 2 } })).toEqual([
      'd-later-half',
      'e-same',
      'c-late',
      'a-never',
      'b-too-few',
    ]);
  });

  it('sorts openings by the first day for any of the groups, on every page', async () => {
    const open = (fromDay: number, minGroup: number, maxGroup: number) => ({
      places: 1,
      fromDay,
      minGroup,
      maxGroup,
    });
    await subject().holds(
      aDocument('a-never'),
      aDocument('b-other-group', { openings: [open(1, 1, 2)] }),
      aDocument('c-late', { openings: [open(1, 1, 2), open(50, 9, 9)] }),
      aDocument('d-eight', { openings: [open(20, 8, 8), open(40, 7, 7)] }),
      aDocument('e-seven', { openings: [open(30, 7, 7)] }),
      aDocument('f-both', { openings: [open(10, 7, 9)] }),
    );
    const sort = { by: 'opening', places: 1, groups: [7, 8, 9] } as const;
    const wanted = ['f-both', 'd-eight', 'e-seven', 'c-late', 'a-never', 'b-other-group'];
    expect(await subject().find({ sort })).toEqual(wanted);
    for (let offset = 0; offset < wanted.length; offset += 2) {
      const page = { offset, size: 2 };
      expect(await subject().find({ sort, page })).toEqual(wanted.slice(offset, offset + 2));
    }
    const never = { by: 'opening', places: 1, groups: [] } as const;
    expect(await subject().find({ sort: never })).toEqual([...wanted].sort());
  });

  it('breaks ties by id, capitals before small letters', async () => {
    await subject().holds(...['b', 'a', 'B', 'A', '_', '-', '0', 'aB', 'ab'].map((id) => aDocument(id)));
    const byCode = ['-', '0', 'A', 'B', '_', 'a', 'aB', 'ab', 'b'];
    expect(await subject().find()).toEqual(byCode);
    expect(await subject().find({ sort: { by: 'number', field: 'fee' } })).toEqual(byCode);
  });

  it('pages through what is reached on site, then by area, in one order', async () => {
    const near = generateDocuments(120, 11).map((document, i) => ({
      ...document,
      areasServed: i % 3 === 0 ? ['A1'] : [],
    }));
    await subject().holds(...near);
    const from = { lat: 52.5, lng: -1.5 };
    const scope = { kind: 'radius', centre: from, metres: 150_000, areas: ['A1'] } as const;
    const sort = { by: 'distance', from } as const;
    const all = await subject().ask({ scope, sort, page: { offset: 0, size: 1000 } });
    const paged: string[] = [];
    for (let offset = 0; offset < all.total + 7; offset += 7) {
      const page = await subject().ask({ scope, sort, page: { offset, size: 7 } });
      expect(page.total).toBe(all.total);
      paged.push(...idsOf(page));
    }
    expect(paged).toEqual(idsOf(all));
    expect(new Set(all.hits.map(({ reachedBy }) => reachedBy)).size).toBe(2);
  });

  it('sorts text by its folded form', async () => {
    await subject().holds(
      aDocument('1', { title: 'éclair' }),
      aDocument('2', { title: 'Eagle' }),
      aDocument('3', { title: 'zebra' }),
      aDocument('4', { title: 'eagle' }),
      aDocument('5', { title: 'Eagle house' }),
      aDocument('6', { title: 'É' }),
    );
    expect(await subject().find({ sort: { by: 'text', field: 'title' } })).toEqual([
      '6',
      '2',
      '4',
      '5',
      '1',
      '3',
    ]);
  });

  const radius = (lat: number, lng: number, metres: number): PartialQuery => ({
    scope: { kind: 'radius', centre: { lat, lng }, metres, areas: [] },
  });
  const box = (south: number, west: number, north: number, east: number): PartialQuery => ({
    scope: { kind: 'box', south, west, north, east, areas: [] },
  });
  const opening = (places: number, byDay: number, groups?: number[]): PartialQuery => ({
    conditions: [{ kind: 'opening', places, byDay, ...(groups ? { groups } : {}) }],
  });
  const keyword = (field: string): PartialQuery => ({
    conditions: [{ kind: 'anyOf', field, values: ['x'] }],
  });

  it.each<[string, PartialQuery]>([
    ['200 words', { words: Array.from({ length: 200 }, () => 'word') }],
    ['11 words', { words: Array.from({ length: 11 }, () => 'word') }],
    ['an empty word', { words: [''] }],
    ['a negative radius', radius(52, -1, -1)],
    ['a radius that is not a number', radius(52, -1, nan)],
    ['an endless radius', radius(52, -1, Number.POSITIVE_INFINITY)],
    ['a centre that is not a number', radius(nan, -1, 1)],
    ['a centre beyond the pole', radius(91, -1, 1)],
    ['a box whose west is east of its east', box(51, 1, 53, -1)],
    ['a box whose south is north of its north', box(53, -1, 51, 1)],
    ['a box with an edge that is not a number', box(51, -1, nan, 1)],
    ['no places', opening(0, FIRST_DAY)],
    ['201 places', opening(201, FIRST_DAY)],
    ['half a place', opening(1.5, FIRST_DAY)],
    ['no day', opening(1, nan)],
    ['half a group', opening(1, FIRST_DAY, [3.5])],
    ['an unknown keyword', keyword('nonsense')],
    ['a keyword named as every object has one', keyword('constructor')],
    ['text as a keyword', keyword('title')],
    ['an unknown number', { conditions: [{ kind: 'number', field: 'needs', gte: 1 }] }],
    ['a bound that is not a number', { conditions: [{ kind: 'number', field: 'fee', gte: nan }] }],
    ['an unknown range', { conditions: [{ kind: 'within', field: 'fee', value: 1 }] }],
    ['a value that is not a number', { conditions: [{ kind: 'within', field: 'ages', value: nan }] }],
    ['an unknown area field', { scope: { kind: 'area', field: 'title', values: ['x'], areas: [] } }],
    ['an unknown facet', { facets: { fields: ['fee'], mode: 'conjunctive' } }],
    ['an unknown number to sort by', { sort: { by: 'number', field: 'ages' } }],
    ['an unknown text to sort by', { sort: { by: 'text', field: 'needs' } }],
    ['no point to sort from', { sort: { by: 'distance', from: { lat: nan, lng: 0 } } }],
    ['sorting by no places', { sort: { by: 'opening', places: 0 } }],
    ['a negative offset', { page: { offset: -1, size: 10 } }],
    ['a page of a fraction', { page: { offset: 0, size: 1.5 } }],
    ['a page beyond the window', { page: { offset: 1000, size: 1 } }],
  ])('refuses %s', async (_, part) => {
    await subject().holds(aDocument('a'));
    expect(await subject().refusal(part)).toBe('invalid_query');
  });

  it('does no work for a caller who has gone', async () => {
    await subject().holds(aDocument('a'));
    expect(await subject().refusal({ signal: AbortSignal.abort() })).toBe('timeout');
  });
}

/** Some words of three, by the id. */
function aText(id: string): Record<string, string> {
  const [hash = 0] = [...id].slice(-1).map((letter) => letter.charCodeAt(0));
  const said = (text: string, bit: number) => (hash & bit ? text : 'Nothing');
  return { title: said('Oak', 1), provider: said('Horse oak', 2), body: said('A farm with an oak', 4) };
}
