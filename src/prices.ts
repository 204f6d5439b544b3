import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Prices, readPrices } from './platform/graphql/prices.js';
import { projectRoot } from './platform/project-root.js';

/** What fields of the graph cost and how long its lists are expected to be, as measured: `schema/prices.json`. */
export function prices(): Prices {
  return readPrices(readFileSync(join(projectRoot, 'schema/prices.json'), 'utf8'));
}
