import type { TestHub } from './hub.js';
import { until } from './until.js';

/**
 * Waits until every reader of the change log has followed every write so far. A write waits for some of them only: the
 * list of pairs is brought up to date, and its place in the log noted, a moment later.
 */
export async function followed({ feed }: Pick<TestHub, 'feed'>): Promise<void> {
  await until(
    () => `every reader follows: ${JSON.stringify(feed.standing)}`,
    async () => {
      await feed.head();
      return feed.standing.every(({ commitsBehind, failing }) => commitsBehind === 0 && !failing);
    },
  );
}
