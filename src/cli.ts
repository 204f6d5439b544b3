import { Command } from 'commander';
import { destination } from 'pino';
import { features } from './app.js';
import { readConfig } from './config.js';
import { searchSetting } from './features/search/search.feature.js';
import { type CommandDatabase, consoleOf } from './platform/composition/console.js';
import type { SettingValue } from './platform/composition/setting.js';
import { EmbeddedPostgresError } from './platform/database/embedded/embedded-postgres.js';
import { DatabaseSetupError } from './platform/database/requirements.js';
import { NotFound, UserProblem } from './platform/errors.js';
import { createLog } from './platform/log.js';
import { MeilisearchSetupError } from './platform/search/meilisearch/errors.js';
import { ConfigError } from './platform/setting-kinds.js';
import { terminal } from './platform/terminal.js';
import { open, prepareDatabase } from './start/database.js';
import { chooseDatabase, dataDirOf } from './start/database-choice.js';
import { jobsCommand } from './start/jobs-command.js';
import { onMeilisearch } from './start/primary-search.js';
import { codeFor, codesIn, explorerLink } from './start/sign-in-codes.js';

/** Opens the hub's database and applies migrations. It does not change the demonstration data. */
async function openDatabase(): Promise<CommandDatabase> {
  const database = await chooseDatabase(readConfig(process.env));
  try {
    await prepareDatabase(database.ownerUrl, { programs: database.programs });
    const source = await open(database.url, 4);
    const close = async () => {
      await source.destroy();
      await database.release();
    };
    return { url: database.url, source, close };
  } catch (error) {
    await database.release();
    throw error;
  }
}

/** A command that uses the search engine can do nothing without its server. */
function giveUp(error: Error): never {
  throw error;
}

function settings(): SettingValue[] {
  const config = readConfig(process.env);
  return config.SEARCH_ENGINE === 'meilisearch'
    ? [searchSetting.to({ primary: onMeilisearch(config, giveUp) })]
    : [];
}

const out = terminal(process.stdout);
const err = terminal(process.stderr);

const program = new Command('hub')
  .description(
    'Commands for operators of AP Hub. They use the same settings as the hub (DATABASE_URL, DATA_DIR, SEARCH_ENGINE).',
  )
  .showHelpAfterError('Try --help.')
  .configureHelp({ showGlobalOptions: true });

const console = consoleOf({
  features,
  openDatabase,
  settings,
  log: () => createLog(readConfig(process.env).LOG_LEVEL, destination({ dest: 2, sync: true })),
  out,
  err,
});
for (const { commands } of features) await commands(program, console);
jobsCommand(program, console);

program
  .command('token')
  .description(
    'Prints the code for signing in to a running hub on this machine in any role (development only).',
  )
  .action(() => {
    const config = readConfig(process.env);
    const { code, address } = codeFor(codesIn(dataDirOf(config)), config.PORT);
    process.stderr.write(`${explorerLink({ address, code })}\n`);
    process.stdout.write(`${code}\n`);
  });

/** What is wrong with the input, one problem a line. */
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
