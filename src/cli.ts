import { Command } from 'commander';
import { destination } from 'pino';
import { removeDemonstration } from '../seeds/load-demonstration.js';
import { open, openSearchIndex, prepareDatabase } from './app.js';
import { ConfigError, readConfig } from './config.js';
import { chooseDatabase } from './database-choice.js';
import { importCommands } from './features/exchange/import-command.js';
import { auditCommands } from './features/memory/audit-command.js';
import { registerCommands } from './features/provider/register-command.js';
import { type OpenedIndex, searchCommands } from './features/search/search-command.js';
import { poolOf } from './platform/database/data-source.js';
import { EmbeddedPostgresError } from './platform/database/embedded/embedded-postgres.js';
import { createLog } from './platform/log.js';
import { MeilisearchSetupError } from './platform/search/meilisearch/errors.js';
import { onMeilisearch } from './primary-search.js';

/** Opens the hub's database, brought up to date; the demonstration is left as it is. */
async function openHubDatabase() {
  const database = await chooseDatabase(readConfig(process.env));
  try {
    await prepareDatabase(database.ownerUrl, { programs: database.programs });
    const source = await open(database.url, 4);
    return {
      pool: poolOf(source),
      async close() {
        await source.destroy();
        await database.release();
      },
    };
  } catch (error) {
    await database.release();
    throw error;
  }
}

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
    const log = createLog(config.LOG_LEVEL, destination({ dest: 2, sync: true }));
    const opened = await openSearchIndex({ url: database.url, engine: onMeilisearch(config, giveUp), log });
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

const program = new Command('hub')
  .description(
    "The operators' commands of AP Hub. They use the same settings as the hub (DATABASE_URL, DATA_DIR, SEARCH_ENGINE).",
  )
  .showHelpAfterError('Try --help.')
  .configureHelp({ showGlobalOptions: true });

importCommands(program, openHubDatabase, process.stdout);
registerCommands(program, openHubDatabase, process.stdout);
auditCommands(program, openHubDatabase, process.stdout);
searchCommands(program, openHubIndex, process.stdout);

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
      process.stdout.write(`Removed ${counts.join(', ')}.\n`);
      process.stdout.write('Start the hub with DEMONSTRATION=false, or they come back.\n');
    } finally {
      await database.close();
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof MeilisearchSetupError;
  const { code, message } = error as NodeJS.ErrnoException;
  process.stderr.write(expected ? `${message}\n` : `Something went wrong: ${message || code}.\n`);
  process.exitCode = 1;
}
