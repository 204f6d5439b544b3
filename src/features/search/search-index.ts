import { Readable } from 'node:stream';
import type { Clock } from '../../platform/clock.js';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { DocumentSource, Refused, SearchDocument, SearchEngine } from '../../platform/search/port.js';
import { type DocumentMaker, documentId, type Projection, partsOfDocumentId } from './documents.js';
import { Expiry } from './expiry.js';
import type { IndexedOffering, OfferingFollower } from './indexed-offering.js';
import type { SearchRepository } from './search.repository.js';

/** How many offerings' documents are made at a time. Between two steps the engine can let other work run. */
const STEP = 20;
/** How many offerings are read at a time: few enough not to block the event loop when they become records. */
const READ = 120;
/** Tables that all documents depend on. `places` stands for areas and postcodes. */
const EVERYTHING: ReadonlySet<string> = new Set(['places', 'concept']);
/** Tables of which a change concerns the documents of some offerings. */
const SOME = ['provider', 'site', 'offering', 'offering_site', 'vacancy', 'vacancy_hold'];

/** What an index works with. */
export interface SearchIndexOptions {
  readonly engine: SearchEngine;
  readonly repository: SearchRepository;
  readonly maker: DocumentMaker;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
  /** The order in which a rebuild reads the register, by default by id. Only a rebuild by id can continue after it was stopped. */
  readonly order?: 'id' | 'place';
  /** Others that keep something about every offering, whatever happens to the engine. */
  readonly followers?: readonly OfferingFollower[];
  /** Called with each instant at which a vacancy that counts as open will go stale, or a hold on places will end. */
  readonly onExpiry?: (expiresAt: number) => void;
}

/** How a rebuild is watched and stopped. */
export interface RebuildControl {
  /** The last change to the register before the rebuild began; 0 if it is unknown. */
  readonly change?: number;
  /** Continues where an earlier rebuild was stopped. The engine must then be given every change made since. */
  readonly resume?: boolean;
  /** Called with the number of offerings just read; the first time with the number that an earlier rebuild has read. */
  readonly onRead?: (offerings: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Keeps a search engine in step with the register and the clock: builds its index, applies every change, and lets vacancies go
 * stale. It does not remember what is indexed, so it can also serve an index that outlives the process.
 */
export class SearchIndex implements ChangeReader {
  readonly name: string;
  readonly madeFrom = [...EVERYTHING, ...SOME];
  private readonly expiry: Expiry;
  /** Reads and writes take turns, so that something read earlier never overwrites something read later. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly on: SearchIndexOptions) {
    const { engine, repository, clock } = on;
    this.name = ['search index', engine.name, engine.index].filter(Boolean).join(' ');
    const rewrite = (ids: readonly string[]) => this.inTurn(() => this.refresh(ids, [], 0));
    this.expiry = new Expiry({ engine, repository, clock, rewrite });
  }

  /** Builds a whole new index while the live one is in use. Returns the last change that it includes. */
  async reset(change: number, aborted?: AbortSignal): Promise<number> {
    await this.rebuild({ change, resume: true, ...(aborted && { signal: aborted }) });
    return this.on.engine.status().appliedChange;
  }

  /** The last change that the engine's index includes, if the index records it. It can be earlier than the change noted here. */
  async reflects(): Promise<number | null> {
    return (await this.on.engine.reflects?.()) ?? null;
  }

  /** Builds a whole new index while the live one is in use, from the start or from where the last rebuild was stopped. */
  async rebuild(control: RebuildControl = {}): Promise<void> {
    const { engine, clock } = this.on;
    // Only the start takes a turn: anything read for a later write is at least as new as the change given here.
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
    const direct = [
      ...of('offering', 'id'),
      ...of('offering_site', 'id'),
      ...of('vacancy', 'parentId'),
      ...of('vacancy_hold', 'parentId'),
    ];
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

  /** Resolves when exactly the places that are available now count as open. Returns undefined if they do. */
  upToDate(): Promise<void> | undefined {
    return this.expiry.upToDate();
  }

  /** A vacancy that counts as open goes stale at this instant, or a hold ends. Another process may have written it to the index. */
  expect(expiresAt: number): void {
    this.expiry.expect(expiresAt);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {}); // the caller gets the error; the next turn continues
    return result;
  }

  /** `unlinked`: ids of documents that may be left over, in addition to those for the offerings' present sites. */
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

  /** The documents of offerings as they are now, and the ids of all documents that they may have had. */
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
    const { engine, clock, onExpiry } = this.on;
    const now = clock.now();
    this.expiry.wrote(now);
    const all: SearchDocument[] = [];
    for (const indexed of offerings) {
      const { documents, expiresAt, freedAt } = this.projectOne(indexed, now);
      const changesAt = Math.min(expiresAt, freedAt);
      // An engine that closes openings itself still needs to know of those that come back.
      this.expiry.expect(engine.closeOpenings ? freedAt : changesAt);
      onExpiry?.(changesAt);
      all.push(...documents);
    }
    return all;
  }

  /** A newer release may have written something that this one cannot read. That must not hold up the other offerings. */
  private projectOne(indexed: IndexedOffering, now: number): Projection {
    try {
      return this.on.maker.project(indexed, now);
    } catch (error) {
      this.report([{ id: indexed.offering.id, reason: (error as Error).message }]);
      return { documents: [], expiresAt: Number.POSITIVE_INFINITY, freedAt: Number.POSITIVE_INFINITY };
    }
  }

  /** A document that is left out is a fault of the hub, so it is logged as an error. */
  private report(refused: readonly Refused[]): void {
    const { engine, log } = this.on;
    for (const { id, reason } of refused) {
      log.error({ engine: engine.name, document: id, reason }, 'search index: a document was left out');
    }
  }
}
