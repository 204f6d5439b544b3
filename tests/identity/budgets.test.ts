import { networkOf } from '../../src/platform/http/network-of.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** A document of cost 1. */
const ONE = '{ __typename }';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, undefined, {
    BUDGETS: 'true',
    BUDGET_PUBLIC: '40',
    BUDGET_CLIENT: '60',
    TRUSTED_PROXIES: '127.0.0.1',
  });
});
afterAll(() => hub.stop());

async function from(address: string, query = ONE) {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, object> };
}

describe('a budget', () => {
  it('is reported with every answer', async () => {
    const { body } = await from('192.0.2.1');
    expect(body.extensions).toEqual({
      cost: { requested: 1, metered: 1, maximum: 10_000 },
      rateLimit: { limit: 40, remaining: expect.any(Number), resetSeconds: expect.any(Number) },
    });
  });

  it('stops whoever has spent it, and nobody else', async () => {
    let last = await from('192.0.2.2');
    for (let n = 0; n < 50 && last.status === 200; n++) last = await from('192.0.2.2');
    expect(last).toMatchObject({
      status: 429,
      body: {
        errors: [
          { message: expect.stringMatching(/budget of 40.*seconds/), extensions: { code: 'RATE_LIMITED' } },
        ],
      },
    });
    expect((await from('192.0.2.3')).status).toBe(200);
    const signedIn = await hub.as('school');
    expect((await signedIn(ONE)).extensions?.rateLimit).toMatchObject({ limit: 60 });
  });

  it('is kept without the address that it is for', async () => {
    await from('192.0.2.4');
    const { rows } = await hub.database.pool.query<{ key: string }>('select key from rate_limit');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).not.toContain('192.0.2');
    expect(hub.logged.join('')).not.toContain('192.0.2');
  });
});

describe('a network', () => {
  it('is an IPv4 address, however it is written', () => {
    expect(networkOf('::ffff:192.0.2.1')).toBe(networkOf('192.0.2.1'));
    expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'));
  });

  it('is the first half of an IPv6 address', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8:1:2::9')).not.toBe(networkOf('2001:db8:1:3::9'));
    expect(networkOf('2001:db8::9')).toBe(networkOf('2001:db8:0:0:1::9'));
    expect(networkOf('::1')).toBe(networkOf('::2'));
  });
});
