import fc from 'fast-check';
import type { SearchDocument } from '../../src/platform/search/port.js';
import { documents, queries } from './arbitraries.js';
import { aQuery, inBatches } from './contract-schema.js';
import type { Subject } from './contract-section.js';
import { generateDocuments } from './document-generator.js';

/** Random registers, queries and writes: always what brute force says. */
export function propertyContract(subject: () => Subject): void {
  it('answers any query over any documents as brute force does', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.array(queries, { minLength: 5, maxLength: 10 }), async (held, asked) => {
        await subject().holds(...held);
        for (const query of asked) await subject().agrees(held, query);
      }),
      { numRuns: subject().tolerance.propertyRuns },
    );
  });

  it('answers so after any writes, in whatever order they replace and delete', async () => {
    const batch = fc.record({
      upserts: documents,
      deletes: fc.array(
        fc.integer({ min: 0, max: 39 }).map((n) => `id${n}`),
        { maxLength: 20 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.array(batch, { minLength: 1, maxLength: 5 }),
        fc.array(queries, { minLength: 3, maxLength: 5 }),
        async (first, batches, asked) => {
          await subject().holds(...first);
          const model = new Map<string, SearchDocument>(first.map((document) => [document.id, document]));
          for (const { upserts, deletes } of batches) {
            await subject().engine.apply({ upserts, deletes });
            for (const document of upserts) model.set(document.id, document);
            for (const id of deletes) model.delete(id);
          }
          expect(subject().engine.status().documents).toBe(model.size);
          for (const query of [aQuery(), ...asked]) await subject().agrees(model.values(), query);
        },
      ),
      { numRuns: subject().tolerance.propertyRuns },
    );
  });

  it('answers so for a county of documents', async () => {
    const county = generateDocuments(2500, 3);
    await subject().engine.rebuild(inBatches(county));
    const page = { offset: 0, size: 1000 };
    const facets = { fields: ['needs', 'stages', 'district'], mode: 'disjunctive' } as const;
    const towns = county.flatMap(({ position }) => (position ? [position] : [])).slice(0, 6);
    for (const [i, centre] of towns.entries()) {
      const conditions = [
        { kind: 'anyOf', field: 'needs', values: ['ASC', 'SEMH'] },
        { kind: 'anyOf', field: 'stages', values: ['3'] },
        { kind: 'opening', places: 1 + i, byDay: 20_050, groups: [3, 4] },
      ] as const;
      const scope = { kind: 'radius', centre, metres: 25_000 * (i + 1), areas: ['A1', 'A2'] } as const;
      const sort = { by: 'distance', from: centre } as const;
      await subject().agrees(county, aQuery({ conditions, scope, sort, page, facets }));
      await subject().agrees(
        county,
        aQuery({ conditions: conditions.slice(0, 1), scope, sort, page, facets }),
      );
      const [title = ''] = county[i]!.text.title!.split(' ');
      const misspelt = title.slice(0, 3) + title.slice(4);
      await subject().agrees(county, aQuery({ words: [title], sort, page, facets }));
      await subject().agrees(county, aQuery({ words: [misspelt], sort, page, facets, scope }));
    }
  });
}
