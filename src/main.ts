import './start/memory-mode.js';
import './start/production-mode.js';
import { createHub } from './app.js';
import { type Config, readConfig, wantsDevelopmentSignIn } from './config.js';
import { demonstrationSetting } from './features/demonstration/demonstration.feature.js';
import { wantsDemonstration } from './features/demonstration/demonstration.settings.js';
import { tokensBy } from './features/identity/identity.settings.js';
import { mailsBy } from './features/mail/mail.settings.js';
import { searchFeature } from './features/search/search.feature.js';
import { londonToday } from './platform/clock.js';
import { poolOf } from './platform/database/data-source.js';
import { EmbeddedPostgresError } from './platform/database/embedded/embedded-postgres.js';
import { mayAlterRecord } from './platform/database/program-role.js';
import { DatabaseSetupError } from './platform/database/requirements.js';
import type { HttpServer } from './platform/http/server.js';
import { createLog, errorFacts, type Log, standardError } from './platform/log.js';
import { MeilisearchSetupError } from './platform/search/meilisearch/errors.js';
import { ConfigError } from './platform/setting-kinds.js';
import { onStopSignals, type StopSignal } from './platform/stop-signals.js';
import { prepareDatabase } from './start/database.js';
import { chooseDatabase, dataDirOf } from './start/database-choice.js';
import { inSixWeeks } from './start/example-queries.js';
import { primarySearch } from './start/primary-search.js';
import { operatorsMode } from './start/production-mode.js';
import { leaveCode } from './start/sign-in-codes.js';
import { welcome } from './start/welcome.js';
import { createWeb } from './web.js';

/** What was started. The last item is stopped first. */
type Undo = () => unknown;

const undo: Undo[] = [];
let server: HttpServer | null = null;
let stopping = false;

async function stopAll(): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await step();
}

async function start(config: Config, log: Log): Promise<void> {
  const began = performance.now();
  const choosing = chooseDatabase(config);
  // A signal during the start waits for what has begun, so that no Postgres is left running.
  undo.push(() =>
    choosing.then(
      ({ release }) => release(),
      () => {},
    ),
  );
  const database = await choosing;
  const demonstration = wantsDemonstration(config, database.isEmbedded);
  const { programs } = database;
  const prepared = await prepareDatabase(database.ownerUrl, { demonstration, programs });
  const hub = await createHub({
    url: database.url,
    poolSize: config.DATABASE_POOL,
    log,
    settings: [
      tokensBy(config, wantsDevelopmentSignIn(config)),
      ...primarySearch(config, log),
      mailsBy(config),
      demonstrationSetting.to({ loadedFor: demonstration ? prepared.today : null }),
    ],
  });
  undo.push(hub.close);
  database.keep(hub.presence, log);
  if (await mayAlterRecord(poolOf(hub.source))) {
    log.warn({}, 'the hub’s role could alter the record of changes: see DATABASE_OWNER_URL');
  }
  const today = londonToday(hub.clock);
  const web = await createWeb(hub, config, today, log);
  undo.push(() => web.close());
  const address = await web.listen();
  server = web;
  const code = web.signInCode;
  if (code) undo.push(leaveCode(dataDirOf(config), { address, code }));
  // Not before this: a hub that cannot listen does no jobs, and its last line says why it ends.
  hub.jobs.start();
  const { documents } = hub.of(searchFeature).engine.status();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    welcome({
      address,
      where: database.where,
      prepared,
      documents,
      seconds,
      by: inSixWeeks(today),
      signIn: wantsDevelopmentSignIn(config) ? { code } : null,
    }),
  );
}

/** Says why the hub cannot start, in words for an operator, and ends. */
async function giveUp(error: unknown, log: Log | null): Promise<never> {
  const { code, message } = error as NodeJS.ErrnoException;
  const isSetting =
    error instanceof ConfigError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DatabaseSetupError ||
    error instanceof MeilisearchSetupError;
  if (isSetting) {
    process.stderr.write(`${message}\n`);
  } else if (code === 'EADDRINUSE') {
    process.stderr.write('The port is already in use, perhaps by another hub. Set PORT to a free one.\n');
  } else if (log) {
    log.fatal({ error: errorFacts(error) }, 'the hub could not start');
    process.stderr.write(`The hub could not start: ${message || code}\n`);
  } else {
    process.stderr.write(`The hub could not start: ${message || code}\n`);
  }
  await stopAll().catch(() => {});
  process.exit(1);
}

/**
 * Ends the hub: at once on Ctrl-C, or on SIGTERM after DRAIN_DELAY_MS, so that those who send requests can see that it
 * is about to end. A second signal ends that wait, and a third ends the wait for requests in progress.
 */
function endOnSignals(config: Config, log: Log): void {
  const stop = async (signal: StopSignal) => {
    stopping = true;
    log.info({ signal }, 'stopping');
    try {
      if (signal === 'SIGTERM') await server?.drain(config.DRAIN_DELAY_MS);
      await stopAll();
      process.exit(0);
    } catch (error) {
      log.error({ error: errorFacts(error) }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  onStopSignals((signal, times) => {
    if (times === 1) void stop(signal);
    else if (!server?.hurry()) process.exit(130);
  });
}

let log: Log | null = null;
try {
  const config = readConfig({ ...process.env, NODE_ENV: operatorsMode });
  process.stdout.on('error', () => {}); // The reader has gone, which is not an error.
  log = createLog(config.LOG_LEVEL, standardError());
  const running = log;
  endOnSignals(config, running);
  process.on('unhandledRejection', (error) => {
    running.error({ error: errorFacts(error) }, 'unhandled promise rejection');
  });
  await start(config, running);
} catch (error) {
  // A signal during the start stops the database, which makes the start fail.
  if (!stopping) await giveUp(error, log);
}
