import type { DataSource } from 'typeorm';
import { ChangeFeed } from '../database/changes/change-feed.js';
import { poolOf } from '../database/data-source.js';
import { DatabaseClock } from '../database/database-clock.js';
import { RegisterWriter } from '../database/register-writer.js';
import type { Log } from '../log.js';
import { type Composition, closeAll, compose, listsOf, withNeeds } from './composition.js';
import type { Console, Feature, Host } from './feature.js';
import { type SettingValue, settingsFrom } from './setting.js';

/** A database that was opened for a command. */
export interface CommandDatabase {
  readonly url: string;
  readonly source: DataSource;
  close(): Promise<void>;
}

/** Creates what the commands of these features need. */
export function consoleOf(options: {
  readonly features: readonly Feature<unknown>[];
  readonly openDatabase: () => Promise<CommandDatabase>;
  readonly settings: () => readonly SettingValue[];
  readonly log: () => Log;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
}): Console {
  const { features, out, err } = options;
  const setting: Host['setting'] = (wanted) => settingsFrom(options.settings())(wanted);
  const openHost = async () => {
    const { url, source, close } = await options.openDatabase();
    const pool = poolOf(source);
    const log = options.log();
    // Nothing follows the change log here.
    const writer = new RegisterWriter(source, new ChangeFeed(url, pool, log));
    const database = { source, reading: pool, following: pool, close };
    const clock = await DatabaseClock.setBy(pool);
    const host: Host = { database, writer, clock, log, presence: { absence: null }, setting };
    return { host, close };
  };
  return {
    out,
    err,
    setting,
    openDatabase: openHost,
    async open(feature) {
      const { host, close } = await openHost();
      let composed: Composition | undefined;
      const closeBoth = async () => {
        await closeAll(composed?.parts ?? []);
        await close();
      };
      try {
        composed = await compose(withNeeds(features, feature), host);
        await listsOf(composed.parts).reset(0, new AbortController().signal);
        return { host, given: composed.of(feature), close: closeBoth };
      } catch (error) {
        await closeBoth();
        throw error;
      }
    },
  };
}
