import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Prices, readPrices } from './platform/graphql/prices.js';
import { projectRoot } from './platform/project-root.js';

/** The measured costs of the graph's fields and the expected lengths of its lists: `schema/prices.json`. */
export function prices(): Prices {
  return readPrices(readFileSync(join(projectRoot, 'schema/prices.json'), 'utf8'));
}
