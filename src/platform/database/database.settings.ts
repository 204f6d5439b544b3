import { z } from 'zod';
import { programName } from '../program-name.js';
import { amount, ConfigError, port, secret } from '../setting-kinds.js';

/** Which Postgres is used, and how. */
export const databaseSettings = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe(
      'Address of your own Postgres, version 15 or later. Unset: the hub starts an embedded Postgres.',
    ),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe(
      'The same database with the role that owns it. The hub uses it to update the database, and gives the role of DATABASE_URL only the rights it needs. Unset: DATABASE_URL does everything.',
    ),
  DATABASE_PASSWORD: secret
    .optional()
    .describe(
      'Password for DATABASE_URL, used instead of one in the address. It can contain any characters. Unset: the one in DATABASE_URL.',
    ),
  DATABASE_OWNER_PASSWORD: secret.optional().describe('The same for DATABASE_OWNER_URL.'),
  DATABASE_POOL: amount
    .max(200)
    .default(10)
    .describe(
      'Connections to Postgres per hub process, not counting one that listens. Of 10, 4 read, 4 write and 2 follow changes.',
    ),
  DATA_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      `Folder of the embedded Postgres. Unset: \`.data\` in the project, or a folder in /var/lib/${programName} if root runs the hub from a private home.`,
    ),
  DATABASE_PORT: port.default(0).describe('Preferred port of the embedded Postgres. 0: any free port.'),
});
export type DatabaseSettings = z.output<typeof databaseSettings>;

/**
 * The addresses of the database, each with its password.
 * @throws ConfigError if they do not fit together.
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

/** The address of a database with the password from its own setting. */
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
