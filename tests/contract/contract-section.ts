import type {
  EngineResult,
  SearchDocument,
  SearchEngine,
  SearchErrorKind,
  SearchQuery,
} from '../../src/platform/search/port.js';
import { SearchError } from '../../src/platform/search/port.js';
import { bruteForce, type Expected } from './brute-force.js';
import { aQuery, contractSchema, idsOf, inBatches, plainFacets } from './contract-schema.js';

/** What an engine cannot be asked to do exactly. */
export interface EngineTolerance {
  /** Places this close to each other count as equally far; 0 when the engine sorts by the haversine itself. */
  readonly distanceMetres: number;
  /** How many random registers the properties try. */
  readonly propertyRuns: number;
}

/** An engine under test, and the questions that every section of the contract asks. */
export class Subject {
  constructor(
    readonly engine: SearchEngine,
    readonly tolerance: EngineTolerance,
  ) {}

  /** Makes these the only documents. */
  async holds(...documents: readonly SearchDocument[]): Promise<void> {
    await this.engine.rebuild(inBatches(documents));
  }

  /** The answer to a query for everything but for what is given. */
  async ask(part: Partial<SearchQuery> = {}): Promise<EngineResult> {
    return await this.engine.search(aQuery(part));
  }

  /** The ids it finds, in order. */
  async find(part: Partial<SearchQuery> = {}): Promise<string[]> {
    return idsOf(await this.ask(part));
  }

  /** Which refusal a query meets. Fails when there is none, or when it is not a SearchError. */
  async refusal(part: Partial<SearchQuery>): Promise<SearchErrorKind> {
    const answer = await this.ask(part).catch((error: unknown) => error);
    expect(answer).toBeInstanceOf(SearchError);
    return (answer as SearchError).kind;
  }

  /** Compares an answer with brute force: ids, order, distances, how they were reached, total and facets. */
  async agrees(documents: Iterable<SearchDocument>, query: SearchQuery): Promise<void> {
    const expected = bruteForce(contractSchema, documents, query);
    const answer = await this.engine.search(query);
    expect({ total: answer.total, facets: plainFacets(answer.facets) }).toEqual({
      total: expected.total,
      facets: plainFacets(expected.facets),
    });
    this.expectHits(answer, expected, query);
  }

  private expectHits(answer: EngineResult, expected: Expected, query: SearchQuery): void {
    const byId = new Map(expected.hits.map((hit) => [hit.id, hit]));
    for (const { distanceMetres, ...hit } of answer.hits) {
      const { distanceMetres: metres, ...rest } = byId.get(hit.id) ?? {};
      expect(hit).toEqual(rest);
      if (metres === undefined) expect(distanceMetres).toBeUndefined();
      else
        expect(Math.abs(distanceMetres! - metres)).toBeLessThanOrEqual(
          Math.max(1e-6, this.tolerance.distanceMetres),
        );
    }
    if (query.sort.by === 'relevance' && query.words.length + query.concepts.length > 0) {
      // The order is the engine's own; only what is found can be compared.
      expect(idsOf(answer).sort()).toEqual([...byId.keys()].sort());
    } else if (query.sort.by === 'distance' && this.tolerance.distanceMetres > 0) {
      expect(idsOf(answer).sort()).toEqual([...byId.keys()].sort());
      const metres = answer.hits.map((hit) => hit.distanceMetres ?? Number.POSITIVE_INFINITY);
      for (const [i, next] of metres.slice(1).entries()) {
        expect(next).toBeGreaterThanOrEqual(metres[i]! - this.tolerance.distanceMetres);
      }
    } else {
      const { offset, size } = query.page;
      expect(idsOf(answer)).toEqual(expected.hits.slice(offset, offset + size).map((hit) => hit.id));
    }
  }
}
