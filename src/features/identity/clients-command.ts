import { type Command, InvalidArgumentError, Option } from 'commander';
import { londonDay } from '../../platform/clock.js';
import type { NameKey } from '../../platform/database/rows.js';
import { operator } from './actor.js';
import type { ApiClient } from './api-client.entity.js';
import type { SeenApiKey } from './api-client.repository.js';
import { clientRoles, DEFAULT_KEY_DAYS, MOST_KEY_DAYS } from './api-client.rules.js';
import type { ApiClientService } from './api-client.service.js';

/** The clients of the hub's database. */
export interface OpenedClients {
  readonly clients: ApiClientService;
  /** The global id of what is stored under an id. */
  readonly encodeId: (prefix: string, id: string) => string;
}

/** Opens the clients; `close` is called once, on every way out. */
export type OpenClients = () => Promise<OpenedClients & { close(): Promise<void> }>;

interface CreateFlags {
  readonly name: string;
  readonly role: string;
  readonly days: number;
  readonly localAuthority?: string[];
  readonly provider?: string[];
  readonly trustedDocumentsOnly?: boolean;
}

const PAGE = 100;

/**
 * Adds `clients create`, `clients list` and `clients revoke` to the operators' commands: API keys without a sign-in, the first
 * administrator's above all. A new key goes to `out` and nothing else does then, so that it can be piped to where it is kept.
 */
export function clientsCommands(
  program: Command,
  open: OpenClients,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): void {
  const group = program.command('clients').description('Programs that sign in by API keys.');
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
    .summary('make a client with a key')
    .description(
      'Makes a client and its first key. The key goes to the standard output, this once; all else goes to the standard error.\n\n' +
        'No sign-in is needed: who can write to the database may do anything anyway. The change log names "operator".',
    )
    .requiredOption('--name <name>', 'what it is called, such as "Norfolk school portal"')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(Object.keys(clientRoles).map((role) => role.toLowerCase()))
        .makeOptionMandatory(),
    )
    .option(
      '--days <days>',
      `days for which the key may be used, 1 to ${MOST_KEY_DAYS}`,
      days,
      DEFAULT_KEY_DAYS,
    )
    .option(
      '--local-authority <code...>',
      'local authorities in which the role holds, such as 926: a commissioner without may act in none',
    )
    .option(
      '--provider <id...>',
      'providers for which the role holds, such as prv_...: for a provider editor',
    )
    .option('--trusted-documents-only', 'the key may send trusted documents only')
    .action((flags: CreateFlags) => run((opened) => create(opened, flags, out, err)));

  group
    .command('list')
    .description('List clients by name, with the keys that can be used now and when they were last used.')
    .action(() => run((opened) => list(opened, out)));

  group
    .command('revoke')
    .description('End a key: within a second in every hub that runs.')
    .argument('<key id>', 'the id of the key, such as key_..., as `clients list` shows it')
    .requiredOption('--reason <why>', 'why, for the record')
    .action((id: string, { reason }: { reason: string }) =>
      run(async ({ clients }) => {
        const { prefix } = await clients.revokeKey(operator, id, reason);
        out.write(`The key aph_${prefix}_... is ended.\n`);
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
  { name, role, days, localAuthority = [], provider = [], trustedDocumentsOnly = false }: CreateFlags,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Promise<void> {
  const client = await clients.create(operator, {
    name,
    role: role.toUpperCase() as keyof typeof clientRoles,
    localAuthorities: localAuthority,
    providers: provider,
    trustedDocumentsOnly,
  });
  const { key, apiKey } = await clients.issueKey(operator, { client: encodeId('cli', client.id), days });
  err.write(
    `Made the client "${client.name}" (${client.role}) and its key ${encodeId('key', apiKey.id)}, good until ${londonDay(apiKey.expiresAt.getTime())}.\n` +
      'This is the only time that the key is shown:\n',
  );
  out.write(`${key}\n`);
}

async function list({ clients, encodeId }: OpenedClients, out: NodeJS.WritableStream): Promise<void> {
  let count = 0;
  let after: NameKey | null = null;
  do {
    const page: ApiClient[] = await clients.page(operator, after, PAGE);
    const keys = await clients.liveKeys(
      operator,
      page.map(({ id }) => id),
    );
    for (const client of page) {
      out.write(
        `${client.name} (${client.role}${client.trustedDocumentsOnly ? ', trusted documents only' : ''})\n`,
      );
      for (const key of keys)
        if (key.clientId === client.id) out.write(`  ${encodeId('key', key.id)}  ${inWords(key)}\n`);
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
