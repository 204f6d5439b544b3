import { z } from 'zod';
import { isHostName } from './platform/http/hosts.js';
import { isNetwork } from './platform/http/ip-address.js';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const amount = z.coerce.number().int().positive();
const milliseconds = amount.max(2_147_483_647);

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
const listOf = (isOne: (text: string) => boolean, error: string) =>
  list.pipe(z.array(z.string()).refine((all) => all.every(isOne), error));
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
  DATABASE_PASSWORD: secret
    .optional()
    .describe(
      'Password for DATABASE_URL, in place of one written in it; any characters. Unset: the one in DATABASE_URL.',
    ),
  DATABASE_OWNER_PASSWORD: secret.optional().describe('The same for DATABASE_OWNER_URL.'),
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
  ALLOWED_HOSTS: listOf(
    isHostName,
    'must be names without a port, like "hub.example.org,192.0.2.1"',
  ).describe(
    'Comma-separated host names by which the hub is called. Empty: any, but over the loopback interface only localhost, 127.0.0.1 and [::1], which are always answered.',
  ),
  ALLOWED_ORIGINS: list.describe(
    'Comma-separated origins whose browser pages may call the API (CORS). Empty: none.',
  ),
  EXPLORER: flag.default(true).describe('Serve the GraphQL explorer at /graphql: `true` or `false`.'),
  MAX_DEPTH: amount.default(12).describe('Deepest nesting of fields in one operation.'),
  MAX_ALIASES: amount.default(30).describe('Most aliases in one operation.'),
  MAX_COST: amount.default(10_000).describe('Highest cost of one operation (see `extensions.cost`).'),
  MAX_FIELDS_PUBLIC: amount
    .default(50_000)
    .describe('Most fields of one answer to whoever has not signed in; what is beyond ends it.'),
  MAX_FIELDS_CLIENT: amount.default(200_000).describe('The same for whoever has signed in.'),
  MAX_BYTES_PUBLIC: amount
    .default(4_000_000)
    .describe('Most bytes of one answer, roughly, to whoever has not signed in.'),
  MAX_BYTES_CLIENT: amount.default(16_000_000).describe('The same for whoever has signed in.'),
  BUDGETS: flag
    .default(true)
    .describe('Limit what clients may spend in a minute (see `extensions.rateLimit`): `true` or `false`.'),
  BUDGET_PUBLIC: amount
    .default(200_000)
    .describe('Cost that all who ask without signing in from one address may spend in a minute.'),
  BUDGET_CLIENT: amount
    .default(2_000_000)
    .describe('Cost that somebody who has signed in, or the program of an API key, may spend in a minute.'),
  OPERATIONS_AT_ONCE_PUBLIC: amount
    .max(1_000)
    .default(4)
    .describe('Operations that run at once of all who ask without signing in from one address; others wait.'),
  OPERATIONS_AT_ONCE_CLIENT: amount
    .max(1_000)
    .default(16)
    .describe('Operations that run at once of somebody who has signed in, or of the program of an API key.'),
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
  TRUSTED_PROXIES: listOf(isNetwork, 'must be addresses or networks, like "127.0.0.1,10.0.0.0/8"').describe(
    'Comma-separated addresses or networks of proxies whose `x-forwarded-for` is believed. Empty: none.',
  ),
  BODY_LIMIT: amount.default(100_000).describe('Largest request body in bytes.'),
  MAX_CONNECTIONS: amount.default(2_000).describe('Most connections that clients may have open, in all.'),
  MAX_CONNECTIONS_PER_ADDRESS: amount
    .default(200)
    .describe('Most of them from one address (IPv6: one /64 network). Trusted proxies may have more.'),
  MAX_UNREAD_BYTES: amount
    .default(50_000_000)
    .describe(
      'Most bytes of answers kept in all for clients that do not read them. Beyond it whoever has most is cut off.',
    ),
  REQUEST_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe('Time in milliseconds within which a client must have sent its request.'),
  WRITE_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe(
      'Time in milliseconds after which a client that reads nothing of its answer is cut off, though never before an operation may have taken its time; it has four times as long for all of it.',
    ),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds
    .default(72_000)
    .describe('Time in milliseconds that a connection stays open without a request.'),
  OPERATION_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe('Time in milliseconds after which a query is given up; a mutation gets four times as long.'),
  DRAIN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .describe(
      'Time in milliseconds for which a hub goes on after SIGTERM, while /health/ready answers 503. Ctrl-C: none.',
    ),
  DRAIN_TIMEOUT_MS: milliseconds
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
  OIDC_TOKEN_TYPE: z
    .enum(['any', 'at+jwt'])
    .default('any')
    .describe(
      '`at+jwt`: only tokens that say in their header that they are access tokens (RFC 9068). `any`: all but those that say they are something else.',
    ),
  DEVELOPMENT_SIGN_IN: z
    .enum(['auto', 'open', 'true', 'false'])
    .default('auto')
    .describe(
      'Let somebody at this machine sign in as anything, at /dev/token. `auto`: with the code that the start prints, where it is safe (below). `open`: without a code. `open` and `true` (as `auto`) end the start where it is not safe.',
    ),
  NODE_ENV: z
    .string()
    .optional()
    .describe('`production`: nobody signs in as anything, whatever else is set.'),
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
const SECRET = /^DATABASE_(?:OWNER_)?(?:URL|PASSWORD)$|^MEILISEARCH_URL$|_KEY$/;

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
    const DATABASE_URL = withPassword(result.data, 'DATABASE_URL', 'DATABASE_PASSWORD');
    const DATABASE_OWNER_URL = withPassword(result.data, 'DATABASE_OWNER_URL', 'DATABASE_OWNER_PASSWORD');
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
    return { ...result.data, DATABASE_URL, DATABASE_OWNER_URL };
  }
  const wrong = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = SECRET.test(name) ? '(not shown)' : JSON.stringify(given[name]);
    return `${name}=${value}: ${issue.message}`;
  });
  throw new ConfigError(`Wrong setting: ${wrong.join('; ')}`);
}

/** The address of a database with the password that was given beside it. */
function withPassword(
  config: Config,
  urlName: 'DATABASE_URL' | 'DATABASE_OWNER_URL',
  passwordName: 'DATABASE_PASSWORD' | 'DATABASE_OWNER_PASSWORD',
): string | undefined {
  const { [urlName]: address, [passwordName]: password } = config;
  if (password === undefined) return address;
  const url = address === undefined ? null : new URL(address);
  if (url) url.password = encodeURIComponent(password);
  if (!url?.password) throw new ConfigError(`Wrong setting: ${passwordName} needs ${urlName} with a host.`);
  return url.href;
}

function isSameRole(owner: string, url: string | undefined): boolean {
  return url === undefined || new URL(owner).username === new URL(url).username;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Whether somebody at this machine may sign in as anything: only on an embedded database, where nobody else is meant to come
 * in: on the loopback address, without an identity provider, a proxy or a name of its own, and not in production.
 * @throws ConfigError when it is asked for where it would open a real register.
 */
export function wantsDevelopmentSignIn(config: Config): boolean {
  const { DEVELOPMENT_SIGN_IN, HOST, NODE_ENV, ALLOWED_HOSTS, TRUSTED_PROXIES } = config;
  const obstacles = [
    ...(config.DATABASE_URL ? ['DATABASE_URL is set'] : []),
    ...(config.OIDC_ISSUER ? ['OIDC_ISSUER is set'] : []),
    ...(LOOPBACK.includes(HOST) ? [] : ['HOST can be reached from other machines']),
    ...(TRUSTED_PROXIES.length > 0 ? ['TRUSTED_PROXIES is set'] : []),
    ...(ALLOWED_HOSTS.length > 0 ? ['ALLOWED_HOSTS is set'] : []),
    ...(NODE_ENV === 'production' ? ['NODE_ENV is "production"'] : []),
  ];
  if (['true', 'open'].includes(DEVELOPMENT_SIGN_IN) && obstacles.length > 0) {
    throw new ConfigError(
      `Wrong setting: DEVELOPMENT_SIGN_IN="${DEVELOPMENT_SIGN_IN}" would let everybody be administrator, and ` +
        `${obstacles.join(' and ')}. Leave it out.`,
    );
  }
  return DEVELOPMENT_SIGN_IN !== 'false' && obstacles.length === 0;
}
