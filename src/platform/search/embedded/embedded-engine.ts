import { randomBytes } from 'node:crypto';
import { Slices } from '../../slices.js';
import { documentProblem, Sieve } from '../check-document.js';
import { checkQuery } from '../check-query.js';
import type { Exploration, Said } from '../exploration.js';
import type { OrderPosition, Ordinal } from '../order-position.js';
import {
  type Applied,
  type DocumentSource,
  type EngineResult,
  type EngineStatus,
  type SearchDocument,
  type SearchEngine,
  SearchError,
  type SearchQuery,
  type SearchSchema,
} from '../port.js';
import { DocumentIndex } from './document-index.js';
import { explore } from './explore.js';
import { findOrdinal, runQuery } from './run-query.js';

/** A search engine in this process. It returns results at once, not through a promise. */
export interface EmbeddedEngine extends SearchEngine {
  /**
   * @throws SearchError `invalid_query`; `not_ready` before the first rebuild has finished, so that an index that is still being
   * filled never looks like an empty one; `timeout` if the query's signal is already aborted; `unavailable` once closed.
   */
  search(query: SearchQuery): EngineResult;
  /**
   * Looks at how much of the index meets parts of a question, before one question is asked. `null` before the first rebuild has
   * finished and once closed. `look` must not keep what it is given.
   */
  explore<T>(
    question: Pick<SearchQuery, 'conditions' | 'scope'>,
    parts: readonly Said[],
    look: (exploration: Exploration) => T,
  ): T | null;
  /** Whether any document has a word, letter by letter. */
  hasWord(word: string): boolean;
  /** Whether a text field of any document is just these words. */
  hasName(words: readonly string[]): boolean;
  /** The words of the index that a word can be a misspelling of, those with fewer typos first. */
  wordsAlike(word: string): string[];
  /**
   * How many results of a query come before a place in its order, and up to it. Not for the order by relevance.
   * @throws SearchError as `search` does.
   */
  ordinal(query: SearchQuery, position: OrderPosition): Ordinal;
}

type Batch = Parameters<SearchEngine['apply']>[0];

/** A generation being built, and the ids written in the meantime, which the source must not overwrite with older versions. */
interface Building {
  readonly index: DocumentIndex;
  readonly written: Set<string>;
}

/**
 * Creates an engine that holds its documents in memory. It is not ready until its first `rebuild`.
 *
 * A batch becomes visible all at once, including deletes. An id that is both upserted and deleted in one batch ends up deleted.
 *
 * @param options.name its name in results and errors; `embedded` by default.
 * @param options.sliceMs how long writes may hold the event loop at a time; 6 by default.
 */
export function createEmbeddedEngine(
  schema: SearchSchema,
  options: { readonly name?: string; readonly sliceMs?: number } = {},
): EmbeddedEngine {
  return new InProcessEngine(schema, options.name ?? 'embedded', options.sliceMs ?? 6);
}

class InProcessEngine implements EmbeddedEngine {
  readonly limits = { maxWindow: 1000, maxQueryWords: 10 };
  /** Distinguishes this process's generations from those of an earlier process. */
  private readonly suffix = randomBytes(4).toString('hex');
  private live: DocumentIndex;
  private building: Building | null = null;
  private generation = 0;
  private appliedChange = 0;
  private closed = false;
  /** Settles when all writes so far are done. Writes run one after the other. */
  private writes: Promise<unknown> = Promise.resolve();
  private rebuilds: Promise<unknown> = Promise.resolve();
  /** The closing of very many openings that is in progress, and the instant by which they ended. */
  private closingMany: Promise<void> | undefined;
  private closeBy = Number.NEGATIVE_INFINITY;

  constructor(
    readonly schema: SearchSchema,
    readonly name: string,
    private readonly sliceMs: number,
  ) {
    this.live = new DocumentIndex(schema);
  }

  search(query: SearchQuery): EngineResult {
    const answer = this.answering(query, () => runQuery(this.live, query));
    const { name: engine, generationName: generation, appliedChange } = this;
    return { ...answer, provenance: { engine, generation, appliedChange } };
  }

  ordinal(query: SearchQuery, position: OrderPosition): Ordinal {
    return this.answering(query, () => findOrdinal(this.live, query, position));
  }

  explore<T>(
    question: Pick<SearchQuery, 'conditions' | 'scope'>,
    parts: readonly Said[],
    look: (exploration: Exploration) => T,
  ): T | null {
    return this.generation === 0 || this.closed ? null : explore(this.live, question, parts, look);
  }

  hasWord(word: string): boolean {
    return this.live.text.has(word);
  }

  hasName(words: readonly string[]): boolean {
    return this.live.text.hasExact(words, this.live.live, this.live.size, this.live.candidates);
  }

  wordsAlike(word: string): string[] {
    return this.live.text.alike(word);
  }

  async apply(given: Batch, change = 0): Promise<Applied> {
    this.refuseWhenClosed();
    return this.inTurn(async () => {
      const sieve = this.newSieve();
      const batch = { ...given, upserts: await this.sift(given.upserts, sieve) };
      const { building } = this;
      if (building) {
        for (const { id } of batch.upserts) building.written.add(id);
        for (const id of batch.deletes) building.written.add(id);
        await this.write(building.index, batch);
      }
      await this.write(this.live, batch);
      this.appliedChange = Math.max(this.appliedChange, change);
      return { refused: sieve.refused };
    });
  }

  async rebuild(source: DocumentSource, change = 0): Promise<Applied> {
    this.refuseWhenClosed();
    const done = this.rebuilds.then(() => this.rebuildNow(source, change));
    this.rebuilds = done.catch(() => undefined);
    return done;
  }

  closeOpenings(now: number): Promise<void> | undefined {
    if (this.closingMany) {
      this.closeBy = Math.max(this.closeBy, now);
      return this.closingMany;
    }
    if (!this.live.openings.close(now)) return undefined;
    this.closeBy = now;
    this.closingMany = this.closeInTurns().finally(() => {
      this.closingMany = undefined;
    });
    return this.closingMany;
  }

  status(): EngineStatus {
    return {
      ready: this.generation > 0 && !this.closed,
      generation: this.generationName,
      documents: this.live.size,
      appliedChange: this.appliedChange,
    };
  }

  /** Waits for writes in progress, stops a rebuild, and releases the documents. */
  async close(): Promise<void> {
    this.closed = true;
    await this.writes;
    this.live = new DocumentIndex(this.schema);
  }

  /** Does something for a valid query, once the index is ready. */
  private answering<T>(query: SearchQuery, work: () => T): T {
    this.refuseWhenClosed();
    checkQuery(this, query);
    if (this.generation === 0)
      throw new SearchError('not_ready', 'The search index is still being built.', this.name);
    try {
      return work();
    } catch (cause) {
      throw this.asSearchError('The search failed', cause);
    }
  }

  /** For very many openings: other work runs in between. */
  private async closeInTurns(): Promise<void> {
    do await new Promise((resume) => setImmediate(resume));
    while (this.live.openings.close(this.closeBy));
  }

  private get generationName(): string {
    return `e${this.generation}-${this.suffix}`;
  }

  private async rebuildNow(source: DocumentSource, change: number): Promise<Applied> {
    const sieve = this.newSieve();
    try {
      const expected = Math.max(this.live.size, (await source.about?.()) ?? 0);
      const building: Building = { index: new DocumentIndex(this.schema, expected), written: new Set() };
      // In turn, so that a write in progress finishes and every later one reaches both generations.
      await this.inTurn(() => {
        this.building = building;
      });
      await this.fill(building, source, sieve);
      await this.inTurn(() => {
        this.refuseWhenClosed();
        this.live = building.index;
        this.generation++;
        this.appliedChange = Math.max(this.appliedChange, change);
        this.building = null;
      });
      return { refused: sieve.refused };
    } catch (cause) {
      this.building = null;
      throw this.asSearchError('The rebuild stopped and the current index stays as it is', cause);
    }
  }

  private async fill({ index, written }: Building, source: DocumentSource, sieve: Sieve): Promise<void> {
    const slices = new Slices(this.sliceMs);
    for await (const documents of source) {
      for (const document of documents) {
        this.refuseWhenClosed();
        if (sieve.passes(document) && !written.has(document.id)) {
          const replaced = index.show(index.insert(document));
          if (replaced >= 0) index.purge(replaced);
        }
        if (slices.due) await slices.pause();
      }
    }
  }

  /** Applies a batch to one generation: first unseen and in slices, then visible all at once, then empties the old slots. */
  private async write(index: DocumentIndex, { upserts, deletes }: Batch): Promise<void> {
    const slices = new Slices(this.sliceMs);
    const unseen = new Map<string, number>();
    const left: number[] = [];
    try {
      for (const document of upserts) {
        const earlier = unseen.get(document.id);
        if (earlier !== undefined) left.push(earlier);
        unseen.set(document.id, index.insert(document));
        if (slices.due) await slices.pause();
      }
    } catch (cause) {
      for (const slot of [...unseen.values(), ...left]) index.purge(slot);
      throw this.asSearchError('The batch could not be applied', cause);
    }
    for (const slot of unseen.values()) left.push(index.show(slot));
    for (const id of deletes) left.push(index.hide(id));
    for (const slot of left) {
      if (slot < 0) continue;
      index.purge(slot);
      if (slices.due) await slices.pause();
    }
  }

  private newSieve(): Sieve {
    return new Sieve((document) => documentProblem(this.schema, document));
  }

  private async sift(documents: readonly SearchDocument[], sieve: Sieve): Promise<SearchDocument[]> {
    const slices = new Slices(this.sliceMs);
    const fit: SearchDocument[] = [];
    for (const document of documents) {
      if (sieve.passes(document)) fit.push(document);
      if (slices.due) await slices.pause();
    }
    return fit;
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new SearchError('unavailable', 'The search engine is closed.', this.name);
  }

  /** Runs a write when all earlier ones are done. If it fails, its caller gets the error, and the next write still runs. */
  private inTurn<T>(write: () => T | Promise<T>): Promise<T> {
    const done = this.writes.then(write);
    this.writes = done.catch(() => undefined);
    return done;
  }

  private asSearchError(what: string, cause: unknown): SearchError {
    if (cause instanceof SearchError) return cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    return new SearchError('internal', `${what}: ${why}`, this.name, { cause });
  }
}
