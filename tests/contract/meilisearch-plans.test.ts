import { Sieve } from '../../src/platform/search/check-document.js';
import { checkQuery } from '../../src/platform/search/check-query.js';
import {
  type IndexedDocument,
  indexingProblem,
  toIndexed,
} from '../../src/platform/search/meilisearch/document.js';
import { plannedAnswer } from '../../src/platform/search/meilisearch/planned-answer.js';
import type {
  DocumentSource,
  SearchDocument,
  SearchEngine,
  SearchQuery,
} from '../../src/platform/search/port.js';
import { contractSchema } from './contract-schema.js';
import { Subject } from './contract-section.js';
import { filterContract } from './filter-contract.js';
import { groupContract } from './group-contract.js';
import { answerAsDocumented } from './meilisearch-double.js';
import { pagingContract } from './paging-contract.js';
import { placeContract } from './place-contract.js';
import { propertyContract } from './property-contract.js';
import { textContract } from './text-contract.js';

/** The questions that the adapter asks a Meilisearch, and what it makes of the answers, without a server. */
class PlannedEngine implements SearchEngine {
  readonly name = 'plans';
  readonly schema = contractSchema;
  readonly limits = { maxWindow: 1000, maxQueryWords: 10 };
  /** How often it asked, for each search. */
  readonly roundTrips: number[] = [];
  private documents = new Map<string, IndexedDocument>();

  async search(query: SearchQuery) {
    checkQuery(this, query);
    let trips = 0;
    const found = await plannedAnswer('index', contractSchema, query, async (queries) => {
      trips++;
      return queries.map((one) => answerAsDocumented([...this.documents.values()], one));
    });
    this.roundTrips.push(trips);
    return { ...found, provenance: { engine: this.name, generation: 'p1', appliedChange: 0 } };
  }

  async apply(batch: { readonly upserts: readonly SearchDocument[]; readonly deletes: readonly string[] }) {
    const sieve = new Sieve((document) => indexingProblem(contractSchema, document));
    for (const document of batch.upserts) {
      if (sieve.passes(document)) this.documents.set(document.id, toIndexed(contractSchema, document));
    }
    for (const id of batch.deletes) this.documents.delete(id);
    return { refused: sieve.refused };
  }

  async rebuild(source: DocumentSource) {
    this.documents = new Map();
    for await (const upserts of source) await this.apply({ upserts, deletes: [] });
    return { refused: [] };
  }

  status() {
    return { ready: true, generation: 'p1', documents: this.documents.size, appliedChange: 0 };
  }

  async close() {}
}

describe('what the adapter of Meilisearch asks, answered as its documentation says', () => {
  const engine = new PlannedEngine();
  const subject = new Subject(engine, {
    distanceMetres: 0,
    propertyRuns: 60,
    joinsWords: false,
    countsGroups: false,
    atomicDeletes: true,
  });

  describe('filters', () => filterContract(() => subject));
  describe('places', () => placeContract(() => subject));
  describe('text', () => textContract(() => subject));
  describe('pages, order and refusals', () => pagingContract(() => subject));
  describe('groups', () => groupContract(() => subject));
  describe('properties', () => propertyContract(() => subject));

  it('takes one round trip, or two if results are grouped', async () => {
    expect(Math.max(...engine.roundTrips)).toBe(2);
    engine.roundTrips.length = 0;
    await subject.ask({});
    await subject.ask({ groupBy: 'thing' });
    expect(engine.roundTrips[0]).toBe(1);
  });
});
