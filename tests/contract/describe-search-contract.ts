import type { SearchEngine, SearchSchema } from '../../src/platform/search/port.js';
import { SearchError } from '../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema } from './contract-schema.js';
import { type EngineTolerance, Subject } from './contract-section.js';
import { filterContract } from './filter-contract.js';
import { groupContract } from './group-contract.js';
import { pagingContract } from './paging-contract.js';
import { placeContract } from './place-contract.js';
import { propertyContract } from './property-contract.js';
import { textContract } from './text-contract.js';
import { writeContract } from './write-contract.js';

/** An engine that does all the port says to the letter. */
const exact: EngineTolerance = {
  distanceMetres: 0,
  propertyRuns: 60,
  joinsWords: false,
  countsGroups: true,
  atomicDeletes: true,
};

/**
 * What the port asks of every search engine, one suite for all. `makeEngine` gives an engine that has never held anything.
 *
 * Not compared between engines, because no parity is possible: the order by relevance (only what is found, and that an exact
 * title comes first), the order of places nearer to each other than `tolerance.distanceMetres`, totals of more than a million
 * documents, facets of grouped results where `tolerance.countsGroups` is false, words found by joining or splitting them where `tolerance.joinsWords`, and how long a write takes to be seen
 * (only that it is, once `apply` has resolved). Highlighted spans are not part of the port; which cursors are foreign is the
 * hub's to tell, by the generation that every engine names; what phrases stand for is known before any engine is asked
 * (tests/search/concepts.test.ts).
 */
export function describeSearchContract(
  name: string,
  makeEngine: (schema: SearchSchema) => SearchEngine | Promise<SearchEngine>,
  tolerance: Partial<EngineTolerance> = {},
): void {
  describe(`search contract: ${name}`, () => {
    let subject: Subject;

    beforeAll(async () => {
      const engine = await makeEngine(contractSchema);
      subject = new Subject(engine, { ...exact, ...tolerance });
    });

    afterAll(async () => {
      await subject.engine.close();
    });

    // First: the only test of an engine that holds nothing yet.
    it('is not ready before its first rebuild, which an empty list would hide', async () => {
      expect(subject.engine.status().ready).toBe(false);
      expect(await subject.refusal({})).toBe('not_ready');
      await subject.engine.apply({ upserts: [aDocument('early')], deletes: ['late'] });
      expect(await subject.refusal({})).toBe('not_ready');
      await subject.holds();
      expect(subject.engine.status()).toMatchObject({ ready: true, documents: 0 });
      expect(await subject.ask()).toMatchObject({ hits: [], total: 0, facets: {} });
    });

    describe('filters', () => filterContract(() => subject));
    describe('places', () => placeContract(() => subject));
    describe('text', () => textContract(() => subject));
    describe('pages, order and refusals', () => pagingContract(() => subject));
    describe('groups', () => groupContract(() => subject));
    describe('writes', () => writeContract(() => subject));
    describe('properties', () => propertyContract(() => subject));

    it('refuses searches once closed', async () => {
      const engine = await makeEngine(contractSchema);
      await engine.close();
      const refused = [
        (async () => engine.search(aQuery()))(),
        engine.apply({ upserts: [], deletes: [] }),
        engine.rebuild((async function* () {})()),
      ];
      for (const outcome of await Promise.allSettled(refused)) {
        const reason = outcome.status === 'rejected' ? outcome.reason : outcome.value;
        expect(reason).toBeInstanceOf(SearchError);
        expect(reason.kind).toBe('unavailable');
      }
      expect(engine.status().ready).toBe(false);
    });
  });
}
