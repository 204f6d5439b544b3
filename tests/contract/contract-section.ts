import type {
  EngineHit,
  EngineResult,
  SearchDocument,
  SearchEngine,
  SearchErrorKind,
  SearchQuery,
} from '../../src/platform/search/port.js';
import { SearchError } from '../../src/platform/search/port.js';
import { bruteForce, type Expected, grouped } from './brute-force.js';
import {
  aQuery,
  contractSchema,
  idsOf,
  inBatches,
  type PartialQuery,
  plainFacets,
} from './contract-schema.js';

/** What an engine cannot be asked to do exactly. */
export interface EngineTolerance {
  /** Places this close to each other count as equally far; 0 when the engine sorts by the haversine itself. */
  readonly distanceMetres: number;
  /** How many random registers the properties try. */
  readonly propertyRuns: number;
  /**
   * Whether words that are written together are also found apart ("fairground", "fair ground"), and the other way round.
   * Then an answer to words may hold more than the port asks for, but nothing else.
   */
  readonly joinsWords: boolean;
  /** Whether facets count groups when results are grouped; else they count documents. */
  readonly countsGroups: boolean;
  /** Whether a batch's deletes are seen together with its upserts; else they may be seen right after. */
  readonly atomicDeletes: boolean;
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
  async ask(part: PartialQuery = {}): Promise<EngineResult> {
    return await this.engine.search(aQuery(part));
  }

  /** The ids it finds, in order. */
  async find(part: PartialQuery = {}): Promise<string[]> {
    return idsOf(await this.ask(part));
  }

  /** Which refusal a query meets. Fails when there is none, or when it is not a SearchError. */
  async refusal(part: PartialQuery): Promise<SearchErrorKind> {
    const refused = await this.ask(part).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SearchError);
    return (refused as SearchError).kind;
  }

  /** Compares a result with brute force: ids, order, distances, how they were reached, total and facets. */
  async agrees(documents: Iterable<SearchDocument>, query: SearchQuery): Promise<void> {
    const held = [...documents];
    const expected = bruteForce(contractSchema, held, query);
    const answer = await this.engine.search(query);
    if (this.tolerance.joinsWords && query.words.length > 0 && answer.total > expected.total) {
      if (query.groupBy !== undefined) return; // joined words bring more groups
      const most = bruteForce(contractSchema, held, query, { joined: true }).hits.map((hit) => hit.id);
      const found = idsOf(answer);
      expect(most).toEqual(expect.arrayContaining(found));
      expect(found).toEqual(expect.arrayContaining(expected.hits.map((hit) => hit.id)));
      return;
    }
    const countsAlike = query.groupBy === undefined || this.tolerance.countsGroups;
    expect({ total: answer.total, facets: countsAlike && plainFacets(answer.facets) }).toEqual({
      total: expected.total,
      facets: countsAlike && plainFacets(expected.facets),
    });
    if (query.groupBy === undefined) this.expectHits(answer, expected, query);
    else this.expectGroups(answer, expected, held, query);
  }

  /** By relevance, and of places nearer to each other than it can measure, which document of a group is shown is the engine's own. */
  private expectGroups(
    answer: EngineResult,
    expected: Expected,
    held: readonly SearchDocument[],
    query: SearchQuery,
  ): void {
    const { groupBy = '', page, sort } = query;
    const { groupBy: _, facets: __, ...alone } = query;
    const groupById = new Map(held.map(({ id, keywords }) => [id, keywords[groupBy]![0]!]));
    const groupOf = ({ id }: { readonly id: string }) => groupById.get(id)!;
    const members = grouped(bruteForce(contractSchema, held, alone).hits, groupOf);
    const wanted = expected.hits.slice(page.offset, page.offset + page.size);
    const isOwnOrder = sort.by === 'relevance' || this.tolerance.distanceMetres > 0;
    const named = ({ id, others = [] }: EngineHit) => [id, ...others.map((other) => other.id)];
    if (!isOwnOrder) expect(answer.hits.map(named)).toEqual(wanted.map(named));
    expect(new Set(answer.hits.map(groupOf)).size).toBe(wanted.length);
    for (const hit of answer.hits) {
      const all = members.get(groupOf(hit))!;
      const found = [hit, ...hit.others!];
      expect(new Set(found.map(({ id }) => id)).size).toBe(Math.min(all.length, 21));
      const byId = new Map(all.map((member) => [member.id, member]));
      for (const one of found) {
        const { distanceMetres = Number.POSITIVE_INFINITY, reachedBy } = byId.get(one.id)!;
        const metres = one.distanceMetres ?? Number.POSITIVE_INFINITY;
        const error = metres === distanceMetres ? 0 : Math.abs(metres - distanceMetres);
        expect([one.id, one.reachedBy, error <= Math.max(1e-6, this.tolerance.distanceMetres)]).toEqual([
          one.id,
          reachedBy,
          true,
        ]);
      }
      const distances = hit.others!.map(({ distanceMetres = Number.POSITIVE_INFINITY }) => distanceMetres);
      expect(distances).toEqual([...distances].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      if (sort.by === 'relevance' && groupBy === contractSchema.groups[0]) {
        const nearest = Math.min(
          ...found.map(({ distanceMetres = Number.POSITIVE_INFINITY }) => distanceMetres),
        );
        expect(hit.distanceMetres ?? Number.POSITIVE_INFINITY).toBe(nearest);
      }
    }
  }

  private expectHits(answer: EngineResult, expected: Expected, query: SearchQuery): void {
    const { sort, page } = query;
    const tolerance = this.tolerance.distanceMetres;
    const { words, concepts, phrase = [] } = query;
    const byRelevance = sort.by === 'relevance' && words.length + concepts.length + phrase.length > 0;
    const metres = answer.hits.map((hit) => hit.distanceMetres ?? Number.POSITIVE_INFINITY);
    const byId = new Map(expected.hits.map((hit) => [hit.id, hit]));
    const wanted = expected.hits.slice(page.offset, page.offset + page.size);
    if (byRelevance || (sort.by === 'distance' && tolerance > 0)) {
      // The order is the engine's own; what is found is not.
      expect(idsOf(answer).filter((id) => !byId.has(id))).toEqual([]);
      expect(new Set(idsOf(answer)).size).toBe(wanted.length);
    } else {
      expect(idsOf(answer)).toEqual(wanted.map((hit) => hit.id));
    }
    if (sort.by === 'distance') {
      const misplaced = wanted.filter(({ distanceMetres = Number.POSITIVE_INFINITY }, i) => {
        const far = metres[i]!;
        return far !== distanceMetres && !(Math.abs(far - distanceMetres) <= Math.max(1e-6, tolerance));
      });
      expect(misplaced).toEqual([]);
    }
    expect(answer.hits.map((hit) => hit.reachedBy)).toEqual(
      answer.hits.map((hit) => byId.get(hit.id)!.reachedBy),
    );
    const wrong = answer.hits.filter((hit, i) => {
      const exact = byId.get(hit.id)!.distanceMetres ?? Number.POSITIVE_INFINITY;
      return metres[i] !== exact && !(Math.abs(metres[i]! - exact) <= Math.max(1e-6, tolerance));
    });
    expect(wrong).toEqual([]);
  }
}
