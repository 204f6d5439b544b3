import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Prices, pricesRule } from './platform/graphql/prices.js';
import { projectRoot } from './platform/project-root.js';

/** The committed prices, as they were measured (`npm run prices`). @throws when the file is missing or not such a list. */
export function priceList(): Prices {
  return pricesRule.parse(JSON.parse(readFileSync(join(projectRoot, 'schema', 'prices.json'), 'utf8')));
}
