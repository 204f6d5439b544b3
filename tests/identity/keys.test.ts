import { createHub, type Hub } from '../../src/app.js';
import { createLog } from '../../src/platform/log.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { servicesOf } from '../support/services.js';
import { until } from '../support/until.js';

const DAY = 86_400_000;
const CREATE = `mutation($input: ApiClientCreateInput!) {
  apiClientCreate(input: $input) { apiClient { id name role scopes keys { prefix } } userErrors { field code message } } }`;
const ISSUE = `mutation($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { issued { key apiKey { id prefix expiresAt lastUsedAt } } userErrors { field code message } } }`;
const REVOKE = `mutation($id: ID!) {
  apiKeyRevoke(id: $id, reason: "Lost") { apiKey { prefix revokedAt } userErrors { field code message } } }`;
const LIST = '{ apiClients { nodes { name keys { id prefix lastUsedAt } } } }';

interface Issued {
  readonly apiKeyCreate: {
    readonly issued: { readonly key: string; readonly apiKey: Record<string, string | null> } | null;
    readonly userErrors: readonly { field: string[]; code: string; message: string }[];
  };
}

let hub: TestHub;
let administrator: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  administrator = await hub.as('administrator');
});
afterAll(() => hub.stop());

let serial = 0;
/** A client with that role, and its id. */
async function aClient(values: Record<string, unknown> = {}): Promise<string> {
  const input = { name: `Portal ${++serial}`, role: 'SCHOOL', ...values };
  const { data } = await administrator<{ apiClientCreate: { apiClient: { id: string } } }>(CREATE, { input });
  return data.apiClientCreate.apiClient.id;
}

async function aKey(client: string, days = 30) {
  const { data } = await administrator<Issued>(ISSUE, { input: { client, days } });
  const { issued } = data.apiKeyCreate;
  if (!issued) throw new Error(data.apiKeyCreate.userErrors[0]?.message);
  return { key: issued.key, ...(issued.apiKey as { id: string; prefix: string }) };
}

async function send(key: string, query = '{ __typename }') {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string; extensions: object }[] };
  return { status: response.status, error: errors?.[0] };
}

describe('a client', () => {
  it('is made with a role and a reach, without a key', async () => {
    const input = { name: 'Norfolk portal', role: 'COMMISSIONER', localAuthorities: ['926'] };
    expect((await administrator(CREATE, { input })).data).toEqual({
      apiClientCreate: {
        apiClient: {
          id: expect.stringMatching(/^cli_/),
          name: 'Norfolk portal',
          role: 'COMMISSIONER',
          scopes: null,
          keys: [],
        },
        userErrors: [],
      },
    });
  });

  it.each([
    ['a name that is taken', { name: 'norfolk PORTAL' }, ['input', 'name'], 'TAKEN'],
    [
      'an unknown local authority',
      { localAuthorities: ['000'] },
      ['input', 'localAuthorities'],
      'UNKNOWN_CODE',
    ],
    ['what is not a provider', { providers: ['prv_x'] }, ['input', 'providers'], 'NOT_FOUND'],
    ['an unknown permission', { scopes: ['all'] }, ['input', 'scopes', '0'], 'INVALID'],
  ])('is refused with %s', async (_, values, field, code) => {
    const input = { name: 'Another', role: 'PARTNER', ...values };
    const { data } = await administrator<{ apiClientCreate: { userErrors: object[] } }>(CREATE, { input });
    expect(data.apiClientCreate).toMatchObject({ apiClient: null, userErrors: [{ field, code }] });
  });
});

describe('a key', () => {
  it('signs its client in, with the permissions of the role', async () => {
    const school = await aKey(await aClient());
    const boss = await aKey(await aClient({ role: 'ADMINISTRATOR' }));
    expect(school.key).toMatch(/^aph_[a-z0-9]{12}_[\w-]{43}$/);
    expect(await send(school.key, '{ apiClients { totalCount } }')).toMatchObject({
      status: 403,
      error: { extensions: { code: 'FORBIDDEN', permission: 'client.manage', path: ['apiClients'] } },
    });
    expect(await send(boss.key, '{ apiClients { totalCount } }')).toEqual({ status: 200, error: undefined });
  });

  it('may do no more than its scopes say', async () => {
    const { key } = await aKey(await aClient({ role: 'ADMINISTRATOR', scopes: ['register.read'] }));
    expect((await send(key, '{ apiClients { totalCount } }')).status).toBe(403);
  });

  it('is refused when it is wrong, in the words for one that does not exist', async () => {
    const { key } = await aKey(await aClient());
    const last = key.endsWith('A') ? 'B' : 'A';
    const wrong = await send(key.slice(0, -1) + last);
    expect(wrong).toMatchObject({ status: 401, error: { extensions: { code: 'UNAUTHENTICATED' } } });
    expect(await send(`aph_aaaaaaaaaaaa_${'x'.repeat(43)}`)).toEqual(wrong);
    expect(await send('aph_nonsense')).toEqual(wrong);
  });

  it('gives way to a second one, and there is no third', async () => {
    const client = await aClient();
    const [first, second] = [await aKey(client), await aKey(client)];
    const { data } = await administrator<Issued>(ISSUE, { input: { client } });
    expect(data.apiKeyCreate).toMatchObject({ issued: null, userErrors: [{ code: 'TOO_MANY' }] });
    expect([(await send(first.key)).status, (await send(second.key)).status]).toEqual([200, 200]);
    await administrator(REVOKE, { id: first.id });
    expect([(await send(first.key)).status, (await send(second.key)).status]).toEqual([401, 200]);
    await aKey(client);
  });

  it('ends when it expires', async () => {
    const { key } = await aKey(await aClient(), 1);
    expect((await send(key)).status).toBe(200);
    hub.clock.pass(DAY);
    try {
      expect(await send(key)).toMatchObject({
        status: 401,
        error: { message: expect.stringContaining('expired') },
      });
    } finally {
      hub.clock.pass(-DAY);
    }
  });

  it('is kept as a hash only: no table, change or line of the log has it', async () => {
    const { key, prefix } = await aKey(await aClient());
    await send(key);
    const secret = key.slice(-43);
    const { rows } = await hub.database.pool.query<{ text: string }>(
      `select t::text as text from api_key t union all select t::text from change t union all select t::text from api_client t`,
    );
    const stored = rows.map(({ text }) => text).join('\n');
    expect(stored).toContain(prefix);
    expect(stored).not.toContain(secret);
    expect(hub.logged.join('\n')).not.toContain(secret);
  });

  it('says to the minute when it was last used, with one write a minute', async () => {
    const client = await aClient({ name: 'Used' });
    const { key, prefix } = await aKey(client);
    const lastUsed = async () => {
      const { data } = await administrator<{
        apiClients: { nodes: { keys: { prefix: string; lastUsedAt: string | null }[] }[] };
      }>(LIST);
      const keys = data.apiClients.nodes.flatMap((node) => node.keys);
      return keys.find((one) => one.prefix === prefix)?.lastUsedAt;
    };
    expect(await lastUsed()).toBeNull();
    await send(key);
    // Nobody who signs in waits for the note.
    await until('its use is noted', async () => (await lastUsed()) !== null);
    const first = Date.parse((await lastUsed()) ?? '');
    expect(first).toBe(hub.clock.now());
    hub.clock.pass(59_999);
    await send(key);
    hub.clock.pass(1);
    await send(key);
    await until('its use is noted again', async () => (await lastUsed()) !== new Date(first).toISOString());
    expect(await lastUsed()).toBe(new Date(first + 60_000).toISOString());
  });

  it('is on record with who made and ended it, and why', async () => {
    const { id, key } = await aKey(await aClient());
    await send(key);
    await administrator(REVOKE, { id });
    const again = await administrator<{ apiKeyRevoke: object }>(REVOKE, { id });
    expect(again.data.apiKeyRevoke).toMatchObject({
      apiKey: { revokedAt: expect.any(String) },
      userErrors: [],
    });
    const { rows } = await hub.database.pool.query(
      `select operation, actor, reason from change where table_name = 'api_key' order by tx desc limit 2`,
    );
    expect(rows).toEqual([
      { operation: 'UPDATE', actor: 'administrator development', reason: 'Lost' },
      { operation: 'INSERT', actor: 'administrator development', reason: null },
    ]);
  });
});

describe('a key in another process', () => {
  let other: Hub;
  beforeAll(async () => {
    other = await createHub({
      url: hub.database.url,
      clock: hub.clock,
      log: createLog('silent', { write() {} }),
    });
  });
  afterAll(() => other.close());

  it('costs no statement once it is known, and ends there by itself when it is revoked here', async () => {
    const { id, key } = await aKey(await aClient());
    expect((await servicesOf(other).keySignIn.actorOf(key)).roles).toEqual(['school']);
    const statements: string[] = [];
    const { query } = hub.database.pool;
    const pool = (other.source.driver as unknown as { master: typeof hub.database.pool }).master;
    const original = pool.query.bind(pool) as typeof query;
    pool.query = ((...given: Parameters<typeof query>) => {
      statements.push(JSON.stringify(given[0]));
      return original(...given);
    }) as typeof query;
    await servicesOf(other).keySignIn.actorOf(key);
    expect(statements.filter((text) => text.includes('api_key k'))).toEqual([]);

    await administrator(REVOKE, { id });
    const signIn = async () => servicesOf(other).keySignIn.actorOf(key);
    const isEnded = () =>
      signIn().then(
        () => false,
        () => true,
      );
    await until('the key is ended', isEnded);
    await expect(signIn()).rejects.toThrow('revoked');
  });
});
