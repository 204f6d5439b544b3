import type { IndexLag } from '../../platform/search/index-lag.js';
import type { Degradation, Provenance } from '../../platform/search/port.js';

/** A sentence for people about each way in which results can be worse than usual. */
const SENTENCES: Readonly<Record<Degradation, string>> = {
  ENGINE_FAILOVER:
    'The main search engine is not available, so the built-in one was used. It finds the same offerings, but a text search may list them in a different order.',
  STALE: 'The newest changes may be missing from these results. An earlier search already included them.',
};

/** Which engine and index the results come from, how up to date they are, and in which ways they are worse than usual. */
export function searchMeta(provenance: Provenance, indexLag: IndexLag) {
  const { engine, generation, appliedChange, degraded = [] } = provenance;
  const { changes, milliseconds } = indexLag.behind(appliedChange);
  return {
    engine,
    generation,
    appliedChange,
    changesBehind: changes,
    lagMilliseconds: milliseconds,
    degraded: degraded.map((code) => ({ code, sentence: SENTENCES[code] })),
  };
}
