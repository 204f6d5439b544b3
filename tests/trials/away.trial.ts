import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/embedded-postgres.js';
import { prepareDatabase } from '../../src/start/database.js';
import { startHub } from '../process/hub-process.js';
import { until } from '../support/until.js';
import { type Answered, type Load, percentile, startLoad } from './load.js';
import { postgresProcesses, signalPostgres } from './postgres-processes.js';
import type { Findings, Trial } from './trial.js';

const FROM_MEMORY = `{ search(filter: { needs: { anyOf: ["SEMH"] } }, first: 5) { totalCount nodes { offering { title } provider { name } } } }`;
const FROM_POSTGRES = '{ vacancies(first: 3) { totalCount } }';

/** The longest that each may take, in milliseconds. */
const most = { refusal: 1_000, wait: 5_000, recovery: 5_000 };
/** A hub that has not recovered after so long never will. In milliseconds. */
const NEVER = 60_000;

/** What becomes of a Postgres, and how it comes back. */
interface Way {
  /** Longer than it takes to be found out: then nothing may wait any more. In milliseconds. */
  readonly foundOut: number;
  readonly go: (dataDir: string) => void;
  readonly back: (dataDir: string, postgres: EmbeddedPostgres) => unknown;
}

const ways: Readonly<Record<string, Way>> = {
  stopped: {
    foundOut: 2_000,
    go: (at) => signalPostgres(at, 'SIGSTOP'),
    back: (at) => signalPostgres(at, 'SIGCONT'),
  },
  refusing: {
    foundOut: 1_000,
    go: (at) => signalPostgres(at, 'SIGKILL'),
    back: (_, postgres) => postgres.revive(),
  },
  // It answers on the connections that there are, and takes no new ones.
  'without its first process': {
    foundOut: 9_000,
    go: (at) => process.kill(postgresProcesses(at)[0]!, 'SIGSTOP'),
    back: (at) => signalPostgres(at, 'SIGCONT'),
  },
};

/** Postgres goes away under load, in each way there is, and comes back. */
export const awayTrial: Trial = {
  name: 'away',
  about:
    'Postgres is stopped, killed or takes no connections under load: memory answers go on, all else is 503 at once, and it recovers.',
  rounds: 5,
  async run({ rounds, say }): Promise<Findings> {
    const dataDir = mkdtempSync(join(tmpdir(), 'ap-hub-away-'));
    const postgres = await startEmbeddedPostgres({ dataDir, database: 'hub', settings: { fsync: 'off' } });
    const faults: string[] = [];
    const tooLate: string[] = [];
    const measured = new Map<string, number[]>();
    const note = (name: string, value: number) => measured.set(name, [...(measured.get(name) ?? []), value]);
    try {
      await prepareDatabase(postgres.url, { demonstration: true });
      const hub = startHub({ DATABASE_URL: postgres.url, BUDGETS: 'false', LOG_LEVEL: 'warn' });
      const address = await hub.ready;
      for (let round = 1; round <= rounds; round++) {
        for (const [way, { foundOut, go, back }] of Object.entries(ways)) {
          say(`round ${round}: ${way}`);
          const memory = startLoad(address, FROM_MEMORY, 4, 20);
          const database = startLoad(address, FROM_POSTGRES, 4, 20);
          await answered(memory, 50);
          await answered(database, 50);
          const gone = performance.now();
          go(dataDir);
          await sleep(foundOut + 2_000);
          await back(dataDir, postgres);
          const returned = performance.now();
          await sleep(3_000);
          const isBack = () => database.answers.some((answer) => isGoodAfter(answer, returned));
          await until('Postgres answers again', isBack, { within: NEVER }).catch(() => {});
          await Promise.all([memory.stop(), database.stop()]);
          judge(
            { foundOut, gone, returned, memory: memory.answers, database: database.answers },
            note,
            (fault) => faults.push(`round ${round}, ${way}: ${fault}`),
            (late) => tooLate.push(`round ${round}, ${way}: ${late}`),
          );
        }
      }
      if (hub.child.exitCode !== null) faults.push('The hub has ended.');
      hub.child.kill('SIGTERM');
      await hub.ended;
      const lines = hub.output().stderr.split('\n').filter(Boolean);
      note('lines in the log for each time', lines.length / (rounds * Object.keys(ways).length));
    } finally {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
    const figures = Object.fromEntries(
      [...measured].map(([name, values]) => [
        name,
        name.startsWith('p99') ? percentile(values, 0.99) : percentile(values, 1),
      ]),
    );
    return { figures, faults, tooLate };
  },
};

/** Waits until a load has had so many answers: then what they need is in memory. */
async function answered({ answers }: Load, count: number): Promise<void> {
  await until(`there are ${count} answers`, () => answers.length >= count, { within: 120_000 });
}

interface Course {
  readonly foundOut: number;
  readonly gone: number;
  readonly returned: number;
  readonly memory: readonly Answered[];
  readonly database: readonly Answered[];
}

function judge(
  { foundOut, gone, returned, memory, database }: Course,
  note: (name: string, value: number) => void,
  fault: (sentence: string) => void,
  late: (sentence: string) => void,
): void {
  const away = ({ began }: Answered) => began > gone + foundOut && began < returned;
  for (const answer of memory) {
    if (answer.began > gone) note('p99 of answers from memory, ms', answer.ms);
    if (answer.status !== 200) fault(`an answer from memory had status ${answer.status} (${answer.code})`);
  }
  if (!memory.filter(away).every(({ degraded }) => degraded))
    fault('an answer did not say that Postgres is away');
  for (const { status, code } of database) {
    if (status !== 200 && !(status === 503 && code === 'UNAVAILABLE'))
      fault(`an answer had status ${status} (${code})`);
  }
  const refused = database.filter(away);
  if (refused.length === 0 || !refused.every(({ status }) => status === 503))
    fault('Postgres was not missed');
  for (const { ms } of refused) note('p99 of refusals once it is known, ms', ms);
  if (
    percentile(
      refused.map(({ ms }) => ms),
      0.99,
    ) > most.refusal
  )
    late('refusals took their time');
  const first = database.find(({ began, ms, status }) => began + ms > gone && status === 503);
  if (first) note('longest time to the first 503, ms', first.began + first.ms - gone);
  note('longest wait of anybody, ms', Math.max(...database.map(({ ms }) => ms)));
  if (database.some(({ ms }) => ms > most.wait)) late('a caller waited for more than five seconds');
  const recovered = database.find((answer) => isGoodAfter(answer, returned));
  if (!recovered) {
    fault('it never recovered');
    return;
  }
  const took = recovered.began + recovered.ms - returned;
  note('longest time to the first good answer, ms', took);
  if (took > most.recovery) late('it took more than five seconds to recover');
}

function isGoodAfter({ began, ms, status }: Answered, instant: number): boolean {
  return began + ms > instant && status === 200;
}
