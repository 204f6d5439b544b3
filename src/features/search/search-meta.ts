import type { IndexLag } from '../../platform/search/index-lag.js';
import type { Degradation, Provenance } from '../../platform/search/port.js';

/** One sentence for people about each way in which an answer can be less than it should be. */
const SENTENCES: Readonly<Record<Degradation, string>> = {
  ENGINE_FAILOVER:
    'The main search engine is not available, so the built-in one answered: the same offerings are found, but the order of a text search may differ.',
  STALE: 'The newest changes may be missing: an earlier search already knew of them.',
};

/** Where an answer comes from, how fresh it is and what is not as it should be, as any answer of the hub can say. */
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
