import { createEmbeddedEngine } from '../../../dist/src/platform/search/embedded/embedded-engine.js';
import { startPrimary } from '../../../dist/tests/contract/meilisearch-primary.js';
import { serverMissing } from '../../../dist/tests/contract/meilisearch-server.js';

const kinds = {
  embedded: {
    missing: null,
    start: async () => ({ make: (_pool, schema) => createEmbeddedEngine(schema), stop: async () => {} }),
  },
  meilisearch: {
    missing: serverMissing,
    async start() {
      const primary = await startPrimary('bench');
      return { ...primary, primary, make: primary.primary };
    },
  },
};

/** The engines of these names that can be measured here; `say` is called with those that cannot, and why. */
export function presentEngines(names, say) {
  return names.filter((name) => {
    const { missing } = kinds[name] ?? { missing: `there are ${Object.keys(kinds).join(' and ')}` };
    if (missing) say(`LEFT OUT: ${name}: ${missing}.`);
    return !missing;
  });
}

/**
 * Starts an engine: what makes it (`make`), what a hub takes to have it for its primary (`primary`), the process that it runs
 * in unless that is this one or one elsewhere (`pid`), and a function that stops it.
 */
export const startEngine = (name) => kinds[name].start();
