import { createHub } from '../../../src/app.js';
import { DatabaseClock, TELL_TIME } from '../../../src/platform/database/database-clock.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** The times of a machine that pass as a test says, and a Postgres of which it says what it answers. */
class Times {
  /** Of the machine's monotonic clock. */
  passed = 5_000;
  readonly clock = new DatabaseClock(() => this.passed);

  /** Postgres says that it is this time; the answer takes so long in all. */
  told(now: number, tookMs = 2): void {
    const heard = this.clock.ask();
    this.passed += tookMs;
    heard(now);
  }
}

describe('the time of the database', () => {
  let times: Times;
  beforeEach(() => {
    times = new Times();
    times.told(1_000_000);
  });

  it('is what Postgres says, however wrong the clock of the machine is', () => {
    expect(Math.abs(times.clock.now() - 1_000_000)).toBeLessThanOrEqual(1);
  });

  it('goes on by the monotonic clock while Postgres is away', () => {
    const before = times.clock.now();
    times.passed += 3_600_000;
    expect(times.clock.now()).toBe(before + 3_600_000);
  });

  it('is put right by no more than an answer leaves no doubt of', () => {
    const before = times.clock.now();
    times.told(before + 400, 1_000); // asked 1,000 ms ago: it fits what is known already
    expect(times.clock.now()).toBe(before + 1_000);
    times.told(before + 5_000, 100); // at most 100 ms ago, when it was 5,000 by Postgres
    expect(times.clock.now()).toBe(before + 5_000);
  });

  it('stands still for a small correction, and follows a Postgres whose clock is set back', () => {
    const before = times.clock.now();
    times.told(before - 300);
    expect(times.clock.now()).toBe(before);
    times.passed += 200;
    expect(times.clock.now()).toBe(before);
    times.passed += 200;
    expect(times.clock.now()).toBeGreaterThan(before);
    times.told(before - 3_600_000);
    expect(Math.abs(times.clock.now() - (before - 3_600_000))).toBeLessThanOrEqual(2);
  });
});

describe('a hub on a machine whose clock is an hour slow', () => {
  let database: TestDatabase;
  let slow: jest.SpyInstance;
  beforeAll(async () => {
    database = await createTestDatabase();
    const { now } = Date;
    slow = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  });
  afterAll(async () => {
    slow.mockRestore();
    await database.drop();
  });

  it('uses the clock of Postgres', async () => {
    const silent = { info() {}, warn() {}, error() {} };
    const hub = await createHub({ url: database.url, log: silent });
    try {
      const told = async () => (await database.pool.query<{ now: number }>(TELL_TIME)).rows[0]!.now;
      const [before, now, after] = [await told(), hub.clock.now(), await told()];
      expect(now).toBeGreaterThanOrEqual(Math.floor(before) - 1_000);
      expect(now).toBeLessThanOrEqual(after + 1_000);
    } finally {
      await hub.close();
    }
  });
});
