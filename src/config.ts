import { z } from 'zod';
import { demonstrationSettings } from './features/demonstration/demonstration.settings.js';
import { checkIdentity, identitySettings } from './features/identity/identity.settings.js';
import { checkMail, mailSettings } from './features/mail/mail.settings.js';
import { checkSearch, searchSettings } from './features/search/search.settings.js';
import { databaseAddresses, databaseSettings } from './platform/database/database.settings.js';
import { graphqlSettings } from './platform/graphql/graphql.settings.js';
import { httpSettings } from './platform/http/http.settings.js';
import { ConfigError } from './platform/setting-kinds.js';

/**
 * Every setting of the hub, from the files that define them. The table in docs/operator.md is written from these
 * descriptions.
 */
export const settings = z.object({
  ...httpSettings.shape,
  ...databaseSettings.shape,
  ...demonstrationSettings.shape,
  ...graphqlSettings.shape,
  ...identitySettings.shape,
  ...searchSettings.shape,
  ...mailSettings.shape,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged.'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('`production`: development sign-in is off, whatever the other settings say.'),
});

/** Settings whose value is a secret or contains one. It is never shown. */
const SECRET = /^DATABASE_(?:OWNER_)?(?:URL|PASSWORD)$|^(?:MEILISEARCH|SMTP)_URL$|_KEY$/;

/** The hub's settings, checked. */
export type Config = z.output<typeof settings>;

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws ConfigError naming every wrong variable and what it must be, on one line.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (result.success) {
    const config = { ...result.data, ...databaseAddresses(result.data) };
    checkSearch(config);
    checkIdentity(config);
    checkMail(config);
    wantsDevelopmentSignIn(config);
    return config;
  }
  const wrong = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = SECRET.test(name) ? '(not shown)' : JSON.stringify(given[name]);
    return `${name}=${value}: ${issue.message}`;
  });
  throw new ConfigError(`Wrong setting: ${wrong.join('; ')}`);
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Whether anyone at this machine may sign in in any role. This is possible only on an embedded database, on the
 * loopback address, without an identity provider, a proxy or a host name, and not in production.
 * @throws ConfigError if the setting asks for it on a hub that others might use.
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
      `Wrong setting: DEVELOPMENT_SIGN_IN="${DEVELOPMENT_SIGN_IN}" would let anyone sign in as administrator, and ` +
        `${obstacles.join(' and ')}. Remove DEVELOPMENT_SIGN_IN.`,
    );
  }
  return DEVELOPMENT_SIGN_IN !== 'false' && obstacles.length === 0;
}
