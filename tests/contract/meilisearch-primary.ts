import type { EngineMaker, Search, SearchSetting } from '../../src/features/search/search.feature.js';
import { postgresCheckpoints } from '../../src/platform/search/checkpoint.repository.js';
import { openMeilisearchEngine } from '../../src/platform/search/meilisearch/meilisearch-engine.js';
import { meilisearchServer } from '../../src/platform/search/meilisearch/server.js';
import { startMeilisearch } from './meilisearch-server.js';

/** A busy machine is not the engine's fault: the engine gets more time than a hub would give it, and is trusted at once. */
const PATIENT = { timeoutMs: 10_000, patienceMs: 60_000, passes: 1, returnAfterMs: 0 };

/** A real Meilisearch server, as a hub takes it for its primary engine: on an index of its own. */
export interface Primary extends SearchSetting {
  readonly primary: EngineMaker;
  /** The server's process; undefined when it is not ours and may run anywhere. */
  readonly pid: number | undefined;
  /** Deletes the index, and stops the server that was started. */
  stop(): Promise<void>;
}

/** Starts a server, or takes the one of `MEILISEARCH_URL`; its index carries the name given and this process's id. */
export async function startPrimary(name: string): Promise<Primary> {
  const { url, masterKey, pid, stop } = await startMeilisearch();
  const server = meilisearchServer({ url, searchKey: masterKey, indexKey: masterKey });
  const index = `${name}_${process.pid}`;
  return {
    primary: (pool, schema) =>
      openMeilisearchEngine(schema, {
        server,
        index,
        checkpoints: postgresCheckpoints(pool, index),
        searchTimeoutMs: PATIENT.timeoutMs,
      }),
    failover: PATIENT,
    pid,
    async stop() {
      await server.writing.deleteIndexIfExists(index);
      await stop();
    },
  };
}

/** Resolves when the hub's searches use its primary engine, whose index may have to be built first. */
export async function answersFrom(hub: Pick<Search, 'failover'>, primary: string): Promise<void> {
  const { failover } = hub;
  while (failover && failover.standing().engine !== primary) await failover.check();
}
