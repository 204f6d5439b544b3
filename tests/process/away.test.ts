import type { Offering } from '../../src/features/offering/offering.entity.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type DatabaseLine, openLine } from '../support/database-line.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { waitingForLock } from '../support/waiting-for-lock.js';

const MINUTE = 60_000;
const SEARCH = `{ search(filter: { vacancy: { availableBy: "2027-01-05" } }) {
  totalCount hits: nodes { offering { title } provider { name } nextVacancy { placesBand freshness } } } }`;
const MATCH = `{ match(profile: { needs: [{ code: "SEMH" }] }, first: 5) { matches { score offering { title } provider { name } nextVacancy { freshness } } } }`;
const UNCACHED = '{ vacancies(first: 3) { totalCount } }';

let hub: TestHub;
let line: DatabaseLine;
let offering: Offering;
let key: string;
let unused: string;

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly ms: number;
  readonly body: {
    data?: Record<string, never> | null;
    errors?: { message: string; path?: string[]; extensions: { code: string } }[];
    extensions?: { degraded?: { since: string }; cost?: object };
  };
}

async function send(query: string, token?: string): Promise<Sent> {
  const began = performance.now();
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as Sent['body'];
  return { status: response.status, headers: response.headers, ms: performance.now() - began, body };
}

async function token(role: string): Promise<string> {
  const answer = await fetch(`${hub.address}/dev/token?role=${role}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Does something while nobody can read vacancies. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  const holder = await hub.database.pool.connect();
  try {
    await holder.query('begin; lock table vacancy');
    await work();
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

const ways = {
  refused: () => line.refuse(),
  silent: async () => line.hold(),
};
async function goAway(way: keyof typeof ways): Promise<void> {
  await ways[way]();
  await until('the hub has missed Postgres', () => hub.presence.absence);
}
async function comeBack(): Promise<void> {
  await line.restore();
  await until('the hub knows that Postgres is back', () => !hub.presence.absence);
}

beforeAll(async () => {
  hub = await startTestHub(async (database) => {
    line = await openLine(database.url);
    Object.assign(database, { url: line.through(database.url) });
  });
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  offering = await anOffering(hub, provider, { siteIds: [site.id] });
  await aVacancy(hub, offering, {
    confirmedAt: new Date(hub.clock.now()),
    expiresAt: new Date(hub.clock.now() + 10 * MINUTE),
  });
  await aVacancy(hub, await anOffering(hub, provider, { siteIds: [site.id] }));
  const administrator = await hub.as('administrator');
  const issue = async (name: string) => {
    const made = await administrator<{ apiClientCreate: { apiClient: { id: string } } }>(
      `mutation { apiClientCreate(input: { name: "${name}", role: SCHOOL }) { apiClient { id } userErrors { message } } }`,
    );
    const issued = await administrator<{ apiKeyCreate: { issued: { key: string } } }>(
      `mutation { apiKeyCreate(input: { client: "${made.data.apiClientCreate.apiClient.id}", days: 9 }) {
         issued { key } userErrors { message } } }`,
    );
    return issued.data.apiKeyCreate.issued.key;
  };
  key = await issue('Portal');
  unused = await issue('Newcomer');
});
afterAll(async () => {
  await line.restore();
  await hub.stop();
  await line.close();
});

const expectUnavailable = ({ status, headers, body }: Sent) => {
  expect(status).toBe(503);
  expect(body.data).toBeNull();
  expect(body.errors).toHaveLength(1);
  expect(body.errors![0]!.extensions.code).toBe('UNAVAILABLE');
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
};

describe.each(['refused', 'silent'] as const)('while Postgres is away (%s)', (way) => {
  afterEach(comeBack);

  it('answers from memory what it would have answered, and says since when', async () => {
    for (const query of [SEARCH, MATCH, '{ suggest(text: "pro") { suggestions { label } } }'])
      await send(query);
    const before = [await send(SEARCH), await send(SEARCH, key), await send(MATCH)];
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(before[0]!.body.extensions).not.toHaveProperty('degraded');
    await goAway(way);
    const during = [await send(SEARCH), await send(SEARCH, key), await send(MATCH)];
    expect(during.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(during.map(({ body }) => body.data)).toEqual(before.map(({ body }) => body.data));
    for (const { body, ms } of during) {
      expect(Date.parse(body.extensions!.degraded!.since)).toBeLessThanOrEqual(hub.clock.now());
      expect(ms).toBeLessThan(1_000);
    }
    await comeBack();
    expect((await send(SEARCH)).body.extensions).not.toHaveProperty('degraded');
  });

  it('gives no part of an answer that misses anything', async () => {
    await goAway(way);
    expectUnavailable(await send(UNCACHED));
    expectUnavailable(await send(`{ search { totalCount } vacancies(first: 3) { totalCount } }`));
    expectUnavailable(await send(`{ place(by: { postcode: "NR1 1AA" }) { label } search { totalCount } }`));
  });

  it('refuses mutations at once', async () => {
    const administrator = await token('administrator');
    await goAway(way);
    const sent = await send(
      `mutation { apiClientCreate(input: { name: "Late", role: SCHOOL }) { apiClient { id } userErrors { message } } }`,
      administrator,
    );
    expectUnavailable(sent);
    expect(sent.ms).toBeLessThan(1_000);
  });

  it('releases all who were waiting for it within two seconds', async () => {
    await whileLocked(async () => {
      const asked = send(UNCACHED);
      await waitingForLock(hub.database.pool);
      await goAway(way);
      const sent = await asked;
      expectUnavailable(sent);
      expect(sent.ms).toBeLessThan(2_500);
    });
  });

  it('takes nobody for the public whose key it cannot look up', async () => {
    await goAway(way);
    expectUnavailable(await send(SEARCH, unused));
    expectUnavailable(await send(SEARCH, `${key.slice(0, -4)}AAAA`));
    expect((await send(SEARCH, key)).status).toBe(200);
  });

  it('responds to the public for 15 minutes, and to signed-in callers for one', async () => {
    const school = await token('school');
    await send(SEARCH, school);
    await send(SEARCH, key);
    await goAway(way);
    hub.clock.pass(0.9 * MINUTE);
    for (const who of [undefined, school, key]) expect((await send(SEARCH, who)).status).toBe(200);
    hub.clock.pass(0.2 * MINUTE);
    for (const who of [school, key]) expectUnavailable(await send(SEARCH, who));
    expect((await send(SEARCH)).status).toBe(200);
    hub.clock.pass(14 * MINUTE);
    expectUnavailable(await send(SEARCH));
    expectUnavailable(await send('{ __typename }'));
  });
});

describe('what falls due while Postgres is away', () => {
  it('does: a vacancy whose confirmation expires is not shown as open', async () => {
    const other = await aVacancy(hub, offering, {
      confirmedAt: new Date(hub.clock.now()),
      expiresAt: new Date(hub.clock.now() + 5 * MINUTE),
    });
    const open = async () => {
      const { status, body } = await send(SEARCH);
      expect(status).toBe(200);
      const { hits } = body.data!.search as unknown as {
        hits: { offering: { title: string }; nextVacancy: object | null }[];
      };
      return hits.find((hit) => hit.offering.title === offering.title)?.nextVacancy ?? null;
    };
    expect(await open()).not.toBeNull();
    await goAway('refused');
    hub.clock.pass(4 * MINUTE);
    expect(await open()).not.toBeNull();
    hub.clock.pass(MINUTE);
    expect(await Promise.all([open(), open(), open(), open()])).toEqual([null, null, null, null]);
    await comeBack();
    expect(await open()).toBeNull();
    expect(other.id).toBeTruthy();
  });
});

describe('the log while Postgres is away', () => {
  it('has a line when it goes and one when it is back, however often it is asked for', async () => {
    const before = hub.logged.length;
    await goAway('refused');
    for (let i = 0; i < 20; i++) {
      await send(UNCACHED);
      await send(SEARCH, unused);
      expect((await fetch(`${hub.address}/health/ready`)).status).toBe(503);
    }
    // It has been looked for several times by then.
    await until('Postgres has been away for a while', () => (hub.presence.absence?.lasted() ?? 0) > 1_500);
    await comeBack();
    const lines = hub.logged
      .slice(before)
      .map((text) => JSON.parse(text) as { level: string; msg: string })
      .filter(({ msg }) => msg !== 'request');
    expect(lines.map(({ level, msg }) => [level, msg.split(':')[0]])).toEqual([
      ['error', 'the database is away'],
      ['info', 'the database is back'],
    ]);
    expect((await fetch(`${hub.address}/health/ready`)).status).toBe(200);
  });
});

describe('a single slow statement', () => {
  it('does not make Postgres count as away', async () => {
    await whileLocked(async () => {
      // A caller who waits for the lock gets an error within about a second; others notice nothing.
      const [held, searched] = await Promise.all([send(UNCACHED), send(SEARCH)]);
      expect([held.status, held.body.errors?.[0]?.extensions?.code]).toEqual([503, 'UNAVAILABLE']);
      expect(searched.status).toBe(200);
      for (const { body } of [held, searched]) expect(body.extensions).not.toHaveProperty('degraded');
    });
    expect((await send(UNCACHED)).status).toBe(200);
  });
});

describe('what was written behind its back', () => {
  it('is followed before the database counts as back', async () => {
    await goAway('refused');
    await hub.database.pool.query(`update provider set name = 'Renamed meanwhile' where id = $1`, [
      offering.providerId,
    ]);
    await comeBack();
    const { body } = await send(
      SEARCH.replace('filter: { vacancy: { availableBy: "2027-01-05" } }', 'first: 5'),
    );
    expect(JSON.stringify(body.data)).toContain('Renamed meanwhile');
  });
});
