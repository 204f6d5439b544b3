import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer; undefined when `limitMs` milliseconds have passed without one. */
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
