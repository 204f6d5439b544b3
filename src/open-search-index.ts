import { open, readLists } from './app.js';
import { type EngineMaker, indexOf, type SearchSetting } from './compose-search.js';
import { searchSchema } from './features/search/documents.js';
import type { RebuildControl } from './features/search/search-index.js';
import { ChangeLog } from './platform/database/changes/change-log.js';
import { poolOf } from './platform/database/data-source.js';
import { DatabaseClock } from './platform/database/database-clock.js';

/** The search index of an engine alone, to be built by a command while hubs run. */
export async function openSearchIndex(options: {
  readonly url: string;
  readonly engine: EngineMaker;
  readonly log: SearchSetting['log'];
}) {
  const source = await open(options.url, 4);
  try {
    const database = { source, following: poolOf(source) };
    const engine = await options.engine(database.following, searchSchema);
    const { atlas, concepts } = await readLists(database);
    await atlas.reset();
    const clock = await DatabaseClock.setBy(database.following);
    const setting = { database, atlas, concepts, clock, log: options.log };
    const index = indexOf(engine, setting);
    const changes = new ChangeLog(database.following);
    return {
      offerings: () => index.countOfferings(),
      async rebuild(control: Omit<RebuildControl, 'change'>) {
        await index.rebuild({ ...control, change: await changes.head() });
        await changes.introduce(index.name, engine.status().appliedChange);
      },
      async close() {
        await engine.close();
        await source.destroy();
      },
    };
  } catch (error) {
    await source.destroy();
    throw error;
  }
}
