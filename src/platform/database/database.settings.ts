import { z } from 'zod';
import { programName } from '../program-name.js';
import { amount, ConfigError, port, secret } from '../setting-kinds.js';

/** Which Postgres is used, and how. */
export const databaseSettings = z.object({
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
      `Folder of the embedded Postgres. Unset: \`.data\` in the project, or below /var/lib/${programName} for root under a private home.`,
    ),
  DATABASE_PORT: port.default(0).describe('Preferred port of the embedded Postgres; 0 takes a free one.'),
});
export type DatabaseSettings = z.output<typeof databaseSettings>;

/**
 * The addresses of the database, each with its password.
 * @throws ConfigError when they do not go together.
 */
export function databaseAddresses(
  config: DatabaseSettings,
): Pick<DatabaseSettings, 'DATABASE_URL' | 'DATABASE_OWNER_URL'> {
  const DATABASE_URL = withPassword(config, 'DATABASE_URL', 'DATABASE_PASSWORD');
  const DATABASE_OWNER_URL = withPassword(config, 'DATABASE_OWNER_URL', 'DATABASE_OWNER_PASSWORD');
  if (DATABASE_OWNER_URL !== undefined && isSameRole(DATABASE_OWNER_URL, DATABASE_URL)) {
    throw new ConfigError('Wrong setting: DATABASE_OWNER_URL needs a DATABASE_URL with another role.');
  }
  return { DATABASE_URL, DATABASE_OWNER_URL };
}

/** The address of a database with the password that was given beside it. */
function withPassword(
  config: DatabaseSettings,
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
