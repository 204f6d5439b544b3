import { Readable } from 'node:stream';
import type { Clock } from '../../platform/clock.js';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import { troubleOf } from '../../platform/database/trouble.js';
import type { DocumentSource, Refused, SearchDocument, SearchEngine } from '../../platform/search/port.js';
import { type DocumentMaker, documentId, partsOfDocumentId } from './documents.js';
import type { IndexedOffering, OfferingFollower } from './indexed-offering.js';
import type { SearchRepository } from './search.repository.js';

/** Offerings whose documents are made at a time: between two steps the engine may let others have a turn. */
const STEP = 20;

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
 * Keeps a search engine in step with the register: builds it, follows every change, and lets vacancies go stale. It
 * remembers nothing of what is indexed, so that it can follow an index that outlives the process.
 */
export class SearchIndex implements ChangeReader {
  readonly name: string;
  /** When the first vacancy that counts as open goes stale, as far as that is known: earlier ones are dealt with. */
  private nextExpiry = Number.NEGATIVE_INFINITY;
  private expiring: Promise<void> | undefined;
  private rebuilding = false;
  /** Reads and writes of the index take turns: what was read earlier must not overwrite what was read later. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly on: SearchIndexOptions) {
    const { name, index } = on.engine;
    this.name = ['search index', name, index].filter(Boolean).join(' ');
  }

  /** Builds the whole index beside the live one, and answers the last change that it reflects. */
  async reset(change: number, aborted?: AbortSignal): Promise<number> {
    await this.rebuild({ change, resume: true, ...(aborted && { signal: aborted }) });
    return this.on.engine.status().appliedChange;
  }

  /** Builds the whole index beside the live one, anew or from where the last rebuild was stopped. */
  rebuild(control: RebuildControl = {}): Promise<void> {
    return this.inTurn(async () => {
      this.rebuilding = true;
      try {
        this.nextExpiry = Number.POSITIVE_INFINITY;
        const { refused } = await this.on.engine.rebuild(this.source(control), control.change);
        this.report(refused);
      } catch (error) {
        this.nextExpiry = Number.NEGATIVE_INFINITY; // the index in use is the old one
        throw error;
      } finally {
        this.rebuilding = false;
      }
    });
  }

  /** Brings the documents of every offering that a change touches up to date. */
  async apply(changes: readonly Change[], aborted?: AbortSignal): Promise<void> {
    const last = changes[changes.length - 1]!.number;
    if (changes.some((change) => change.table === 'places')) {
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

  /** Resolves when no vacancy that has gone stale counts as open any more; costs nothing when none has. */
  upToDate(): Promise<void> | undefined {
    // A rebuild reads every vacancy afresh; the old index goes on answering until it is done.
    if (this.rebuilding) this.on.engine.closeOpenings?.(this.on.clock.now());
    if (this.on.clock.now() < this.nextExpiry || this.rebuilding) return undefined;
    this.expiring ??= this.inTurn(() => this.expire()).finally(() => {
      this.expiring = undefined;
    });
    return this.expiring;
  }

  /** A vacancy that counts as open, written to this index by another process perhaps, goes stale at this instant. */
  expect(expiresAt: number): void {
    this.nextExpiry = Math.min(this.nextExpiry, expiresAt);
  }

  private async expire(): Promise<void> {
    const { engine, clock, repository } = this.on;
    const now = clock.now();
    const from = this.nextExpiry;
    this.nextExpiry = Number.POSITIVE_INFINITY; // what is expected meanwhile lowers it again
    try {
      await this.refresh(await repository.idsExpiring(from, now), [], 0);
      this.expect(await repository.nextExpiry(now));
    } catch (error) {
      this.expect(from);
      // Out of reach: an engine that can tell by itself takes out what has ended, until the register can be read again.
      if (!engine.closeOpenings || troubleOf(error) === null) throw error;
      engine.closeOpenings(now);
    }
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
    const { engine, repository, followers = [] } = this.on;
    const write = async () => {
      const [found, links] =
        offeringIds.length > 0
          ? await Promise.all([repository.byIds(offeringIds), repository.linksOf(offeringIds)])
          : [[], []];
      for (const follower of followers) follower.replace(offeringIds, found);
      const upserts = this.project(found);
      const kept = new Set(upserts.map((document) => document.id));
      const possible = [
        ...offeringIds.map((id) => documentId(id, null)),
        ...links.map(({ offeringId, siteId }) => documentId(offeringId, siteId)),
        ...unlinked,
      ];
      const deletes = [...new Set(possible)].filter((id) => !kept.has(id));
      const { refused } = await engine.apply({ upserts, deletes }, change);
      this.report(refused);
    };
    return engine.exclusively ? engine.exclusively(write) : write();
  }

  private source(control: RebuildControl): DocumentSource {
    const goOn = async function* (this: SearchIndex, id: string): AsyncGenerator<SearchDocument[]> {
      const { offeringId } = partsOfDocumentId(id);
      this.nextExpiry = Number.NEGATIVE_INFINITY; // not every vacancy is read again
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
    const { maker, clock, onExpiry } = this.on;
    const now = clock.now();
    const all: SearchDocument[] = [];
    for (const indexed of offerings) {
      const { documents, expiresAt } = maker.project(indexed, now);
      this.expect(expiresAt);
      onExpiry?.(expiresAt);
      all.push(...documents);
    }
    return all;
  }

  /** A document that is left out is a fault of the hub's: somebody must hear of it. */
  private report(refused: readonly Refused[]): void {
    const { engine, log } = this.on;
    for (const { id, reason } of refused) {
      log.error({ engine: engine.name, document: id, reason }, 'search index: a document was left out');
    }
  }
}
