import { setTimeout as sleep } from 'node:timers/promises';

/** How long something is waited for, and how often it is looked at, in milliseconds. */
interface Patience {
  readonly within?: number;
  readonly every?: number;
}

/** What says that something is not so yet. */
type Nothing = undefined | null | false | 0 | '';

/**
 * Waits until something is so, and returns what the condition returned then. Give `what` as the rest of "Waited in vain until ...", or what says it, with what is so instead.
 * @throws when it has not become so in time; what the condition throws, at once.
 */
export async function until<T>(
  what: string | (() => string),
  isSo: () => T | Promise<T>,
  { within = 20_000, every = 10 }: Patience = {},
): Promise<Exclude<T, Nothing>> {
  const end = performance.now() + within;
  for (;;) {
    const found = await isSo();
    if (found) return found as Exclude<T, Nothing>;
    if (performance.now() > end) {
      const said = typeof what === 'string' ? what : what();
      throw new Error(`Waited in vain, for ${within / 1_000} s, until ${said}`);
    }
    await sleep(every);
  }
}
