import { setTimeout as sleep } from 'node:timers/promises';

/** Asks repeatedly until there is a result; undefined if there is none within `limitMs` milliseconds. */
export async function poll<T>(
  ask: () => T | undefined,
  { everyMs, limitMs }: { readonly everyMs: number; readonly limitMs: number },
): Promise<T | undefined> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = ask();
    if (answer !== undefined || performance.now() > end) return answer;
    await sleep(everyMs);
  }
}
