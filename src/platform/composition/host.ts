import type { Clock } from '../clock.js';
import { ChangeFeed } from '../database/changes/change-feed.js';
import { type Database, openDatabase, poolOf } from '../database/data-source.js';
import { DatabaseClock } from '../database/database-clock.js';
import { DatabasePresence } from '../database/presence.js';
import { RegisterWriter } from '../database/register-writer.js';
import { WritingCheck } from '../database/writing-check.js';
import type { Log } from '../log.js';
import type { Host } from './feature.js';
import { type SettingValue, settingsFrom } from './setting.js';

/** What a hub runs on. */
export interface HostOptions {
  readonly url: string;
  readonly poolSize?: number;
  readonly entities: readonly (new () => object)[];
  /** Left out, the clock of Postgres. */
  readonly clock?: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Settings of features. Those left out have their default. */
  readonly settings?: readonly SettingValue[];
}

/** What a running hub is built on: its connections, and the change log that its features follow. */
export interface OpenHost extends Host, Pick<Database, 'source' | 'reading' | 'following'> {
  readonly feed: ChangeFeed;
  readonly presence: DatabasePresence;
  readonly writing: WritingCheck;
  /** Ends the connections. Close whatever uses them first. */
  close(): Promise<void>;
}

/**
 * Opens the connections of a hub.
 * @throws if Postgres cannot be reached.
 */
export async function openHost(options: HostOptions): Promise<OpenHost> {
  const { url, poolSize = 10, entities, log, settings = [] } = options;
  const database = await openDatabase({ url, poolSize, entities });
  const { source, reading, following } = database;
  const told = await DatabaseClock.setBy(following);
  const clock = options.clock ?? told;
  const presence = new DatabasePresence(url, clock, log, () => feed.catchUp(), told);
  for (const pool of new Set([poolOf(source), reading, following])) presence.guard(pool);
  const feed = new ChangeFeed(url, following, log);
  presence.onLost(() => feed.reconnect());
  const writing = new WritingCheck(poolOf(source), log);
  return {
    database,
    source,
    reading,
    following,
    feed,
    presence,
    writing,
    writer: new RegisterWriter(source, feed, writing),
    clock,
    log,
    setting: settingsFrom(settings),
    close: () => database.close(),
  };
}
