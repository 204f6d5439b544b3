import { z } from 'zod';
import { ConfigError, secret } from '../../platform/setting-kinds.js';

/** The settings of the search engines. */
export const searchSettings = z.object({
  SEARCH_ENGINE: z
    .enum(['embedded', 'meilisearch'])
    .default('embedded')
    .describe('The search engine: `embedded` (in this process) or `meilisearch` (a server).'),
  MEILISEARCH_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional()
    .describe('The address of the Meilisearch server, version 1.36 or a later 1.x.'),
  MEILISEARCH_SEARCH_KEY: secret
    .optional()
    .describe('The key that can search the index. Leave it out for a server without keys.'),
  MEILISEARCH_INDEX_KEY: secret
    .optional()
    .describe(
      'The key that can write and build indexes, but not manage keys. Leave it out for a server without keys.',
    ),
  MEILISEARCH_INDEX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be 1 to 100 letters, digits, "-" or "_"')
    .default('offerings')
    .describe(
      'The name of the index. An index that is being built has the same name followed by `_` and a number.',
    ),
});
export type SearchSettings = z.output<typeof searchSettings>;

/** @throws ConfigError if the settings do not fit together. */
export function checkSearch({ SEARCH_ENGINE, MEILISEARCH_URL }: SearchSettings): void {
  if (SEARCH_ENGINE === 'meilisearch' && MEILISEARCH_URL === undefined) {
    throw new ConfigError('Wrong setting: SEARCH_ENGINE="meilisearch" needs MEILISEARCH_URL.');
  }
}
