import { newApiKey } from '../../src/features/identity/api-key.js';
import { networkOf } from '../../src/platform/http/network-of.js';
import { prices } from '../../src/prices.js';
import { anApiKey } from '../support/api-key.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** A document that asks for nothing, and what it costs: as much as any request takes. */
const ONE = '{ __typename }';
const LOOK = 1 + (prices().fields['Query.__typename'] ?? 0);
const PUBLIC = 4 * LOOK;
const CLIENT = 6 * LOOK;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(undefined, undefined, {
    BUDGETS: 'true',
    BUDGET_PUBLIC: String(PUBLIC),
    BUDGET_CLIENT: String(CLIENT),
    TRUSTED_PROXIES: '127.0.0.1',
    DEVELOPMENT_SIGN_IN: 'false',
  });
});
afterAll(() => hub.stop());

async function from(address: string, query = ONE, more: Record<string, string> = {}) {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...more },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, object> };
}

describe('a budget', () => {
  it('is reported with every answer', async () => {
    const { body } = await from('192.0.2.1');
    expect(body.extensions).toEqual({
      cost: { requested: LOOK, metered: LOOK, maximum: 10_000 },
      rateLimit: { limit: PUBLIC, remaining: expect.any(Number), resetSeconds: expect.any(Number) },
    });
  });

  it('stops the caller who has spent it, and nobody else', async () => {
    let last = await from('192.0.2.2');
    for (let n = 0; n < 50 && last.status === 200; n++) last = await from('192.0.2.2');
    expect(last).toMatchObject({
      status: 429,
      body: {
        errors: [
          {
            message: expect.stringMatching(new RegExp(`budget of ${PUBLIC}.*seconds`)),
            extensions: { code: 'RATE_LIMITED' },
          },
        ],
      },
    });
    expect((await from('192.0.2.3')).status).toBe(200);
    const headers = { authorization: `Bearer ${await anApiKey(hub)}` };
    expect((await from('192.0.2.3', ONE, headers)).body.extensions).toMatchObject({
      rateLimit: { limit: CLIENT },
    });
  });

  /** Asks until it is refused, and counts the responses. */
  async function spendAll(sender: (n: number) => string, more: Record<string, string> = {}) {
    for (let n = 0; n < 60; n++) if ((await from(sender(n), ONE, more)).status === 429) return n;
    throw new Error('It never ended.');
  }

  it('is that of an address, whatever port a gateway writes behind it', async () => {
    await spendAll((n) => `192.0.2.10:${1000 + n}`);
    expect((await from('192.0.2.10')).status).toBe(429);
    await spendAll((n) => `[2001:DB8:0:7::${n}]:${1000 + n}`);
    expect((await from('2001:db8:0:7:ffff::1')).status).toBe(429);
  });

  it('is not a new one for every rubbish that a client writes', async () => {
    await spendAll((n) => `new-${n}`);
    expect((await from('192.0.2.11')).status).toBe(200);
  });

  it('pays for keys that are no good, before they are looked for, and not for one that was good', async () => {
    const good = { authorization: `Bearer ${await anApiKey(hub)}` };
    expect((await from('192.0.2.12', ONE, good)).status).toBe(200);
    const bad = () => ({ authorization: `Bearer ${newApiKey().key}` });
    const first = await from('192.0.2.12', ONE, bad());
    expect(first).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    let last = first;
    for (let n = 0; n < 2 * PUBLIC && last.status === 401; n++) last = await from('192.0.2.12', ONE, bad());
    expect(last).toMatchObject({ status: 429, body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } });
    expect((await from('192.0.2.12', ONE, good)).status).toBe(200);
    expect((await from('192.0.2.13', ONE, bad())).status).toBe(401);
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
