import type pg from 'pg';
import { RateLimitRepository } from '../../../src/platform/database/rate-limit.repository.js';
import { SharedBudget } from '../../../src/platform/database/shared-budget.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let serial = 0;
const aName = () => `client ${++serial}`;

/** How much of many payments of that cost is allowed. */
async function spendAll(budget: SharedBudget, client: string, limit: number, cost: number, times: number) {
  let allowed = 0;
  for (let n = 0; n < times; n++) {
    if ((await budget.spend(client, limit, cost)).allowed) allowed += cost;
  }
  return allowed;
}

describe('a shared budget', () => {
  it('lets a client spend all of it and not more, and says what is left', async () => {
    const budget = new SharedBudget(database.pool);
    const client = aName();
    expect(await budget.spend(client, 100, 30)).toMatchObject({ allowed: true, limit: 100, remaining: 70 });
    expect(await budget.spend(client, 100, 60)).toMatchObject({ allowed: true, remaining: 10 });
    const refused = await budget.spend(client, 100, 11);
    expect(refused).toMatchObject({ allowed: false, remaining: 10 });
    expect(refused.resetSeconds).toBeGreaterThan(0);
    expect(refused.resetSeconds).toBeLessThanOrEqual(60);
    expect(await budget.spend(client, 100, 10)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await budget.spend(aName(), 100, 100)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('is one for all processes: together they spend no more than the whole', async () => {
    const budgets = [1, 2, 3].map(() => new SharedBudget(database.pool));
    const client = aName();
    const spent = await Promise.all(budgets.map((budget) => spendAll(budget, client, 1000, 7, 100)));
    const total = spent.reduce((sum, one) => sum + one, 0);
    expect(total).toBeLessThanOrEqual(1000);
    // What each has drawn and cannot use is less than one payment.
    expect(total).toBeGreaterThan(1000 - budgets.length * 7);
  });

  it('is not overdrawn by operations that come at once', async () => {
    const budget = new SharedBudget(database.pool);
    const client = aName();
    const paid = await Promise.all(Array.from({ length: 50 }, () => budget.spend(client, 100, 3)));
    expect(paid.filter(({ allowed }) => allowed)).toHaveLength(33);
  });

  it('costs twenty statements a minute, however many operations there are, and none once all is spent', async () => {
    let statements = 0;
    const counting = {
      query: (...given: unknown[]) => {
        statements++;
        return (database.pool.query as (...given: unknown[]) => unknown)(...given);
      },
    } as unknown as pg.Pool;
    const budget = new SharedBudget(counting);
    const client = aName();
    await spendAll(budget, client, 1000, 1, 1000);
    expect(statements).toBe(20);
    expect(await spendAll(budget, client, 1000, 1, 100)).toBe(0);
    expect(statements).toBe(20);
  });

  it('takes what has arisen already, more than is left too, in every process; and gives back', async () => {
    const [here, there] = [new SharedBudget(database.pool), new SharedBudget(database.pool)];
    const client = aName();
    await here.spend(client, 100, 10);
    expect(here.charge(client, 100, -4)).toMatchObject({ remaining: 94 });
    expect(here.charge(client, 100, 150)).toMatchObject({ remaining: 0 });
    expect(await here.spend(client, 100, 1)).toMatchObject({ allowed: false, remaining: 0 });
    expect(await there.spend(client, 100, 1)).toMatchObject({ allowed: false, remaining: 0 });
    // No more than all can be given back.
    expect(there.charge(aName(), 100, -500)).toMatchObject({ remaining: 100 });
  });

  it('says how much a client has left without asking the database', () => {
    const untouched = { query: () => Promise.reject(new Error('asked')) } as unknown as pg.Pool;
    expect(new SharedBudget(untouched).charge(aName(), 100, 0)).toMatchObject({ limit: 100, remaining: 100 });
  });

  describe('whatever the time of day of a hub', () => {
    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('makes no client wait longer than a minute, and lets none start again before it is over', async () => {
      const client = aName();
      const realNow = Date.now;
      jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 3_600_000);
      const ahead = new SharedBudget(database.pool);
      expect(await spendAll(ahead, client, 100, 10, 12)).toBe(100);
      expect((await ahead.spend(client, 100, 10)).resetSeconds).toBeLessThanOrEqual(60);
      jest.restoreAllMocks();
      const right = new SharedBudget(database.pool);
      const refused = await right.spend(client, 100, 10);
      expect(refused.allowed).toBe(false);
      expect(refused.resetSeconds).toBeGreaterThan(50);
      expect(refused.resetSeconds).toBeLessThanOrEqual(60);
      jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 7_200_000);
      expect((await new SharedBudget(database.pool).spend(client, 100, 10)).allowed).toBe(false);
    });

    it('believes no minute that would last an hour, and ends one by the clock of Postgres', async () => {
      const [ahead, over] = [aName(), aName()];
      await database.pool.query(
        `insert into rate_limit (key, points, expire) select key, 100, (extract(epoch from now()) * 1000)::bigint + ms
           from (values ($1::text, 3600000), ($2, -1)) as old (key, ms)`,
        [ahead, over],
      );
      for (const client of [ahead, over]) {
        const spending = await new SharedBudget(database.pool).spend(client, 100, 10);
        expect(spending).toMatchObject({ allowed: true, remaining: 90 });
        expect(spending.resetSeconds).toBeLessThanOrEqual(60);
      }
    });
  });

  it('forgets minutes that are over', async () => {
    const [old, present] = [aName(), aName()];
    await new SharedBudget(database.pool).spend(present, 100, 1);
    await database.pool.query('insert into rate_limit (key, points, expire) values ($1, 1, 1)', [old]);
    await new RateLimitRepository(database.pool).forget();
    const { rows } = await database.pool.query('select key from rate_limit where key = any($1)', [
      [old, present],
    ]);
    expect(rows).toEqual([{ key: present }]);
  });

  it('remembers no more clients than it has room for, while the database is away too', async () => {
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as pg.Pool;
    const budget = new SharedBudget(away, 100);
    const spendAll = (n: number) => budget.spend(`client of thousands ${n}`, 100, 100);
    for (let n = 0; n < 1_000; n++) await spendAll(n);
    const again = [];
    for (let n = 900; n < 1_000; n++) again.push((await spendAll(n)).allowed);
    expect(again).toEqual(Array(100).fill(false));
    expect((await spendAll(899)).allowed).toBe(true);
  });

  it('asks a database that is away no more than once a second, and does not wait for a silent one', async () => {
    let asked = 0;
    const silent = {
      query: () => {
        asked++;
        return new Promise(() => {});
      },
    } as unknown as pg.Pool;
    const budget = new SharedBudget(silent, 100, 20);
    for (let n = 0; n < 20; n++)
      expect(await budget.spend(aName(), 100, 10)).toMatchObject({ remaining: 90 });
    expect(asked).toBe(1);
  });

  it('goes on in each process while the database is away', async () => {
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as pg.Pool;
    const budget = new SharedBudget(away);
    expect(await spendAll(budget, aName(), 100, 10, 20)).toBe(100);
  });
});
