import { z } from 'zod';
import { ConfigError, secret } from '../../platform/setting-kinds.js';

/** What answers searches. */
export const searchSettings = z.object({
  SEARCH_ENGINE: z
    .enum(['embedded', 'meilisearch'])
    .default('embedded')
    .describe('What answers searches: `embedded` (in this process) or `meilisearch` (a server).'),
  MEILISEARCH_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional()
    .describe('Address of the Meilisearch server, 1.36 or a later 1.x.'),
  MEILISEARCH_SEARCH_KEY: secret
    .optional()
    .describe('Key that may search the index. Unset: a server without keys.'),
  MEILISEARCH_INDEX_KEY: secret
    .optional()
    .describe('Key that may write and build indexes, but not manage keys. Unset: a server without keys.'),
  MEILISEARCH_INDEX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be 1 to 100 letters, digits, "-" or "_"')
    .default('offerings')
    .describe('Name of the index; one being built beside it is called the same with `_` and a number.'),
});
export type SearchSettings = z.output<typeof searchSettings>;

/** @throws ConfigError when they do not go together. */
export function checkSearch({ SEARCH_ENGINE, MEILISEARCH_URL }: SearchSettings): void {
  if (SEARCH_ENGINE === 'meilisearch' && MEILISEARCH_URL === undefined) {
    throw new ConfigError('Wrong setting: SEARCH_ENGINE="meilisearch" needs MEILISEARCH_URL.');
  }
}
