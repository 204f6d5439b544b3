import { anApiKey } from '../support/api-key.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, undefined, {
    OPERATIONS_AT_ONCE_PUBLIC: '1',
    OPERATIONS_AT_ONCE_CLIENT: '1',
    OPERATION_TIMEOUT_MS: '300',
    TRUSTED_PROXIES: '127.0.0.1',
  });
});
afterAll(() => hub.stop());

const LISTED = '{ offerings(first: 1) { nodes { id } } }';

async function from(address: string, headers: Record<string, string> = {}, query = LISTED) {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as {
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), errors };
}

/** Work that is done while no list of offerings can be read. */
async function whileHeld<T>(work: (release: () => Promise<unknown>) => Promise<T>): Promise<T> {
  const holder = await hub.database.pool.connect();
  try {
    await holder.query('begin; lock table offering in access exclusive mode');
    return await work(() => holder.query('rollback'));
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

describe('one payer’s operations', () => {
  it('run a few at a time: what waits has its turn, however long that takes; too many are turned away', async () => {
    await from('192.0.2.1');
    await whileHeld(async (release) => {
      // Its answer is given up after 300 ms, but what it asks Postgres goes on, and so it keeps its place.
      const first = from('192.0.2.1');
      const waiting = Array.from({ length: 25 }, () => from('192.0.2.1'));
      expect((await first).errors).toMatchObject([{ extensions: { code: 'TIMEOUT' } }]);
      const refused = await from('192.0.2.1');
      expect(refused).toMatchObject({
        status: 429,
        retryAfter: '1',
        errors: [
          {
            message: expect.stringContaining('Try again in a second'),
            extensions: { code: 'TOO_MANY_AT_ONCE' },
          },
        ],
      });
      await release();
      for (const one of await Promise.all(waiting)) expect(one).toMatchObject({ status: 200, errors: [] });
    });
  });

  it('hold up nobody else: not another address, nor those who have signed in at the same one', async () => {
    const key = await anApiKey(hub);
    const providers = '{ providers { nodes { id } } }';
    await whileHeld(async () => {
      const held = from('192.0.2.1');
      const others = [
        await from('192.0.2.2', {}, providers),
        await from('192.0.2.1', { authorization: `Bearer ${key}` }, providers),
      ];
      expect(others.map(({ status }) => status)).toEqual([200, 200]);
      await held;
    });
  });

  it('say in a header when a spent budget is there again', async () => {
    const poor = await startTestHub(undefined, undefined, { BUDGETS: 'true', BUDGET_PUBLIC: '1' });
    try {
      const spend = () =>
        fetch(`${poor.address}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: LISTED }),
        });
      const response = await spend();
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await poor.stop();
    }
  });
});
