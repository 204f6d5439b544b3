import fc from 'fast-check';
import { createEmbeddedEngine } from '../../src/platform/search/embedded/embedded-engine.js';
import type { OrderPosition } from '../../src/platform/search/order-position.js';
import { documents, queries } from './arbitraries.js';
import { contractSchema, idsOf, inBatches } from './contract-schema.js';

/** As a position comes back in a cursor. */
const sent = (position: OrderPosition) => JSON.parse(JSON.stringify(position)) as OrderPosition;
const sorted = queries.filter(({ sort }) => sort.by !== 'relevance');

/** Places in the order of results, from which pages go on whatever has changed. */
describe('a place in the order of the embedded engine', () => {
  const engine = createEmbeddedEngine(contractSchema);

  afterAll(() => engine.close());

  it('is where its result is, for any query', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.array(sorted, { minLength: 5, maxLength: 10 }), async (held, asked) => {
        await engine.rebuild(inBatches(held));
        for (const query of asked) {
          const { hits, positions = [] } = engine.search(query);
          expect(positions).toHaveLength(hits.length);
          for (const [i, position] of positions.entries()) {
            expect(engine.ordinal(query, sent(position))).toEqual({ before: i, upTo: i + 1 });
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('parts what is left and what is new as it did before', async () => {
    await fc.assert(
      fc.asyncProperty(documents, documents, sorted, fc.nat(39), async (held, later, given, at) => {
        const { groupBy: _, ...query } = given;
        await engine.rebuild(inBatches(held));
        const { hits, positions = [] } = engine.search(query);
        const position = positions[at];
        if (!position) return;
        const known = new Set(held.map(({ id }) => id));
        const gone = hits.filter((__, i) => i % 2 === 0).map(({ id }) => id);
        await engine.apply({ upserts: later.filter(({ id }) => !known.has(id)), deletes: gone });
        const { before, upTo } = engine.ordinal(query, sent(position));
        const now = idsOf(engine.search(query));
        const isLeft = (id: string) => known.has(id);
        const was = idsOf({ hits } as ReturnType<typeof engine.search>).filter((id) => !gone.includes(id));
        expect(now.slice(0, before).filter(isLeft)).toEqual(
          was.filter((id) => hits.findIndex((hit) => hit.id === id) < at),
        );
        expect(now.slice(upTo).filter(isLeft)).toEqual(
          was.filter((id) => hits.findIndex((hit) => hit.id === id) > at),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is not given by relevance', async () => {
    await engine.rebuild(inBatches([]));
    expect(engine.search({ ...sortedByRelevance })).not.toHaveProperty('positions');
  });
});

const sortedByRelevance = {
  words: [],
  concepts: [],
  conditions: [],
  sort: { by: 'relevance' as const },
  page: { offset: 0, size: 10 },
};
