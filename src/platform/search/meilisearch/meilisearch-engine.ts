import type { MultiSearchQuery, Settings } from 'meilisearch';
import { Sieve } from '../check-document.js';
import { checkQuery } from '../check-query.js';
import { type Building, type Checkpoint, type CheckpointStore, NOTHING_BUILT } from '../checkpoint.js';
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
import { answersTo, statsAnswer } from './answers.js';
import { indexingProblem, toIndexed } from './document.js';
import { asSearchError } from './errors.js';
import { creationOf, IndexWriter } from './index-writer.js';
import { plannedAnswer } from './planned-answer.js';
import { Rebuild } from './rebuild.js';
import type { MeilisearchServer } from './server.js';
import { hashOfIndex, settingsOf } from './settings.js';
import type { Patience } from './tasks.js';

/** What a Meilisearch engine needs. */
export interface MeilisearchOptions {
  readonly server: MeilisearchServer;
  /** Name of the index. A generation being built is next to it, under this name, `_` and a number. */
  readonly index: string;
  readonly checkpoints: CheckpointStore;
  /** A search that takes longer ends with `timeout`; 800 ms by default. */
  readonly searchTimeoutMs?: number;
  /** How long a task may wait for others before it. During a rebuild that takes seconds. */
  readonly patience?: Patience;
}

const SEARCH_TIMEOUT_MS = 800;
const PATIENCE: Patience = { timeoutMs: 120_000, intervalMs: 20 };

/**
 * A search engine on a Meilisearch server. It is ready at once if an index with the current settings exists, else after
 * a `rebuild`. Several processes can search it and write to it. The checkpoint store keeps them in step.
 */
export async function openMeilisearchEngine(
  schema: SearchSchema,
  options: MeilisearchOptions,
): Promise<SearchEngine> {
  const engine = new MeilisearchEngine(schema, options);
  await engine.look();
  return engine;
}

class MeilisearchEngine implements SearchEngine {
  readonly name = 'meilisearch';
  readonly limits = { maxWindow: 1000, maxQueryWords: 10 };
  private readonly settings: Settings;
  private readonly settingsHash: string;
  private readonly writer: IndexWriter;
  private readonly patience: Patience;
  private checkpoint: Checkpoint = NOTHING_BUILT;
  /** True while the server has the index named in the checkpoint. */
  private present = false;
  private documents = 0;
  private closed = false;
  private writes: Promise<unknown> = Promise.resolve();
  private rebuilds: Promise<unknown> = Promise.resolve();

  constructor(
    readonly schema: SearchSchema,
    private readonly options: MeilisearchOptions,
  ) {
    this.settings = settingsOf(schema);
    this.settingsHash = hashOfIndex(schema);
    this.patience = options.patience ?? PATIENCE;
    const { server, checkpoints, index } = options;
    this.writer = new IndexWriter(
      server.writing,
      checkpoints,
      index,
      this.settingsHash,
      this.name,
      this.patience,
    );
  }

  async search(query: SearchQuery): Promise<EngineResult> {
    this.refuseWhenClosed();
    checkQuery(this, query);
    return this.guarded('The search failed', async () => {
      // Read before the search, so that the results are never older than the result says.
      this.checkpoint = await this.options.checkpoints.load();
      if (!this.isBuilt) throw this.notReady();
      const { generation, appliedChange } = this.status();
      // The client's own timeout does not apply if a signal is given.
      const deadline = AbortSignal.timeout(this.options.searchTimeoutMs ?? SEARCH_TIMEOUT_MS);
      const signal = query.signal ? AbortSignal.any([query.signal, deadline]) : deadline;
      const ask = async (queries: MultiSearchQuery[]) => {
        const answered = await this.options.server.searching.multiSearch({ queries }, { signal });
        return answersTo(queries.length).parse(answered).results;
      };
      const found = await plannedAnswer(this.options.index, this.schema, query, ask);
      this.present = true;
      return { ...found, provenance: { engine: this.name, generation, appliedChange } };
    });
  }

  get index(): string {
    return this.options.index;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.guarded('The index could not be written to', () => this.options.checkpoints.writing(work));
  }

  async apply(batch: Parameters<SearchEngine['apply']>[0], change = 0): Promise<Applied> {
    this.refuseWhenClosed();
    return this.inTurn(async () => {
      const sieve = this.newSieve();
      const last = new Map<string, SearchDocument>();
      for (const document of batch.upserts) if (sieve.passes(document)) last.set(document.id, document);
      for (const id of batch.deletes) last.delete(id);
      const upserts = [...last.values()].map((document) => toIndexed(this.schema, document));
      return this.guarded('The batch could not be applied', async () => {
        const deletes = [...new Set(batch.deletes)];
        if (upserts.length + deletes.length > 0) await this.writer.write({ upserts, deletes }, sieve);
        this.checkpoint = await this.options.checkpoints.update((now) => this.reached(now, change));
        await this.count();
        return { refused: sieve.refused };
      });
    });
  }

  async rebuild(source: DocumentSource, change = 0, closedBy = Number.NEGATIVE_INFINITY): Promise<Applied> {
    this.refuseWhenClosed();
    const done = this.rebuilds.then(() => this.rebuildNow(source, { change, closedBy }));
    this.rebuilds = done.catch(() => undefined);
    return done;
  }

  async closing(work: (closedBy: number) => Promise<number>): Promise<void> {
    this.refuseWhenClosed();
    const { checkpoints } = this.options;
    const close = async () => {
      const known = this.ownOf(await checkpoints.load()).map(({ closedBy }) => closedBy);
      if (known.length === 0) return;
      const closedBy = await work(Math.min(...known));
      this.checkpoint = await checkpoints.update((now) => this.written(now, { closedBy }, { closedBy }));
    };
    await this.guarded(
      'Openings that have ended could not be closed',
      () => checkpoints.closing?.(close) ?? close(),
    );
  }

  async reflects(): Promise<number | null> {
    const known = this.ownOf(await this.options.checkpoints.load()).map(({ change }) => change);
    return known.length === 0 ? null : Math.min(...known);
  }

  status(): EngineStatus {
    const { generation, appliedChange } = this.checkpoint;
    return {
      ready: this.isBuilt && this.present && !this.closed,
      generation: `m${generation}-${this.settingsHash.slice(0, 8)}`,
      documents: this.documents,
      appliedChange,
    };
  }

  /** Waits for writes in progress and stops a rebuild. The index stays on the server. */
  async close(): Promise<void> {
    this.closed = true;
    await this.writes;
  }

  /** Finds out whether the index named in the checkpoint exists, and how much it holds. If this fails, a search will find out. */
  async look(): Promise<void> {
    const { checkpoints, server, index } = this.options;
    this.checkpoint = await checkpoints.load();
    if (this.checkpoint.generation === 0) return;
    try {
      this.present = (await creationOf(server.writing, index)) === this.checkpoint.createdAt;
      await this.count();
    } catch (error) {
      const { kind } = asSearchError(error, this.name, 'The search index could not be looked up');
      if (kind !== 'unavailable' && kind !== 'timeout') throw error;
    }
  }

  private get isBuilt(): boolean {
    return this.checkpoint.generation > 0 && this.checkpoint.settingsHash === this.settingsHash;
  }

  private async rebuildNow(
    source: DocumentSource,
    since: { readonly change: number; readonly closedBy: number },
  ): Promise<Applied> {
    const { server, checkpoints, index } = this.options;
    const sieve = this.newSieve();
    const rebuild = new Rebuild({
      client: server.writing,
      checkpoints,
      writer: this.writer,
      live: index,
      engine: this.name,
      settings: this.settings,
      settingsHash: this.settingsHash,
      patience: this.patience,
      toIndexed: (document) => toIndexed(this.schema, document),
      goOn: () => this.refuseWhenClosed(),
    });
    return this.guarded('The rebuild stopped and the current index stays as it is', async () => {
      this.checkpoint = await rebuild.run(source, since, sieve);
      this.present = true;
      await this.count();
      return { refused: sieve.refused };
    });
  }

  private reached(now: Checkpoint, change: number): Checkpoint {
    return this.written(
      now,
      { appliedChange: Math.max(now.appliedChange, change) },
      { change: Math.max(now.building?.change ?? 0, change) },
    );
  }

  /** The checkpoint after a write. A generation with other settings was not written to. */
  private written(now: Checkpoint, live: Partial<Checkpoint>, built: Partial<Building>): Checkpoint {
    const { settingsHash, building } = now;
    return {
      ...now,
      ...(settingsHash === this.settingsHash && live),
      ...(building?.settingsHash === this.settingsHash && { building: { ...building, ...built } }),
    };
  }

  /** How up to date the generations are that this engine writes to. */
  private ownOf({ settingsHash, appliedChange, closedBy, building }: Checkpoint) {
    const live = { settingsHash, change: appliedChange, closedBy };
    const all = building ? [live, { closedBy: Number.NEGATIVE_INFINITY, ...building }] : [live];
    return all.filter((one) => one.settingsHash === this.settingsHash);
  }

  private async count(): Promise<void> {
    if (!this.isBuilt || !this.present) return;
    const stats = await this.options.server.writing.index(this.options.index).getStats();
    this.documents = statsAnswer.parse(stats).numberOfDocuments;
  }

  private newSieve(): Sieve {
    return new Sieve((document) => indexingProblem(this.schema, document));
  }

  private async guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = asSearchError(error, this.name, what);
      if (failure.kind === 'not_ready') this.present = false;
      throw failure;
    }
  }

  private notReady(): SearchError {
    return new SearchError('not_ready', 'The search index is still being built.', this.name);
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new SearchError('unavailable', 'The search engine is closed.', this.name);
  }

  /** Runs a write when all earlier ones are done. If it fails, its caller gets the error, and the next write still runs. */
  private inTurn<T>(write: () => Promise<T>): Promise<T> {
    const done = this.writes.then(write);
    this.writes = done.catch(() => undefined);
    return done;
  }
}
