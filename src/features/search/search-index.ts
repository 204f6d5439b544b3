import { Readable } from 'node:stream';
import type { Clock } from '../../platform/clock.js';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { DocumentSource, Refused, SearchDocument, SearchEngine } from '../../platform/search/port.js';
import { type DocumentMaker, documentId, type Projection, partsOfDocumentId } from './documents.js';
import { Expiry } from './expiry.js';
import type { IndexedOffering, OfferingFollower } from './indexed-offering.js';
import type { SearchRepository } from './search.repository.js';

/** Offerings whose documents are made at a time: between two steps the engine may let others have a turn. */
const STEP = 20;
/** Offerings that are read at a time: few enough that turning them into records does not hold the event loop. */
const READ = 120;
/** What all documents are made with: `places` stands for areas and postcodes. */
const EVERYTHING: ReadonlySet<string> = new Set(['places', 'concept']);

/** What an index works with. */
export interface SearchIndexOptions {
  readonly engine: SearchEngine;
  readonly repository: SearchRepository;
  readonly maker: DocumentMaker;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
  /** In which order a rebuild reads the register; by id unless told, which alone can be continued where it was stopped. */
  readonly order?: 'id' | 'place';
  /** Others that keep something of every offering, whatever becomes of the engine. */
  readonly followers?: readonly OfferingFollower[];
  /** Called with the instants at which vacancies that count as open will go stale. */
  readonly onExpiry?: (expiresAt: number) => void;
}

/** How a rebuild is watched and stopped. */
export interface RebuildControl {
  /** The last change of the register that had been made when it began; 0 when that is unknown. */
  readonly change?: number;
  /** Goes on where an earlier rebuild was stopped; then the engine must be told of every change since. */
  readonly resume?: boolean;
  /** Called with the number of offerings that were just read, or at first with that of those an earlier rebuild has read. */
  readonly onRead?: (offerings: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Keeps a search engine in step with the register and with the clock: builds it, follows every change, and lets vacancies go
 * stale. It remembers nothing of what is indexed, so that it can follow an index that outlives the process.
 */
export class SearchIndex implements ChangeReader {
  readonly name: string;
  private readonly expiry: Expiry;
  /** Reads and writes of the index take turns: what was read earlier must not overwrite what was read later. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly on: SearchIndexOptions) {
    const { engine, repository, clock } = on;
    this.name = ['search index', engine.name, engine.index].filter(Boolean).join(' ');
    const rewrite = (ids: readonly string[]) => this.inTurn(() => this.refresh(ids, [], 0));
    this.expiry = new Expiry({ engine, repository, clock, rewrite });
  }

  /** Builds the whole index beside the live one, and answers the last change that it reflects. */
  async reset(change: number, aborted?: AbortSignal): Promise<number> {
    await this.rebuild({ change, resume: true, ...(aborted && { signal: aborted }) });
    return this.on.engine.status().appliedChange;
  }

  /** The last change that the engine's index reflects, where it is kept with it and may not be as far as was noted. */
  async reflects(): Promise<number | null> {
    return (await this.on.engine.reflects?.()) ?? null;
  }

  /** Builds the whole index beside the live one, anew or from where the last rebuild was stopped. */
  async rebuild(control: RebuildControl = {}): Promise<void> {
    const { engine, clock } = this.on;
    // In turn it begins only: what is read for a write after that is no older than what it was told to reflect.
    const { since, done } = await this.inTurn(async () => {
      const now = clock.now();
      return { since: now, done: engine.rebuild(this.source(control), control.change, now) };
    });
    const { refused } = await done;
    this.expiry.rebuilt(since);
    this.report(refused);
  }

  /** Brings the documents of every offering that a change touches up to date. */
  async apply(changes: readonly Change[], aborted?: AbortSignal): Promise<void> {
    const last = changes[changes.length - 1]!.number;
    if (changes.some(({ table }) => EVERYTHING.has(table))) {
      return this.rebuild({ change: last, ...(aborted && { signal: aborted }) });
    }
    const of = (table: string, key: 'id' | 'parentId') =>
      changes.flatMap((change) => (change.table === table ? (change[key] ?? []) : []));
    const direct = [...of('offering', 'id'), ...of('offering_site', 'id'), ...of('vacancy', 'parentId')];
    const providers = of('provider', 'id');
    const sites = of('site', 'id');
    const unlinked = changes.flatMap(({ table, id, parentId }) =>
      table === 'offering_site' ? [documentId(id, parentId)] : [],
    );
    await this.inTurn(async () => {
      const touched =
        providers.length + sites.length > 0 ? await this.on.repository.idsTouchedBy(providers, sites) : [];
      await this.refresh([...new Set([...direct, ...touched])], unlinked, last);
    });
  }

  /** How many offerings a rebuild reads. */
  countOfferings(): Promise<number> {
    return this.on.repository.count();
  }

  /** Resolves when no vacancy that has gone stale counts as open any more; undefined when none does. */
  upToDate(): Promise<void> | undefined {
    return this.expiry.upToDate();
  }

  /** A vacancy that counts as open, written to this index by another process perhaps, goes stale at this instant. */
  expect(expiresAt: number): void {
    this.expiry.expect(expiresAt);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {}); // the caller hears of it; the next turn goes on
    return result;
  }

  /** `unlinked`: ids of documents that may be left over, beyond those of the offerings' present sites. */
  private refresh(
    offeringIds: readonly string[],
    unlinked: readonly string[],
    change: number,
  ): Promise<void> {
    const { engine } = this.on;
    const write = async () => {
      const upserts: SearchDocument[] = [];
      const possible = [...unlinked];
      for (let from = 0; from < offeringIds.length; from += READ) {
        const read = await this.read(offeringIds.slice(from, from + READ));
        upserts.push(...read.documents);
        possible.push(...read.possible);
      }
      const kept = new Set(upserts.map((document) => document.id));
      const deletes = [...new Set(possible)].filter((id) => !kept.has(id));
      const { refused } = await engine.apply({ upserts, deletes }, change);
      this.report(refused);
    };
    return engine.exclusively ? engine.exclusively(write) : write();
  }

  /** The documents of offerings as they are now, and the ids of all that they may have had. */
  private async read(offeringIds: readonly string[]) {
    const { repository, followers = [] } = this.on;
    const [found, links] = await Promise.all([
      repository.byIds(offeringIds),
      repository.linksOf(offeringIds),
    ]);
    for (const follower of followers) follower.replace(offeringIds, found);
    const possible = [
      ...offeringIds.map((id) => documentId(id, null)),
      ...links.map(({ offeringId, siteId }) => documentId(offeringId, siteId)),
    ];
    return { documents: this.project(found), possible };
  }

  private source(control: RebuildControl): DocumentSource {
    const goOn = async function* (this: SearchIndex, id: string): AsyncGenerator<SearchDocument[]> {
      const { offeringId } = partsOfDocumentId(id);
      control.onRead?.(await this.on.repository.count(offeringId));
      yield* this.allDocuments(control, offeringId);
    }.bind(this);
    return {
      [Symbol.asyncIterator]: () => this.allDocuments(control),
      about: () => this.on.repository.count(),
      ...(control.resume && { continueAfter: goOn }),
    };
  }

  private async *allDocuments(
    { onRead, signal }: RebuildControl,
    after?: string,
  ): AsyncGenerator<SearchDocument[]> {
    const { repository, order = 'id', followers = [] } = this.on;
    const generations = after === undefined ? followers.map((follower) => follower.begin()) : [];
    const batches = order === 'place' ? repository.byPlace() : repository.all(after);
    // Postgres reads the next batch while this one is indexed.
    for await (const batch of Readable.from(batches, { highWaterMark: 1 }) as AsyncIterable<
      IndexedOffering[]
    >) {
      for (let from = 0; from < batch.length; from += STEP) {
        signal?.throwIfAborted();
        const step = batch.slice(from, from + STEP);
        for (const generation of generations) generation.add(step);
        yield this.project(step);
        onRead?.(step.length);
      }
    }
    for (const generation of generations) generation.finish();
  }

  private project(offerings: readonly IndexedOffering[]): SearchDocument[] {
    const { clock, onExpiry } = this.on;
    const now = clock.now();
    this.expiry.wrote(now);
    const all: SearchDocument[] = [];
    for (const indexed of offerings) {
      const { documents, expiresAt } = this.projectOne(indexed, now);
      this.expiry.expect(expiresAt);
      onExpiry?.(expiresAt);
      all.push(...documents);
    }
    return all;
  }

  /** What a newer release has written may be beyond this one's understanding: that keeps none of the others waiting. */
  private projectOne(indexed: IndexedOffering, now: number): Projection {
    try {
      return this.on.maker.project(indexed, now);
    } catch (error) {
      this.report([{ id: indexed.offering.id, reason: (error as Error).message }]);
      return { documents: [], expiresAt: Number.POSITIVE_INFINITY };
    }
  }

  /** A document that is left out is a fault of the hub's: somebody must hear of it. */
  private report(refused: readonly Refused[]): void {
    const { engine, log } = this.on;
    for (const { id, reason } of refused) {
      log.error({ engine: engine.name, document: id, reason }, 'search index: a document was left out');
    }
  }
}
