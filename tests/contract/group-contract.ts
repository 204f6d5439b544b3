import type { SearchQuery } from '../../src/platform/search/port.js';
import { aDocument, idsOf, plainFacets } from './contract-schema.js';
import type { Subject } from './contract-section.js';
import { generateDocuments } from './document-generator.js';

const origin = { lat: 52, lng: 0 };
/** A position so many hundredths of a degree, about 1.1 km each, north of the origin. */
const north = (hundredths: number) => ({ lat: 52 + hundredths / 100, lng: 0 });
const wide = { kind: 'radius', centre: origin, metres: 100_000, areas: [] } as const;

/** Results by the thing that is found at several positions, or by whose it is. */
export function groupContract(subject: () => Subject): void {
  const at = (
    id: string,
    thing: string,
    hundredths: number | null,
    part: Parameters<typeof aDocument>[1] = {},
  ) =>
    aDocument(id, {
      position: hundredths === null ? null : north(hundredths),
      ...part,
      keywords: { thing: [thing], ...part.keywords },
    });
  const othersOf = async (part: Parameters<Subject['ask']>[0]) =>
    (await subject().ask(part)).hits.map(({ id, others }) => [
      id,
      ...(others ?? []).map((other) => other.id),
    ]);

  it('gives each thing once, with its nearest document, and names the others nearest first', async () => {
    await subject().holds(
      at('a', 'Boxing', 30),
      at('b', 'Boxing', 10),
      at('c', 'Boxing', null),
      at('d', 'Boxing', 20),
      at('e', 'boxing', 15),
      at('f', 'Farm', null),
    );
    const sort = { by: 'distance', from: origin } as const;
    expect(await othersOf({ groupBy: 'thing', sort })).toEqual([['b', 'd', 'a', 'c'], ['e'], ['f']]);
    const { hits, total } = await subject().ask({ groupBy: 'thing', sort, page: { offset: 0, size: 1 } });
    expect([hits.length, total]).toEqual([1, 3]);
    expect(
      hits[0]!.others!.map(({ distanceMetres }) => distanceMetres && Math.round(distanceMetres / 1_000)),
    ).toEqual([22, 33, undefined]);
  });

  it('shows the nearest document of the best thing by relevance too, whatever its text says about the place', async () => {
    await subject().holds(
      at('a', 'boxing', 30, { text: { title: 'Boxing', body: 'norwich boxing' } }),
      at('b', 'boxing', 10, { title: 'Boxing' }),
      at('c', 'other', 1, { text: { title: 'Other things', body: 'with some boxing' } }),
    );
    const asked = { words: ['boxing'], scope: wide };
    expect(await othersOf({ ...asked, groupBy: 'thing' })).toEqual([['b', 'a'], ['c']]);
    // Of an owner, the thing that fits best is shown, though another one is nearer.
    expect(await othersOf({ ...asked, groupBy: 'owner' })).toEqual([['b', 'c', 'a']]);
  });

  it('without a place gives the best document, and the others by id', async () => {
    await subject().holds(
      at('c', 'x', 1, { numbers: { fee: 5 } }),
      at('b', 'x', 2, { numbers: { fee: 3 } }),
      at('a', 'x', 3, { numbers: { fee: 9 } }),
      at('d', 'y', 4, { numbers: { fee: 4 } }),
    );
    const sort = { by: 'number', field: 'fee' } as const;
    expect(await othersOf({ groupBy: 'thing', sort })).toEqual([['b', 'a', 'c'], ['d']]);
  });

  it('keeps what is better by the sort, and takes the nearest of what is as good', async () => {
    const open = (fromDay: number) => ({ openings: [{ places: 1, fromDay, minGroup: 7, maxGroup: 7 }] });
    await subject().holds(
      at('a', 'x', 1, open(200)),
      at('b', 'x', 3, open(100)),
      at('c', 'x', 2, open(100)),
      at('d', 'y', 1, open(150)),
    );
    const sort = { by: 'opening', places: 1, groups: [6, 7] } as const;
    expect(await othersOf({ groupBy: 'thing', sort, scope: wide })).toEqual([['c', 'a', 'b'], ['d']]);
  });

  it('counts groups: in the total, on the page, and for each value that one of a group’s documents has', async () => {
    await subject().holds(
      at('a', 'x', 1, { keywords: { needs: ['n1', 'n2'], district: ['D1'] } }),
      at('b', 'x', 2, { keywords: { needs: ['n1', 'n2'], district: ['D2'] } }),
      at('c', 'x', 3, { keywords: { needs: ['n1', 'n3'], district: ['D2'] } }),
      at('d', 'y', 4, { keywords: { needs: ['n1'], district: ['D2'] } }),
      at('e', 'z', 5, { keywords: { needs: [], district: ['D3'] } }),
    );
    const fields = ['needs', 'district', 'thing', 'owner'];
    const ask = (part: Partial<SearchQuery>, mode: 'conjunctive' | 'disjunctive' = 'conjunctive') =>
      subject().ask({ groupBy: 'thing', facets: { fields, mode }, ...part });
    const all = await ask({});
    expect(all.total).toBe(3);
    const inD2 = { kind: 'anyOf', field: 'district', values: ['D2'] } as const;
    const some = await ask({ conditions: [inD2] }, 'disjunctive');
    expect([some.total, idsOf(some)]).toEqual([2, ['b', 'd']]);
    expect(some.hits[0]!.others!.map(({ id }) => id)).toEqual(['c']);
    expect((await ask({ page: { offset: 0, size: 0 } })).total).toBe(3);
    if (!subject().tolerance.countsGroups) return;
    expect(plainFacets(all.facets)).toEqual({
      needs: { n1: 2, n2: 1, n3: 1 },
      district: { D1: 1, D2: 2, D3: 1 },
      thing: { x: 1, y: 1, z: 1 },
      owner: { someone: 3 },
    });
    expect(plainFacets(some.facets)).toEqual({
      needs: { n1: 2, n2: 1, n3: 1 },
      district: { D1: 1, D2: 2, D3: 1 },
      thing: { x: 1, y: 1 },
      owner: { someone: 2 },
    });
  });

  it('names at most twenty others, the nearest', async () => {
    const documents = Array.from({ length: 30 }, (_, i) => at(`d${10 + i}`, 'x', 30 - i));
    await subject().holds(...documents);
    const { hits } = await subject().ask({ groupBy: 'thing', sort: { by: 'distance', from: origin } });
    expect(hits.map(({ id, others }) => [id, others!.length, others![0]!.id, others![19]!.id])).toEqual([
      ['d39', 20, 'd38', 'd19'],
    ]);
  });

  it('pages through all groups once, in one order', async () => {
    const documents = generateDocuments(230, 7).map((document, i) => ({
      ...document,
      areasServed: i % 3 === 0 ? ['A1'] : [],
      keywords: { ...document.keywords, thing: [`t${(i * 7) % 60}`], owner: [`o${i % 9}`] },
    }));
    await subject().holds(...documents);
    const from = { lat: 52.5, lng: -1.5 };
    const sorts: SearchQuery['sort'][] = [
      { by: 'relevance' },
      { by: 'distance', from },
      { by: 'opening', places: 2 },
      { by: 'opening', places: 1, groups: [3, 4, 5] },
      { by: 'number', field: 'fee' },
      { by: 'text', field: 'provider' },
    ];
    const scope = { kind: 'radius', centre: from, metres: 150_000, areas: ['A1'] } as const;
    for (const sort of sorts) {
      for (const part of [{ groupBy: 'thing' }, { groupBy: 'owner', scope }, { groupBy: 'thing', scope }]) {
        const all = await subject().ask({ ...part, sort, page: { offset: 0, size: 1000 } });
        const paged: string[] = [];
        for (let offset = 0; offset < all.total + 7; offset += 7) {
          const page = await subject().ask({ ...part, sort, page: { offset, size: 7 } });
          expect(page.total).toBe(all.total);
          paged.push(...idsOf(page));
        }
        expect(paged).toEqual(idsOf(all));
        expect(new Set(paged).size).toBe(all.total);
      }
    }
  });

  it('refuses to group by any other field', async () => {
    await subject().holds(aDocument('a'));
    expect(await subject().refusal({ groupBy: 'needs' })).toBe('invalid_query');
    expect(await subject().refusal({ groupBy: 'nothing' })).toBe('invalid_query');
  });

  it('leaves out a document without exactly one value of each group', async () => {
    const none = aDocument('none', { keywords: { thing: [] } });
    const two = aDocument('two', { keywords: { owner: ['o1', 'o2'] } });
    const { refused } = await subject().engine.apply({ upserts: [none, two, aDocument('a')], deletes: [] });
    expect(refused.map(({ id }) => id)).toEqual(['none', 'two']);
  });
}
