import type { TestHub } from './hub.js';
import { until } from './until.js';

/**
 * Waits until every reader of the change log has followed every write so far. A write waits for some of them only: the
 * list of pairs is brought up to date, and its place in the log noted, a moment later.
 */
export async function followed(hub: Pick<TestHub, 'feed'>): Promise<void> {
  let status: Awaited<ReturnType<TestHub['feed']['status']>>;
  await until(
    () => `every reader follows: ${JSON.stringify(status)}`,
    async () => {
      status = await hub.feed.status();
      return status.every(({ commits, failing }) => commits === 0 && !failing);
    },
  );
}
