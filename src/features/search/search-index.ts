import type { Clock } from '../../platform/clock.js';
import type { Change, ChangeReader } from '../../platform/database/change-feed.js';
import {
  type DocumentSource,
  type Refused,
  type SearchDocument,
  type SearchEngine,
  SearchError,
} from '../../platform/search/port.js';
import { type DocumentMaker, documentId, partsOfDocumentId } from './documents.js';
import type { IndexedOffering, SearchRepository } from './search.repository.js';

/** Offerings whose documents are made at a time: between two steps the engine may let others have a turn. */
const STEP = 20;

/** What the index needs of a logger. */
export interface IndexLog {
  error(fields: object, message: string): void;
}

/** How a rebuild is watched and stopped. */
export interface RebuildControl {
  /** The last change of the register that had been made when it began; 0 when that is unknown. */
  readonly change?: number;
  /** Goes on where an earlier rebuild was stopped; then the engine must have been told of every change since. */
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
  readonly name = 'search index';
  /** When the first vacancy that counts as open goes stale, as far as that is known: earlier ones are dealt with. */
  private nextExpiry = Number.NEGATIVE_INFINITY;
  private expiring: Promise<void> | undefined;
  private rebuilding = false;
  /** Reads and writes of the index take turns: what was read earlier must not overwrite what was read later. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engine: SearchEngine,
    private readonly repository: SearchRepository,
    private readonly maker: DocumentMaker,
    private readonly clock: Clock,
    private readonly log: IndexLog,
  ) {}

  /** Builds the whole index anew beside the live one. */
  reset(change: number): Promise<void> {
    return this.rebuild({ change });
  }

  /** Builds the whole index beside the live one, anew or from where the last rebuild was stopped. */
  rebuild(control: RebuildControl = {}): Promise<void> {
    return this.inTurn(async () => {
      this.rebuilding = true;
      try {
        this.nextExpiry = Number.POSITIVE_INFINITY;
        const { refused } = await this.engine.rebuild(this.source(control), control.change);
        this.report(refused);
        // A rebuild that went on has not read every vacancy again.
        if (control.resume) this.nextExpiry = Number.NEGATIVE_INFINITY;
      } catch (error) {
        this.nextExpiry = Number.NEGATIVE_INFINITY; // the index in use is the old one
        throw error;
      } finally {
        this.rebuilding = false;
      }
    });
  }

  /** Brings the documents of every offering that a change touches up to date. */
  async apply(changes: readonly Change[]): Promise<void> {
    const last = changes[changes.length - 1]!.number;
    if (changes.some((change) => change.table === 'places')) return this.reset(last);
    const of = (table: string, key: 'id' | 'parentId') =>
      changes.flatMap((change) => (change.table === table ? (change[key] ?? []) : []));
    const direct = [...of('offering', 'id'), ...of('offering_site', 'id'), ...of('vacancy', 'parentId')];
    const providers = of('provider', 'id');
    const sites = of('site', 'id');
    const touched =
      providers.length + sites.length > 0 ? await this.repository.idsTouchedBy(providers, sites) : [];
    const unlinked = changes.flatMap(({ table, id, parentId }) =>
      table === 'offering_site' ? [documentId(id, parentId)] : [],
    );
    try {
      await this.inTurn(() => this.refresh([...new Set([...direct, ...touched])], unlinked, last));
    } catch (error) {
      if (!(error instanceof SearchError && error.kind === 'not_ready')) throw error;
      await this.reset(last); // the engine has lost its index
    }
  }

  /** Resolves when no vacancy that has gone stale counts as open any more; costs nothing when none has. */
  upToDate(): Promise<void> | undefined {
    // A rebuild reads every vacancy afresh; the old index goes on answering until it is done.
    if (this.clock.now() < this.nextExpiry || this.rebuilding) return undefined;
    this.expiring ??= this.inTurn(() => this.expire()).finally(() => {
      this.expiring = undefined;
    });
    return this.expiring;
  }

  private async expire(): Promise<void> {
    const now = this.clock.now();
    await this.refresh(await this.repository.idsExpiring(this.nextExpiry, now), [], 0);
    this.nextExpiry = await this.repository.nextExpiry(now);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {}); // the caller hears of it; the next turn goes on
    return result;
  }

  /** `unlinked`: ids of documents that may be left over, beyond those of the offerings' present sites. */
  private async refresh(
    offeringIds: readonly string[],
    unlinked: readonly string[],
    change: number,
  ): Promise<void> {
    const [found, links] =
      offeringIds.length > 0
        ? await Promise.all([this.repository.byIds(offeringIds), this.repository.linksOf(offeringIds)])
        : [[], []];
    const upserts = this.project(found);
    const kept = new Set(upserts.map((document) => document.id));
    const possible = [
      ...offeringIds.map((id) => documentId(id, null)),
      ...links.map(({ offeringId, siteId }) => documentId(offeringId, siteId)),
      ...unlinked,
    ];
    const deletes = [...new Set(possible)].filter((id) => !kept.has(id));
    const { refused } = await this.engine.apply({ upserts, deletes }, change);
    this.report(refused);
  }

  private source({ resume, onRead, signal }: RebuildControl): DocumentSource {
    const read = async function* (this: SearchIndex, after?: string): AsyncGenerator<SearchDocument[]> {
      for await (const batch of this.repository.all(after)) {
        for (let from = 0; from < batch.length; from += STEP) {
          signal?.throwIfAborted();
          const step = batch.slice(from, from + STEP);
          yield this.project(step);
          onRead?.(step.length);
        }
      }
    }.bind(this);
    const goOn = async function* (this: SearchIndex, id: string): AsyncGenerator<SearchDocument[]> {
      const { offeringId } = partsOfDocumentId(id);
      onRead?.(await this.repository.count(offeringId));
      yield* read(offeringId);
    }.bind(this);
    return {
      [Symbol.asyncIterator]: () => read(),
      ...(resume && { continueAfter: goOn }),
    };
  }

  private project(offerings: readonly IndexedOffering[]): SearchDocument[] {
    const now = this.clock.now();
    return offerings.flatMap((indexed) => {
      const { documents, expiresAt } = this.maker.project(indexed, now);
      this.nextExpiry = Math.min(this.nextExpiry, expiresAt);
      return [...documents];
    });
  }

  /** A document that is left out is a fault of the hub's: somebody must hear of it. */
  private report(refused: readonly Refused[]): void {
    for (const { id, reason } of refused) {
      this.log.error(
        { engine: this.engine.name, document: id, reason },
        'search index: a document was left out',
      );
    }
  }
}
