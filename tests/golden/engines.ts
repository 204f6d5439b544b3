import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { londonDay } from '../../src/platform/clock.js';
import { answersFrom, startPrimary } from '../contract/meilisearch-primary.js';
import { serverMissing } from '../contract/meilisearch-server.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';

/** A search engine that the golden queries are asked of. */
export interface GoldenEngine {
  readonly name: string;
  /** Why it cannot be asked here, such as that its server is not there; null when it can. */
  readonly missing: string | null;
  /** A hub on this engine, with the demonstration as of the tests' day. */
  start(): Promise<TestHub>;
}

/** Every engine: one line each. */
export const engines: readonly GoldenEngine[] = [
  { name: 'embedded', missing: null, start: () => startTestHub(demonstration) },
  { name: 'meilisearch', missing: serverMissing, start: onMeilisearch },
];

async function demonstration({ pool }: TestHub['database']): Promise<void> {
  await loadDemonstration(pool, londonDay(TEST_NOW));
}

async function onMeilisearch(): Promise<TestHub> {
  const primary = await startPrimary('golden');
  const hub = await startTestHub(demonstration, primary);
  await answersFrom(hub, 'meilisearch');
  return {
    ...hub,
    async stop() {
      await hub.stop();
      await primary.stop();
    },
  };
}
