import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineResult, SearchAnswerer, SearchQuery } from '../port.js';
import { canariesFor, liesBetween } from './canaries.js';
import { type Fault, faultOf } from './fault.js';

/** How often the primary is tried before it counts as faulty. By then a brief failure, or two overlapping writes, are over. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 100;
const POLL_MS = 10;

/** What a check needs. */
export interface PrimaryCheckOptions {
  readonly primary: SearchAnswerer;
  /** Known to be right: the primary is compared with it. */
  readonly fallback: SearchAnswerer;
  /** Sends a query to the primary, with a time limit. */
  readonly ask: (query: SearchQuery) => Promise<EngineResult>;
  /** The keyword fields on which to try a filter. */
  readonly keywords: readonly string[];
  /** How long the primary may take to reflect what the fallback already reflects. */
  readonly patienceMs: number;
}

/**
 * Finds out whether the primary engine is healthy, has caught up with the fallback, and agrees with it on the canary
 * queries; null if all is well. It detects an index that was emptied, cut short or lost its settings.
 *
 * @throws only if `signal` is aborted.
 */
export async function checkPrimary(options: PrimaryCheckOptions, signal: AbortSignal): Promise<Fault | null> {
  for (let look = 1; ; look++) {
    const fault = await lookOnce(options, signal);
    if (fault === null || look === LOOKS) return fault;
    await sleep(BETWEEN_LOOKS_MS, undefined, { signal, ref: false });
  }
}

async function lookOnce(
  { primary, fallback, ask, keywords, patienceMs }: PrimaryCheckOptions,
  signal: AbortSignal,
): Promise<Fault | null> {
  const { appliedChange } = fallback.status();
  const canaries = await canariesFor(fallback, keywords);
  const before = await askAll(fallback, canaries);
  const caughtUp = await reaches(primary, () => appliedChange, patienceMs, signal);
  let answers: EngineResult[];
  try {
    answers = await Promise.all(canaries.map(ask));
  } catch (error) {
    return faultOf(error); // says more than that it is behind, and may be the reason for that
  }
  if (!caughtUp) return 'behind';
  const after = await askAll(fallback, canaries);
  return answers.every((answer, i) => liesBetween(before[i]!, answer, after[i]!)) ? null : 'different';
}

function askAll(engine: SearchAnswerer, queries: readonly SearchQuery[]): Promise<EngineResult[]> {
  return Promise.all(queries.map((query) => engine.search(query)));
}

/** Whether an engine reflects a change within so many milliseconds. The change can move on in the meantime. */
export async function reaches(
  engine: SearchAnswerer,
  change: () => number,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (engine.status().appliedChange < change()) {
    if (performance.now() >= deadline) return false;
    await sleep(POLL_MS, undefined, { signal, ref: false });
  }
  return true;
}
