import { type Command, InvalidArgumentError, Option } from 'commander';
import { londonDay } from '../../platform/clock.js';
import type { TextKey } from '../../platform/key-range.js';
import { operator } from './actor.js';
import type { SeenApiKey } from './api-client.repository.js';
import { clientRoles, DEFAULT_KEY_DAYS, MOST_KEY_DAYS } from './api-client.rules.js';
import type { ApiClientService, ListedClient } from './api-client.service.js';

/** Access to the clients in the hub's database. */
export interface OpenedClients {
  readonly clients: ApiClientService;
  /** The global id for a stored id. */
  readonly encodeId: (prefix: string, id: string) => string;
}

/** Opens the clients. `close` is always called once at the end. */
export type OpenClients = () => Promise<OpenedClients & { close(): Promise<void> }>;

interface CreateFlags {
  readonly name: string;
  readonly role: string;
  readonly days: number;
  readonly localAuthority?: string[];
  readonly provider?: string[];
  readonly school?: string[];
  readonly trustedDocumentsOnly?: boolean;
}

const PAGE = 100;

/**
 * Adds `clients create`, `clients list` and `clients revoke` to the operators' commands. They manage API keys without a
 * sign-in, which the first administrator needs. `create` writes only the new key to `out`, so that it can be piped to a
 * safe place.
 */
export function clientsCommands(
  program: Command,
  open: OpenClients,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): void {
  const group = program.command('clients').description('Programs that sign in with API keys.');
  const run = async (work: (opened: OpenedClients) => Promise<void>) => {
    const opened = await open();
    try {
      await work(opened);
    } finally {
      await opened.close();
    }
  };

  group
    .command('create')
    .summary('create a client with a key')
    .description(
      'Creates a client and its first key. Writes the key to standard output, only this once, and everything else to standard error.\n\n' +
        'You do not need to sign in, because anyone who can write to the database can do anything. The change log names "operator".',
    )
    .requiredOption('--name <name>', 'the name of the client, such as "Norfolk school portal"')
    .addOption(
      new Option('--role <role>', 'the role, which decides what the client may do')
        .choices(Object.keys(clientRoles).map((role) => role.toLowerCase()))
        .makeOptionMandatory(),
    )
    .option(
      '--days <days>',
      `how many days the key is valid, from 1 to ${MOST_KEY_DAYS}`,
      days,
      DEFAULT_KEY_DAYS,
    )
    .option(
      '--local-authority <code...>',
      'codes of the local authorities where the client may use its role, such as 926 (a commissioner needs at least one)',
    )
    .option('--provider <id...>', 'ids of the providers that a provider editor may edit, such as prv_...')
    .option('--school <urn...>', 'URNs of the schools that a school or partner may hold places for')
    .option('--trusted-documents-only', 'let the key send only trusted documents')
    .action((flags: CreateFlags) => run((opened) => create(opened, flags, out, err)));

  group
    .command('list')
    .description('List clients by name, with their valid keys and when each key was last used.')
    .action(() => run((opened) => list(opened, out)));

  group
    .command('revoke')
    .description('Revoke a key. It stops working within a second in every hub that is running.')
    .argument('<key id>', 'the id of the key, such as key_..., from `clients list`')
    .requiredOption('--reason <why>', 'the reason, which the change log keeps')
    .action((id: string, { reason }: { reason: string }) =>
      run(async ({ clients }) => {
        const { prefix } = await clients.revokeKey(operator, id, reason);
        out.write(`Revoked the key aph_${prefix}_....\n`);
      }),
    );
}

function days(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_KEY_DAYS) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_KEY_DAYS}.`);
}

async function create(
  { clients, encodeId }: OpenedClients,
  {
    name,
    role,
    days,
    localAuthority = [],
    provider = [],
    school = [],
    trustedDocumentsOnly = false,
  }: CreateFlags,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Promise<void> {
  const client = await clients.create(operator, {
    name,
    role: role.toUpperCase() as keyof typeof clientRoles,
    localAuthorities: localAuthority,
    providers: provider,
    schools: school,
    trustedDocumentsOnly,
  });
  const { key, apiKey } = await clients.issueKey(operator, { client: encodeId('cli', client.id), days });
  err.write(
    `Created the client "${client.name}" (${client.role}) and its key ${encodeId('key', apiKey.id)}, valid until ${londonDay(apiKey.expiresAt.getTime())}.\n` +
      'This is the only time the key is shown:\n',
  );
  out.write(`${key}\n`);
}

async function list({ clients, encodeId }: OpenedClients, out: NodeJS.WritableStream): Promise<void> {
  let count = 0;
  let after: TextKey | null = null;
  do {
    const range = { after, before: null, isBackwards: false, limit: PAGE };
    const page: ListedClient[] = await clients.page(operator, range);
    for (const client of page) {
      out.write(
        `${client.name} (${client.role}${client.trustedDocumentsOnly ? ', trusted documents only' : ''})\n`,
      );
      for (const key of client.liveKeys) out.write(`  ${encodeId('key', key.id)}  ${inWords(key)}\n`);
    }
    count += page.length;
    const last = page.length === PAGE ? page.at(-1) : undefined;
    after = last ? [last.name, last.id] : null;
  } while (after);
  out.write(`${count} ${count === 1 ? 'client' : 'clients'}.\n`);
}

function inWords({ prefix, expiresAt, lastUsedAt }: SeenApiKey): string {
  const used = lastUsedAt ? `last used ${lastUsedAt.toISOString().slice(0, 16)}Z` : 'never used';
  return `aph_${prefix}_...  until ${londonDay(expiresAt.getTime())}, ${used}`;
}
