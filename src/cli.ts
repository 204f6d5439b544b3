import { Command } from 'commander';
import { destination } from 'pino';
import type { DataSource } from 'typeorm';
import { removeDemonstration } from '../seeds/load-demonstration.js';
import { open, prepareDatabase } from './app.js';
import { openClients } from './compose-clients.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { chooseDatabase, dataDirOf } from './database-choice.js';
import { importCommands } from './features/exchange/import-command.js';
import { clientsCommands } from './features/identity/clients-command.js';
import { auditCommands } from './features/memory/audit-command.js';
import { registerCommands } from './features/provider/register-command.js';
import { type OpenedIndex, searchCommands } from './features/search/search-command.js';
import { openSearchIndex } from './open-search-index.js';
import { poolOf } from './platform/database/data-source.js';
import { EmbeddedPostgresError } from './platform/database/embedded/embedded-postgres.js';
import { DatabaseSetupError } from './platform/database/requirements.js';
import { NotFound, UserProblem } from './platform/errors.js';
import { encodeId } from './platform/graphql/global-id.js';
import { createLog } from './platform/log.js';
import { MeilisearchSetupError } from './platform/search/meilisearch/errors.js';
import { terminal } from './platform/terminal.js';
import { onMeilisearch } from './primary-search.js';
import { codeFor, codesIn, explorerLink } from './sign-in-codes.js';

/** Opens the hub's database, brought up to date, and something on it; the demonstration is left as it is. */
async function openOnDatabase<T extends object>(
  make: (source: DataSource, url: string, config: Config) => T | Promise<T>,
): Promise<T & { close(): Promise<void> }> {
  const config = readConfig(process.env);
  const database = await chooseDatabase(config);
  let source: DataSource | undefined;
  const close = async () => {
    await source?.destroy();
    await database.release();
  };
  try {
    await prepareDatabase(database.ownerUrl, { programs: database.programs });
    source = await open(database.url, 4);
    return { ...(await make(source, database.url, config)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const openHubDatabase = () => openOnDatabase((source) => ({ pool: poolOf(source) }));

const openHubClients = () =>
  openOnDatabase(async (source, url, config) => ({
    clients: await openClients(source, url, commandLog(config)),
    encodeId,
  }));

const commandLog = ({ LOG_LEVEL }: Config) => createLog(LOG_LEVEL, destination({ dest: 2, sync: true }));

/** Without its server there is nothing that a command could do. */
function giveUp(error: Error): never {
  throw error;
}

/** Opens the search index of the settings; null when every hub holds its own. */
async function openHubIndex(): Promise<OpenedIndex | null> {
  const config = readConfig(process.env);
  if (config.SEARCH_ENGINE === 'embedded') return null;
  const database = await chooseDatabase(config);
  try {
    await prepareDatabase(database.ownerUrl, { programs: database.programs });
    const opened = await openSearchIndex({
      url: database.url,
      engine: onMeilisearch(config, giveUp),
      log: commandLog(config),
    });
    return {
      ...opened,
      async close() {
        await opened.close();
        await database.release();
      },
    };
  } catch (error) {
    await database.release();
    throw error;
  }
}

const out = terminal(process.stdout);
const err = terminal(process.stderr);

const program = new Command('hub')
  .description(
    "The operators' commands of AP Hub. They use the same settings as the hub (DATABASE_URL, DATA_DIR, SEARCH_ENGINE).",
  )
  .showHelpAfterError('Try --help.')
  .configureHelp({ showGlobalOptions: true });

importCommands(program, openHubDatabase, out);
registerCommands(program, openHubDatabase, out);
clientsCommands(program, openHubClients, out, err);
auditCommands(program, openHubDatabase, out);
searchCommands(program, openHubIndex, out);

program
  .command('demonstration')
  .description('Invented demonstration data.')
  .command('remove')
  .description('Remove every demonstration provider, site, offering, vacancy, school and planning area.')
  .action(async () => {
    const database = await openHubDatabase();
    try {
      const removed = await removeDemonstration(database.pool);
      const counts = Object.entries(removed).map(
        ([what, count]) => `${count} ${what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
      );
      out.write(`Removed ${counts.join(', ')}.\n`);
      out.write('Start the hub with DEMONSTRATION=false, or they come back.\n');
    } finally {
      await database.close();
    }
  });

program
  .command('token')
  .description(
    'The code with which somebody at this machine signs in to a running hub as anything (development only).',
  )
  .action(() => {
    const config = readConfig(process.env);
    const { code, address } = codeFor(codesIn(dataDirOf(config)), config.PORT);
    process.stderr.write(`${explorerLink({ address, code })}\n`);
    process.stdout.write(`${code}\n`);
  });

/** What is wrong with what was given, a line for each. */
function problemsInWords({ problems }: UserProblem): string {
  return problems.map(({ field, message }) => (field ? `${field.at(-1)}: ${message}` : message)).join('\n');
}

try {
  await program.parseAsync();
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DatabaseSetupError ||
    error instanceof MeilisearchSetupError ||
    error instanceof NotFound ||
    error instanceof UserProblem;
  const { code, message: said } = error as NodeJS.ErrnoException;
  const message = error instanceof UserProblem ? problemsInWords(error) : said;
  err.write(expected ? `${message}\n` : `Something went wrong: ${message || code}.\n`);
  process.exitCode = 1;
}
