import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const amount = z.coerce.number().int().positive();

const secret = z.string().min(1);

/** Every setting of the hub: one line each, documented in docs/operator.md from these very descriptions. */
export const settings = z.object({
  PORT: port.default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe('A Postgres 15 or later of your own. Unset: an embedded Postgres is started.'),
  DATABASE_POOL: amount.max(200).default(10).describe('Connections to Postgres per hub process.'),
  DATA_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the embedded Postgres. Unset: `.data` in the project, or below /var/lib/ap-hub for root under a private home.',
    ),
  DATABASE_PORT: port.default(0).describe('Preferred port of the embedded Postgres; 0 takes a free one.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged.'),
  DEMONSTRATION: z
    .enum(['auto', 'true', 'false'])
    .default('auto')
    .describe('Load invented demonstration data. `auto`: only into the embedded Postgres.'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .describe('Comma-separated origins whose browser pages may call the API (CORS). Empty: none.'),
  EXPLORER: flag.default(true).describe('Serve the GraphQL explorer at /graphql: `true` or `false`.'),
  MAX_DEPTH: amount.default(12).describe('Deepest nesting of fields in one operation.'),
  MAX_ALIASES: amount.default(30).describe('Most aliases in one operation.'),
  MAX_COST: amount.default(10_000).describe('Highest cost of one operation (see `extensions.cost`).'),
  BODY_LIMIT: amount.default(100_000).describe('Largest request body in bytes.'),
  OPERATION_TIMEOUT_MS: amount
    .default(10_000)
    .describe('Time in milliseconds after which an operation is given up.'),
  DRAIN_TIMEOUT_MS: amount
    .default(10_000)
    .describe('Time in milliseconds that requests in flight get to finish at shutdown.'),
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

/** Settings whose value is a secret or contains one: never shown. */
const SECRET = /^DATABASE_URL$|^MEILISEARCH_(URL|.*KEY)$/;

/** The hub's settings, checked. */
export type Config = z.output<typeof settings>;

/** A setting that cannot be used; the message is one line for an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws ConfigError naming every wrong variable and what it must be, on one line.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (result.success) {
    const { SEARCH_ENGINE, MEILISEARCH_URL, DATABASE_POOL } = result.data;
    if (SEARCH_ENGINE === 'meilisearch' && MEILISEARCH_URL === undefined) {
      throw new ConfigError('Wrong setting: SEARCH_ENGINE="meilisearch" needs MEILISEARCH_URL.');
    }
    // A write to the index holds two connections, a rebuild one more, and searches want theirs.
    if (SEARCH_ENGINE === 'meilisearch' && DATABASE_POOL < 5) {
      throw new ConfigError(
        'Wrong setting: SEARCH_ENGINE="meilisearch" needs a DATABASE_POOL of 5 at least.',
      );
    }
    return result.data;
  }
  const wrong = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = SECRET.test(name) ? '(not shown)' : JSON.stringify(given[name]);
    return `${name}=${value}: ${issue.message}`;
  });
  throw new ConfigError(`Wrong setting: ${wrong.join('; ')}`);
}
