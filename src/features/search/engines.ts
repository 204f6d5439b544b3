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
import type { OrderPosition, Ordinal } from '../../platform/search/order-position.js';
import {
  type SearchAnswerer,
  type SearchEngine,
  SearchError,
  type SearchQuery,
  type SearchSchema,
} from '../../platform/search/port.js';
import type { Atlas } from '../place/atlas.js';
import type { ConceptTable } from './concepts.js';
import { currentAnswers } from './current-answers.js';
import type { Speller } from './did-you-mean.js';
import { DocumentMaker, searchSchema } from './documents.js';
import type { Register } from './giving-way.js';
import type { OfferingFollower } from './indexed-offering.js';
import { searchRepository } from './search.repository.js';
import { SearchIndex, type SearchIndexOptions } from './search-index.js';

/** Makes a search engine. It can keep its state in the hub's database. */
export type EngineMaker = (pool: pg.Pool, schema: SearchSchema) => Promise<SearchEngine> | SearchEngine;

/** What the search engines are made from. */
export interface SearchGround {
  readonly database: Pick<Database, 'source' | 'following'>;
  readonly atlas: Atlas;
  readonly concepts: ConceptTable;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/**
 * Reads the embedded index, which every process keeps whichever engine carries out searches: what a question is chosen on, where a
 * cursor is in the order, and what nearly fits.
 */
export interface EmbeddedReader extends SearchAnswerer, Register, Speller {
  /** How many results of a query come before a place in its order, and up to it. Not for the order by relevance. */
  ordinal(query: SearchQuery, position: OrderPosition): Ordinal;
}

/** The engines that carry out searches, and the indexes that keep them in step with the register. */
export interface SearchEngines {
  readonly engine: SearchAnswerer;
  readonly embedded: EmbeddedReader;
  /** The same engine if there is a primary engine; null if there is only the embedded one. */
  readonly failover: FailoverEngine | null;
  /** Keeps the embedded engine in step. */
  readonly index: SearchIndex;
  readonly primary: SearchEngine | null;
  /** Keeps the primary engine in step. */
  readonly primaryIndex: SearchIndex | null;
  /** Checks the primary engine for the first time. Call it after the feed has started. */
  start(feed: Pick<ChangeFeed, 'startAfresh'>): Promise<void>;
  close(): Promise<void>;
}

/** The index that keeps an engine in step with the register. */
export function indexOf(
  engine: SearchEngine,
  { database: { source, following }, atlas, concepts, clock, log }: SearchGround,
  more: Pick<SearchIndexOptions, 'order' | 'followers' | 'onExpiry'> = {},
): SearchIndex {
  const repository = searchRepository(source, following, clock);
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
 * Opens the embedded engine, which every process keeps ready, and the primary engine if one is set. The primary engine
 * carries out searches while its results can be trusted. Each engine has its own `SearchIndex`. All hubs share the primary
 * engine's index, which outlives their processes, so only one hub at a time writes to it.
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
    // The embedded index is kept up to date in every process. Another process may be writing to the primary's.
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
    embedded: {
      ...fallback,
      has: (word) => embedded.hasWord(word),
      wordsAlike: (word) => embedded.wordsAlike(word),
      hasName: (words) => embedded.hasName(words),
      explore: (question, parts, look) => embedded.explore(question, parts, look),
      ordinal: (query, position) => embedded.ordinal(query, position),
      upToDate: () =>
        index.upToDate()?.catch((cause: unknown) => {
          const message = 'The embedded index could not be brought up to date.';
          throw new SearchError('unavailable', message, embedded.name, { cause });
        }),
    },
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
