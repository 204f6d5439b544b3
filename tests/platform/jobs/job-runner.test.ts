import type { Job } from '../../../src/platform/jobs/job.js';
import { JobRepository } from '../../../src/platform/jobs/job.repository.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestClock } from '../../support/test-clock.js';
import { until } from '../../support/until.js';

let database: TestDatabase;
let repository: JobRepository;
beforeAll(async () => {
  database = await createTestDatabase();
  repository = new JobRepository(database.pool);
});
afterAll(() => database.drop());

const NOON = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

let clock: TestClock;
let logged: string[];
beforeEach(async () => {
  clock = new TestClock(NOON);
  logged = [];
  await database.pool.query('delete from job');
});

/** A process of its own, with these jobs. */
const processWith = (...jobs: Job[]) =>
  new JobRunner(jobs, repository, clock, {
    info: (_, message) => void logged.push(String(message)),
    error: (_, message) => void logged.push(String(message)),
  });

/** As if nobody had held it for an hour, by Postgres's clock. */
const forgetLease = () => database.pool.query(`update job set leased_until = now() - interval '1 second'`);

const record = async () => (await repository.all())[0];

describe('a job', () => {
  it('of each day is done once a day, by one of several processes', async () => {
    const days: string[] = [];
    const job: Job = { name: 'count', every: 'day', run: async (today) => days.push(today) };
    const all = [processWith(job), processWith(job), processWith(job)];
    const look = () => Promise.all(all.map((one) => one.look()));
    await look();
    await look();
    clock.pass(12 * HOUR); // midnight in London
    await look();
    expect(days).toEqual(['2026-11-23', '2026-11-24']);
    expect(await record()).toMatchObject({ name: 'count', doneFor: '2026-11-24', lastError: null });
  });

  it('is done once for all days that were missed', async () => {
    const days: string[] = [];
    const job: Job = { name: 'count', every: 'day', run: async (today) => days.push(today) };
    await processWith(job).look();
    clock.pass(5 * 24 * HOUR);
    await processWith(job).look();
    expect(days).toEqual(['2026-11-23', '2026-11-28']);
  });

  it('of every few minutes is done once in each of them', async () => {
    let done = 0;
    const runner = processWith({ name: 'count', every: { minutes: 5 }, run: async () => done++ });
    for (let minute = 0; minute < 11; minute++) {
      await runner.look();
      clock.pass(60_000);
    }
    expect(done).toBe(3);
  });

  it('that waits for something is done when that falls due, and not before', async () => {
    let next: Date | null = new Date(NOON + HOUR);
    let done = 0;
    const run = async () => {
      done++;
      next = null;
    };
    const runner = processWith({ name: 'count', every: { next: () => next }, run });
    await runner.look();
    expect(done).toBe(0);
    clock.pass(HOUR);
    await runner.look();
    await runner.look();
    expect(done).toBe(1);
  });

  it('that fails says so in the log and to operators, and is tried again when some time has passed', async () => {
    let fails = true;
    const run = async () => {
      if (fails) throw new Error('no: "Jo Bloggs"');
    };
    const runner = processWith({ name: 'count', every: 'day', run });
    await runner.look();
    expect(logged).toEqual(['a job failed and will be tried again']);
    expect(await record()).toMatchObject({ doneFor: null, lastError: 'no: "…"' });
    fails = false;
    await runner.look();
    expect(await record()).toMatchObject({ doneFor: null });
    await forgetLease();
    await runner.look();
    expect(await record()).toMatchObject({ doneFor: '2026-11-23', lastError: null });
  });

  it('is begun by another process when the one that had begun it is gone', async () => {
    const never = processWith({ name: 'count', every: 'day', run: () => new Promise(() => {}) });
    void never.look();
    await until('it has begun', record);
    let done = 0;
    const other = processWith({ name: 'count', every: 'day', run: async () => done++ });
    await other.look();
    expect(done).toBe(0);
    await forgetLease();
    await other.look();
    expect(done).toBe(1);
  });

  it('that has begun is waited for when the hub stops', async () => {
    let end = () => {};
    const run = () =>
      new Promise<void>((resolve) => {
        end = resolve;
      });
    const runner = processWith({ name: 'count', every: 'day', run });
    runner.start();
    await until('it has begun', record);
    const ended: string[] = [];
    const stopping = runner.stop().then(() => ended.push('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    ended.push('job');
    end();
    await stopping;
    expect(ended).toEqual(['job', 'stopped']);
    expect(await record()).toMatchObject({ doneFor: '2026-11-23' });
  });
});

it('two jobs of one name are refused', () => {
  const job: Job = { name: 'count', every: 'day', run: async () => {} };
  expect(() => processWith(job, job)).toThrow('There are two jobs called "count".');
});
