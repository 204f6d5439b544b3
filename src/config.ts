import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const amount = z.coerce.number().int().positive();

const secret = z.string().min(1);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  );
const claim = z.string().min(1).max(200);
const isSafeAddress = (text: string) =>
  /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(text);

/** Every setting of the hub: one line each, documented in docs/operator.md from these very descriptions. */
export const settings = z.object({
  PORT: port.default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe('A Postgres 15 or later of your own. Unset: an embedded Postgres is started.'),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe(
      'The same database as its owner, who brings it up to date and gives the role of DATABASE_URL no more rights than it needs. Unset: DATABASE_URL does it all.',
    ),
  DATABASE_POOL: amount
    .max(200)
    .default(10)
    .describe(
      'Connections to Postgres per hub process, beside one that listens: of 10, 4 read, 4 write, 2 follow changes.',
    ),
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
  ALLOWED_ORIGINS: list.describe(
    'Comma-separated origins whose browser pages may call the API (CORS). Empty: none.',
  ),
  EXPLORER: flag.default(true).describe('Serve the GraphQL explorer at /graphql: `true` or `false`.'),
  MAX_DEPTH: amount.default(12).describe('Deepest nesting of fields in one operation.'),
  MAX_ALIASES: amount.default(30).describe('Most aliases in one operation.'),
  MAX_COST: amount.default(10_000).describe('Highest cost of one operation (see `extensions.cost`).'),
  BUDGETS: flag
    .default(true)
    .describe('Limit what clients may spend in a minute (see `extensions.rateLimit`): `true` or `false`.'),
  BUDGET_PUBLIC: amount
    .default(200_000)
    .describe('Cost that all who ask without signing in from one address may spend in a minute.'),
  BUDGET_CLIENT: amount
    .default(2_000_000)
    .describe('Cost that somebody who has signed in, or the program of an API key, may spend in a minute.'),
  TRUSTED_DOCUMENTS: z
    .string()
    .min(1)
    .optional()
    .describe('File (JSON) with documents of your own clients, by `sha256:` and their SHA-256. Unset: none.'),
  ARBITRARY_DOCUMENTS: z
    .enum(['everybody', 'signed-in', 'nobody'])
    .default('everybody')
    .describe(
      'Who may send documents of their own: `everybody`, `signed-in` or `nobody`. All others send ids of trusted ones.',
    ),
  TRUSTED_PROXIES: list.describe(
    'Comma-separated addresses or networks of proxies whose `x-forwarded-for` is believed. Empty: none.',
  ),
  BODY_LIMIT: amount.default(100_000).describe('Largest request body in bytes.'),
  OPERATION_TIMEOUT_MS: amount
    .default(10_000)
    .describe('Time in milliseconds after which a query is given up; a mutation gets four times as long.'),
  DRAIN_TIMEOUT_MS: amount
    .default(10_000)
    .describe('Time in milliseconds that requests in flight get to finish at shutdown.'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https:// address' })
    .refine(isSafeAddress, 'must be an https:// address')
    .optional()
    .describe('Identity provider whose tokens are accepted (OpenID Connect issuer). Unset: none.'),
  OIDC_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('What the audience of its tokens must contain; needed with OIDC_ISSUER.'),
  OIDC_ROLE_CLAIM: claim
    .default('roles')
    .describe('Claim with the roles: its name, or the way to it, such as `realm_access.roles`.'),
  OIDC_ROLE_NAMES: list
    .pipe(
      z.array(
        z
          .string()
          .regex(/^[^=]+=[a-z_]+$/, 'must be like "AP officers=commissioner,AP admins=administrator"'),
      ),
    )
    .describe('Comma-separated `their name=our role`, where the provider calls roles otherwise.'),
  OIDC_LOCAL_AUTHORITY_CLAIM: claim
    .default('local_authorities')
    .describe('Claim with the codes of the local authorities in which the roles hold.'),
  OIDC_PROVIDER_CLAIM: claim
    .default('providers')
    .describe('Claim with the ids of the providers (`prv_...`) for which the roles hold.'),
  DEVELOPMENT_SIGN_IN: z
    .enum(['auto', 'true', 'false'])
    .default('auto')
    .describe(
      'Let everybody on this machine sign in as anything, at /dev/token. `auto`: with the embedded Postgres, on 127.0.0.1, without OIDC_ISSUER.',
    ),
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
const SECRET = /^DATABASE_(OWNER_)?URL$|^MEILISEARCH_(URL|.*KEY)$/;

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
    const { SEARCH_ENGINE, MEILISEARCH_URL, OIDC_ISSUER, OIDC_AUDIENCE } = result.data;
    const { DATABASE_URL, DATABASE_OWNER_URL } = result.data;
    if (DATABASE_OWNER_URL !== undefined && isSameRole(DATABASE_OWNER_URL, DATABASE_URL)) {
      throw new ConfigError('Wrong setting: DATABASE_OWNER_URL needs a DATABASE_URL with another role.');
    }
    if (SEARCH_ENGINE === 'meilisearch' && MEILISEARCH_URL === undefined) {
      throw new ConfigError('Wrong setting: SEARCH_ENGINE="meilisearch" needs MEILISEARCH_URL.');
    }
    if (OIDC_ISSUER !== undefined && OIDC_AUDIENCE === undefined) {
      throw new ConfigError('Wrong setting: OIDC_ISSUER needs OIDC_AUDIENCE.');
    }
    wantsDevelopmentSignIn(result.data);
    return result.data;
  }
  const wrong = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = SECRET.test(name) ? '(not shown)' : JSON.stringify(given[name]);
    return `${name}=${value}: ${issue.message}`;
  });
  throw new ConfigError(`Wrong setting: ${wrong.join('; ')}`);
}

function isSameRole(owner: string, url: string | undefined): boolean {
  return url === undefined || new URL(owner).username === new URL(url).username;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Whether everybody may sign in as anything: only on an embedded database, only for this machine, and only without an
 * identity provider.
 * @throws ConfigError when it is asked for where it would open a real register.
 */
export function wantsDevelopmentSignIn(config: Config): boolean {
  const { DEVELOPMENT_SIGN_IN, DATABASE_URL, OIDC_ISSUER, HOST } = config;
  const obstacles = [
    ...(DATABASE_URL ? ['DATABASE_URL is set'] : []),
    ...(OIDC_ISSUER ? ['OIDC_ISSUER is set'] : []),
    ...(LOOPBACK.includes(HOST) ? [] : ['HOST can be reached from other machines']),
  ];
  if (DEVELOPMENT_SIGN_IN === 'true' && obstacles.length > 0) {
    throw new ConfigError(
      'Wrong setting: DEVELOPMENT_SIGN_IN="true" would let everybody be administrator, and ' +
        `${obstacles.join(' and ')}. Leave it out.`,
    );
  }
  return DEVELOPMENT_SIGN_IN !== 'false' && obstacles.length === 0;
}
