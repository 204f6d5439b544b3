import type pg from 'pg';
import type { Clock } from '../../platform/clock.js';
import type { ChangeFeed } from '../../platform/database/changes/change-feed.js';
import type { Database } from '../../platform/database/data-source.js';
import type { Log } from '../../platform/log.js';
import { createEmbeddedEngine } from '../../platform/search/embedded/embedded-engine.js';
import {
  createFailoverEngine,
  type FailoverEngine,
  type FailoverOptions,
} from '../../platform/search/failover/failover-engine.js';
import type { SearchAnswerer, SearchEngine, SearchSchema } from '../../platform/search/port.js';
import type { Atlas } from '../place/atlas.js';
import type { ConceptTable } from './concepts.js';
import { currentAnswers } from './current-answers.js';
import { DocumentMaker, searchSchema } from './documents.js';
import type { OfferingFollower } from './indexed-offering.js';
import { searchRepository } from './search.repository.js';
import { SearchIndex, type SearchIndexOptions } from './search-index.js';

/** Makes a search engine that may keep its state in the hub's database. */
export type EngineMaker = (pool: pg.Pool, schema: SearchSchema) => Promise<SearchEngine> | SearchEngine;

/** What searches are composed from. */
export interface SearchGround {
  readonly database: Pick<Database, 'source' | 'following'>;
  readonly atlas: Atlas;
  readonly concepts: ConceptTable;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** What answers searches, and what keeps it in step with the register. */
export interface SearchEngines {
  readonly engine: SearchAnswerer;
  /** The same, when there is a primary engine; null when the embedded one is alone. */
  readonly failover: FailoverEngine | null;
  /** Keeps the embedded engine in step. */
  readonly index: SearchIndex;
  readonly primary: SearchEngine | null;
  /** Keeps the primary engine in step. */
  readonly primaryIndex: SearchIndex | null;
  /** Looks at the primary engine for the first time; call when the feed has started. */
  start(feed: Pick<ChangeFeed, 'startAfresh'>): Promise<void>;
  close(): Promise<void>;
}

/** The index that keeps an engine in step with the register. */
export function indexOf(
  engine: SearchEngine,
  { database: { source, following }, atlas, concepts, clock, log }: SearchGround,
  more: Pick<SearchIndexOptions, 'order' | 'followers' | 'onExpiry'> = {},
): SearchIndex {
  const repository = searchRepository(source, following);
  return new SearchIndex({
    engine,
    repository,
    maker: new DocumentMaker(atlas, concepts),
    clock,
    log,
    ...more,
  });
}

/**
 * The embedded engine, which every process keeps warm; beside it, where one is configured, a primary engine that answers
 * while it can be trusted. Each is fed by an index of its own. A primary's index outlives the process and belongs to all
 * hubs, so one of them feeds it.
 */
export async function openEngines(
  ground: SearchGround,
  options: {
    readonly followers: readonly OfferingFollower[];
    readonly primary?: EngineMaker | undefined;
    readonly failover?: Partial<FailoverOptions> | undefined;
  },
): Promise<SearchEngines> {
  const { database, clock, log } = ground;
  const primary = (await options.primary?.(database.following, searchSchema)) ?? null;
  const primaryIndex = primary ? indexOf(primary, ground) : null;
  const embedded = createEmbeddedEngine(searchSchema);
  const index = indexOf(embedded, ground, {
    order: 'place',
    followers: options.followers,
    // The embedded index follows in every process; whoever feeds the primary's may be another one.
    onExpiry: (expiresAt) => primaryIndex?.expect(expiresAt),
  });
  const fallback = currentAnswers(embedded, index);
  let feed: Pick<ChangeFeed, 'startAfresh'> | undefined;
  const failover =
    primary && primaryIndex
      ? createFailoverEngine({
          primary: currentAnswers(primary, primaryIndex),
          fallback,
          keywords: searchSchema.keywords,
          repair: async () => feed?.startAfresh(primaryIndex),
          clock,
          log,
          ...(options.failover && { options: options.failover }),
        })
      : null;
  return {
    engine: failover ?? fallback,
    failover,
    index,
    primary,
    primaryIndex,
    async start(theFeed) {
      feed = theFeed;
      await failover?.start();
    },
    async close() {
      await failover?.close();
      await embedded.close();
      await primary?.close();
    },
  };
}
