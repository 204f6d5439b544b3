import { createEmbeddedEngine } from '../../src/platform/search/embedded/embedded-engine.js';
import { describeSearchContract } from './describe-search-contract.js';

describeSearchContract('embedded', (schema) => createEmbeddedEngine(schema, { sliceMs: 2 }), {
  propertyRuns: Number(process.env.PROPERTY_RUNS || 200), // fewer where mutants are tried
});
