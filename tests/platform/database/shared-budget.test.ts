import type pg from 'pg';
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

  it('goes on in each process while the database is away', async () => {
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as pg.Pool;
    const budget = new SharedBudget(away);
    expect(await spendAll(budget, aName(), 100, 10, 20)).toBe(100);
  });
});
