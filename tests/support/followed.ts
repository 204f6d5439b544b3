import type { TestHub } from './hub.js';

/**
 * Waits until every reader of the change log has followed every write so far. A write waits for some of them only: the
 * list of pairs is brought up to date, and its place in the log noted, a moment later.
 */
export async function followed(hub: Pick<TestHub, 'feed'>): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const status = await hub.feed.status();
    if (status.every(({ commits, failing }) => commits === 0 && !failing)) return;
    if (Date.now() > until) throw new Error(`Not every reader follows: ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
