import { setTimeout as sleep } from 'node:timers/promises';
import { importPostcodes } from '../../src/features/exchange/import/postcode-import.js';
import { openPool } from '../../src/platform/database/connection.js';
import { quietly, sample } from '../exchange/exchange-files.js';
import { type HubProcess, startHub } from '../process/hub-process.js';
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.js';
import { type Answer, administratorKey, askWith } from './administrator.js';
import type { Findings, Trial, TrialSetting } from './trial.js';

/** The first good answer of each kind must come so soon after Postgres is there again, in milliseconds. */
const LIMIT_MS = 2_000;
/** A hub that has not answered after so long never will. */
const NEVER_MS = 60_000;
const SETTLE_MS = 300;
const IMPORT_EVERY = 5;

const ends = ['fast', 'immediate', 'kill', 'one backend killed', 'all connections ended'] as const;
type End = (typeof ends)[number];

/** What is asked all the time: from memory, by reading, and by writing. */
const kinds = ['memory', 'reading', 'writing'] as const;
type Kind = (typeof kinds)[number];

const SEARCH = '{ search(text: "horses", first: 3) { totalCount userErrors { code } } }';
const LIST = '{ providers(first: 2) { totalCount nodes { name } } }';
const CREATE = `mutation ($input: ProviderCreateInput!, $key: String) {
  providerCreate(input: $input, idempotencyKey: $key) { provider { id } userErrors { code message } warnings { code } } }`;

type Payloads = Record<string, { userErrors?: readonly object[] } | null>;

/** Sends requests to a hub without a pause, and records the responses. */
class Load {
  readonly goodAt: Record<Kind, number> = { memory: 0, reading: 0, writing: 0 };
  readonly answered: Record<Kind, number> = { memory: 0, reading: 0, writing: 0 };
  /** Names of what was acknowledged. */
  readonly acknowledged: string[] = [];
  /** Codes of errors, with how often they came. */
  readonly codes = new Map<string, number>();
  readonly internal = new Set<string>();
  private readonly over = new AbortController();
  private readonly running: Promise<void>[];
  private serial = 0;

  constructor(
    private readonly address: string,
    private readonly key: string,
  ) {
    const reader = (kind: Kind, query: string) =>
      this.again(async () => this.note(kind, await this.ask(query)));
    this.running = [
      ...[1, 2].map(() => reader('memory', SEARCH)),
      ...[1, 2].map(() => reader('reading', LIST)),
      ...[1, 2, 3].map(() => this.again(() => this.write())),
    ];
  }

  async stop(): Promise<void> {
    this.over.abort();
    await Promise.all(this.running);
  }

  private async again(work: () => Promise<unknown>): Promise<void> {
    while (!this.over.signal.aborted) {
      await work();
      await sleep(10);
    }
  }

  /** Repeats one request with its key until it is acknowledged, as a client does. */
  private async write(): Promise<void> {
    const name = `Trial ${++this.serial}`;
    const input = {
      name,
      settingType: 'OTH',
      registration: 'UNREGISTERED',
      localAuthority: '926',
      postcode: 'NR21 9AA',
    };
    while (!this.note('writing', await this.ask(CREATE, { input, key: name }))) {
      if (this.over.signal.aborted) return;
      await sleep(20);
    }
    this.acknowledged.push(name);
  }

  private note(kind: Kind, answer: Answer<Payloads> | null): boolean {
    const codes = answer?.errors?.map(({ extensions }) => extensions?.code ?? 'NONE') ?? [];
    for (const code of answer ? codes : ['no answer']) this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    for (const { message, extensions } of answer?.errors ?? []) {
      if (extensions?.code === 'INTERNAL') this.internal.add(`${kind}: ${message}`);
    }
    const problems = Object.values(answer?.data ?? {}).flatMap((one) => one?.userErrors ?? []);
    for (const problem of problems) this.internal.add(`${kind}: ${JSON.stringify(problem)}`);
    const isGood = answer?.data != null && codes.length === 0 && problems.length === 0;
    if (isGood) {
      this.goodAt[kind] = performance.now();
      this.answered[kind]++;
    }
    return isGood;
  }

  private ask(query: string, variables?: object): Promise<Answer<Payloads> | null> {
    return askWith(this.key, this.address, query, variables);
  }
}

/** Ends what is to be ended; resolves when Postgres takes connections again. */
async function harm(postgres: OwnPostgres, end: End): Promise<void> {
  if (end === 'all connections ended') {
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
  } else if (end === 'one backend killed') {
    const { rows } = await postgres.query(
      `select pid from pg_stat_activity where application_name like 'ap-hub%' order by md5(pid::text) limit 1`,
    );
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL'); // Postgres ends all others and recovers
    await sleep(20);
  } else {
    await postgres.end(end);
    await postgres.start();
  }
  await postgres.answers();
}

/** How long after a moment the first good answer of each kind came; endless where none has come in time. */
async function recovery(load: Load, since: number): Promise<Record<Kind, number>> {
  const first: Record<Kind, number> = { memory: Infinity, reading: Infinity, writing: Infinity };
  while (performance.now() - since < NEVER_MS && !kinds.every((kind) => first[kind] < Infinity)) {
    for (const kind of kinds) {
      const at = load.goodAt[kind];
      if (at > since) first[kind] = Math.min(first[kind], at - since);
    }
    await sleep(5);
  }
  return first;
}

/** Ends connections and servers under load, again and again. */
export const restartsTrial: Trial = {
  name: 'restarts',
  about:
    'Ends Postgres or its connections in five ways under mixed load: the hub lives, answers within 2 s of Postgres being there, and loses nothing it acknowledged.',
  rounds: 30,
  async run({ rounds, say }: TrialSetting): Promise<Findings> {
    const postgres = await ownPostgres();
    let hub: HubProcess | null = null;
    try {
      const key = await administratorKey(postgres.url);
      hub = startHub({ DATABASE_URL: postgres.url, LOG_LEVEL: 'warn', BUDGETS: 'false' });
      return await underLoad(postgres, hub, key, { rounds, say });
    } finally {
      hub?.child.kill('SIGKILL');
      await postgres.remove();
    }
  },
};

async function underLoad(
  postgres: OwnPostgres,
  hub: HubProcess,
  key: string,
  { rounds, say }: TrialSetting,
): Promise<Findings> {
  const load = new Load(await hub.ready, key);
  const importing = openPool(postgres.url, 1, { connectMs: 2_000, statementMs: 0, lockMs: 0 });
  const faults: string[] = [];
  const tooLate: string[] = [];
  const longest: Record<string, number> = {};
  const imports = { made: 0, failed: 0 };
  const jobs: Promise<void>[] = [];
  await sleep(SETTLE_MS);
  for (const end of ends) {
    for (let round = 1; round <= rounds; round++) {
      if (round % IMPORT_EVERY === 1) {
        // Places change in the middle of it, so that caches and the index are rebuilt.
        jobs.push(
          importPostcodes(importing, sample('code-point'), quietly()).then(
            () => void imports.made++,
            () => void imports.failed++,
          ),
        );
      }
      await harm(postgres, end);
      const took = await recovery(load, performance.now());
      for (const kind of kinds) {
        const name = `${end}: first good answer by ${kind}, longest, ms`;
        longest[name] = Math.max(longest[name] ?? 0, Math.round(took[kind]));
        if (took[kind] === Infinity) faults.push(`${end}, round ${round}: ${kind} never came back.`);
        else if (took[kind] > LIMIT_MS)
          tooLate.push(`${end}, round ${round}: ${kind} took ${took[kind]} ms.`);
      }
      if (hub.child.exitCode !== null) {
        faults.push(`${end}, round ${round}: the hub ended: ${hub.output().stderr.slice(-2_000)}`);
        break;
      }
      await sleep(SETTLE_MS);
    }
    say(`${end}: ${rounds} rounds done`);
    if (hub.child.exitCode !== null) break;
  }
  await load.stop();
  await Promise.all(jobs);
  await importing.end();
  const { rows } = await postgres.query(
    `select name, count(*)::int n from provider where name like 'Trial %' group by name`,
  );
  const stored = new Map(rows.map(({ name, n }) => [name, n]));
  const lost = load.acknowledged.filter((name) => !stored.has(name));
  const twice = rows.filter(({ n }) => n > 1).map(({ name }) => name);
  if (lost.length > 0) faults.push(`Acknowledged and lost: ${lost.join(', ')}.`);
  if (twice.length > 0) faults.push(`Made more than once: ${twice.join(', ')}.`);
  for (const message of [...load.internal].slice(0, 3)) faults.push(`Answered as a bug: ${message}`);
  const bugs = hub
    .output()
    .stderr.split('\n')
    .filter((line) => line.includes('unexpected error'));
  if (bugs.length > 0) faults.push(`The log says: ${bugs.slice(0, 3).join(' ')}`);
  return {
    figures: {
      'ends of each kind': rounds,
      ...longest,
      'good answers from memory': load.answered.memory,
      'good answers by reading': load.answered.reading,
      'writes acknowledged': load.acknowledged.length,
      'imports made and failed': `${imports.made}, ${imports.failed}`,
      'codes of errors': [...load.codes].map(([code, n]) => `${code} ${n}`).join(', ') || 'none',
    },
    faults,
    tooLate,
  };
}
