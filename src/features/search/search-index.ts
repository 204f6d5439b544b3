import type { Clock } from '../../platform/clock.js';
import type { Change, ChangeReader } from '../../platform/database/changes/change.js';
import type { SearchDocument, SearchEngine } from '../../platform/search/port.js';
import type { DocumentMaker } from './documents.js';
import type { IndexedOffering, OfferingFollower } from './indexed-offering.js';
import type { SearchRepository } from './search.repository.js';

/** Offerings whose documents are made at a time: between two steps the engine may let others have a turn. */
const STEP = 20;

/** The documents each offering has in the index, and when they go out of date. */
type Indexed = Map<string, { readonly ids: readonly string[]; readonly expiresAt: number }>;

/** Keeps a search engine in step with the register: builds it, follows every change, and lets vacancies go stale. */
export class SearchIndex implements ChangeReader {
  readonly name = 'search index';
  private indexed: Indexed = new Map();
  private nextExpiry = Number.POSITIVE_INFINITY;
  private expiring: Promise<void> | undefined;
  private rebuilding = false;
  /** Reads and writes of the index take turns: what was read earlier must not overwrite what was read later. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engine: SearchEngine,
    private readonly repository: SearchRepository,
    private readonly maker: DocumentMaker,
    private readonly clock: Clock,
    /** Others that keep something of every offering, whatever becomes of the engine. */
    private readonly followers: readonly OfferingFollower[] = [],
  ) {}

  /** Builds the whole index anew beside the live one. */
  reset(change: number): Promise<void> {
    return this.inTurn(async () => {
      this.rebuilding = true;
      try {
        const built: Indexed = new Map();
        await this.engine.rebuild(this.allDocuments(built), change);
        this.indexed = built;
        this.nextExpiry = Number.POSITIVE_INFINITY;
        this.notice(built);
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
    await this.refresh([...new Set([...direct, ...touched])], last);
  }

  /** Resolves when no vacancy that has gone stale counts as open any more; costs nothing when none has. */
  upToDate(): Promise<void> | undefined {
    // A rebuild reads every vacancy afresh; the old index goes on answering until it is done.
    if (this.clock.now() < this.nextExpiry || this.rebuilding) return undefined;
    this.expiring ??= this.expire().finally(() => {
      this.expiring = undefined;
    });
    return this.expiring;
  }

  private async expire(): Promise<void> {
    const now = this.clock.now();
    const stale = [...this.indexed].filter(([, { expiresAt }]) => expiresAt <= now).map(([id]) => id);
    await this.refresh(stale, 0);
    this.nextExpiry = Number.POSITIVE_INFINITY;
    this.notice(this.indexed);
  }

  private refresh(offeringIds: readonly string[], change: number): Promise<void> {
    return this.inTurn(() => this.refreshNow(offeringIds, change));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {}); // the caller hears of it; the next turn goes on
    return result;
  }

  private async refreshNow(offeringIds: readonly string[], change: number): Promise<void> {
    const found = offeringIds.length > 0 ? await this.repository.byIds(offeringIds) : [];
    for (const follower of this.followers) follower.replace(offeringIds, found);
    const before = offeringIds.flatMap((id) => this.indexed.get(id)?.ids ?? []);
    const refreshed: Indexed = new Map();
    const upserts = this.project(found, refreshed);
    const kept = new Set(upserts.map((document) => document.id));
    await this.engine.apply({ upserts, deletes: before.filter((id) => !kept.has(id)) }, change);
    // Only now: after a failure the next attempt must still know what there is to delete.
    for (const id of offeringIds) this.indexed.delete(id);
    for (const [id, documents] of refreshed) this.indexed.set(id, documents);
    this.notice(refreshed);
  }

  private notice(indexed: Indexed): void {
    for (const { expiresAt } of indexed.values()) this.nextExpiry = Math.min(this.nextExpiry, expiresAt);
  }

  private async *allDocuments(built: Indexed): AsyncGenerator<SearchDocument[]> {
    const generations = this.followers.map((follower) => follower.begin());
    for await (const batch of this.repository.all()) {
      for (const generation of generations) generation.add(batch);
      for (let from = 0; from < batch.length; from += STEP)
        yield this.project(batch.slice(from, from + STEP), built);
    }
    for (const generation of generations) generation.finish();
  }

  private project(offerings: readonly IndexedOffering[], indexed: Indexed): SearchDocument[] {
    const now = this.clock.now();
    return offerings.flatMap((record) => {
      const { documents, expiresAt } = this.maker.project(record, now);
      indexed.set(record.offering.id, { ids: documents.map((document) => document.id), expiresAt });
      return [...documents];
    });
  }
}
