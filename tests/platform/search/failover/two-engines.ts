import { createEmbeddedEngine } from '../../../../src/platform/search/embedded/embedded-engine.js';
import {
  createFailoverEngine,
  type FailoverEngine,
  type FailoverOptions,
} from '../../../../src/platform/search/failover/failover-engine.js';
import type { EngineResult, SearchDocument, SearchEngine } from '../../../../src/platform/search/port.js';
import { aDocument, aQuery, contractSchema, inBatches } from '../../../contract/contract-schema.js';
import { TEST_NOW, TestClock } from '../../../support/test-clock.js';
import { ScriptedEngine } from './scripted-engine.js';

/** Two engines that hold the same, the failover over them, and what it logged. */
export interface TwoEngines {
  readonly primary: ScriptedEngine;
  readonly fallback: SearchEngine;
  readonly failover: FailoverEngine;
  readonly clock: TestClock;
  readonly logged: { readonly facts: object; readonly message: string }[];
  /** How often the primary was rebuilt. */
  repairs(): number;
  /** The answer to a query for everything with that need. */
  ask(need?: string): Promise<EngineResult>;
  /** Where that answer came from, and what it says is degraded. */
  asked(need?: string): Promise<string>;
  /** Checks so often, letting a minute pass before each. */
  checks(times: number): Promise<void>;
}

const needs = ['SEMH', 'ASC', 'MLD'];

/** Thirty documents, ten with each need. */
export const documents: readonly SearchDocument[] = Array.from({ length: 30 }, (_, i) =>
  aDocument(`d${String(i).padStart(2, '0')}`, { keywords: { needs: [needs[i % 3]!] } }),
);

/** Starts with both engines filled as of change 1; the primary answers. */
export async function startTwoEngines(options: Partial<FailoverOptions> = {}): Promise<TwoEngines> {
  const primary = new ScriptedEngine();
  const fallback = createEmbeddedEngine(contractSchema);
  for (const engine of [primary, fallback]) await engine.rebuild(inBatches(documents), 1);
  const clock = new TestClock(TEST_NOW);
  const logged: TwoEngines['logged'] = [];
  const note = (facts: object, message: string) => void logged.push({ facts, message });
  let repairs = 0;
  const failover = createFailoverEngine({
    primary,
    fallback,
    keywords: contractSchema.keywords,
    repair: async () => {
      repairs++;
      await primary.rebuild(inBatches(documents), fallback.status().appliedChange);
    },
    clock,
    log: { info: note, warn: note },
    options: { timeoutMs: 100, patienceMs: 30, ...options },
  });
  await failover.check();
  const ask = async (need?: string) =>
    failover.search(
      aQuery(need === undefined ? {} : { conditions: [{ kind: 'anyOf', field: 'needs', values: [need] }] }),
    );
  return {
    primary,
    fallback,
    failover,
    clock,
    logged,
    repairs: () => repairs,
    ask,
    async asked(need) {
      const { engine, degraded = [] } = (await ask(need)).provenance;
      return [engine, ...degraded].join(' ');
    },
    async checks(times) {
      for (let i = 0; i < times; i++) {
        clock.pass(60_000);
        await failover.check();
      }
    },
  };
}

/** Where an answer of the fallback comes from, as `asked` puts it. */
export const FALLBACK = 'embedded ENGINE_FAILOVER';

/** A batch that writes documents of these ids. */
export const asWritten = (ids: readonly string[]) => ({
  upserts: ids.map((id) => aDocument(id, { keywords: { needs: ['SEMH'] } })),
  deletes: [],
});

/** Fails so many searches in a row. */
export async function fail({ primary, ask }: TwoEngines, times = 3): Promise<void> {
  primary.fault = 'unavailable';
  for (let i = 0; i < times; i++) await ask();
}
