import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createHub, type Hub } from '../../../src/app.js';
import { importPostcodes } from '../../../src/features/exchange/import/postcode-import.js';
import { operator } from '../../../src/features/identity/actor.js';
import type { Traced } from '../../../src/platform/database/changes/attribution.js';
import { commitSurely } from '../../../src/platform/database/commit.js';
import { OutcomeUnknown, Unavailable } from '../../../src/platform/errors.js';
import { createLog } from '../../../src/platform/log.js';
import { quietly, sample } from '../../exchange/exchange-files.js';
import { type Graph, graphOf } from '../../support/actors.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import type { Response } from '../../support/hub.js';
import { type AtCommit, layLine, type PostgresLine } from '../../support/postgres-line.js';
import { until } from '../../support/until.js';

let database: TestDatabase;
let line: PostgresLine;
let hub: Hub;
let graph: Graph;
beforeAll(async () => {
  database = await createTestDatabase();
  line = await layLine(database.url);
  hub = await createHub({ url: line.url, log: createLog('silent') });
  graph = await graphOf(hub);
});
afterAll(async () => {
  await graph.stop();
  await hub.close();
  await line.close();
  await database.drop();
});
afterEach(() => letThrough());

interface Written {
  readonly written: {
    readonly provider: { readonly id: string; readonly version: number } | null;
    readonly userErrors: readonly { readonly code: string }[];
    readonly warnings: readonly { readonly code: string }[];
  } | null;
}
const SHOWN = '{ provider { id version } userErrors { code } warnings { code } }';

function create(name: string): Promise<Response<Written | null>> {
  const document = `mutation ($input: ProviderCreateInput!, $key: String) {
    written: providerCreate(input: $input, idempotencyKey: $key) ${SHOWN} }`;
  const input = {
    name,
    settingType: 'OTH',
    registration: 'UNREGISTERED',
    localAuthority: '926',
    postcode: 'NR21 9AA',
  };
  return graph.ask(operator, document, { input, key: name });
}
function describeAs(id: string, version: number, description: string): Promise<Response<Written | null>> {
  const document = `mutation ($id: ID!, $version: Int!, $input: ProviderUpdateInput!) {
    written: providerUpdate(id: $id, version: $version, input: $input) ${SHOWN} }`;
  return graph.ask(operator, document, { id, version, input: { description } });
}
async function storedAs(name: string): Promise<number> {
  const { rows } = await database.pool.query('select count(*)::int n from provider where name = $1', [name]);
  return rows[0].n;
}
const codesOf = ({ errors = [] }: Response<unknown>) => errors.map(({ extensions }) => extensions?.code);
const made = { written: { provider: { version: 1 }, userErrors: [], warnings: [] } };

/** Cuts the line at the next commit, once; with `shuts`, nobody gets through from then on. */
async function cutting<T>(how: AtCommit, work: () => Promise<T>, shuts = false): Promise<T> {
  const before = line.cut;
  line.next = how;
  line.shutsThen = shuts;
  const answer = await work();
  expect(line.cut).toBe(before + 1);
  return answer;
}

/** Opens the line again, and waits until the hub has noticed. */
async function letThrough(): Promise<void> {
  line.isShut = false;
  await until('the hub notices that Postgres is back', () => !hub.presence.absence);
}

describe('a write whose COMMIT has no answer', () => {
  it.each(['lose the answer', 'fall silent'] as const)('succeeds if it was committed: %s', async (how) => {
    const { data, errors } = await cutting(how, () => create(`Stored, ${how}`));
    expect([data, errors]).toMatchObject([made, undefined]);
    expect(await storedAs(`Stored, ${how}`)).toBe(1);
    expect((await create(`Stored, ${how}`)).data).toEqual(data);
    expect(await storedAs(`Stored, ${how}`)).toBe(1);
  });

  it('fails if it was not committed, and can be repeated', async () => {
    const answer = await cutting('lose the commit', () => create('Never stored'));
    expect([answer.data, codesOf(answer)]).toEqual([null, ['UNAVAILABLE']]);
    expect(answer.errors?.[0]?.message).toMatch(/Nothing was changed/);
    expect(await storedAs('Never stored')).toBe(0);
    expect((await create('Never stored')).data).toMatchObject(made);
    expect(await storedAs('Never stored')).toBe(1);
  });

  it.each([
    ['lose the answer', 1],
    ['lose the commit', 0],
  ] as const)(
    'is said to be unknown while Postgres cannot be asked, and is made once when it is repeated: %s',
    async (how, stored) => {
      const name = `Unknown, ${how}`;
      const answer = await cutting(how, () => create(name), true);
      expect([answer.data, codesOf(answer)]).toEqual([null, ['OUTCOME_UNKNOWN']]);
      expect(answer.errors?.[0]?.message).toMatch(
        /same idempotency key or version: it will not be stored twice/,
      );
      expect(await storedAs(name)).toBe(stored);
      await letThrough();
      expect((await create(name)).data).toMatchObject(made);
      expect((await create(name)).data).toMatchObject(made);
      expect(await storedAs(name)).toBe(1);
    },
  );

  it('is made once when it is repeated with the same version', async () => {
    const { data } = await create('At a version');
    const { id, version } = data!.written!.provider!;
    const answer = await cutting('lose the answer', () => describeAs(id, version, 'Once.'), true);
    expect(codesOf(answer)).toEqual(['OUTCOME_UNKNOWN']);
    await letThrough();
    const again = await describeAs(id, version, 'Once.');
    expect(again.data?.written?.userErrors).toEqual([{ code: 'CONFLICT' }]);
    const { rows } = await database.pool.query(
      `select version, description from provider where name = 'At a version'`,
    );
    expect(rows).toEqual([{ version: version + 1, description: 'Once.' }]);
  });
});

describe('a number that Postgres has given to another transaction, after a crash that took ours', () => {
  it('does not make it stored', async () => {
    const { rows } = await database.pool.query<Pick<Traced, 'id' | 'began'>>(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
       values (gen_random_uuid(), 'Of another', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'DRAFT')
       returning pg_current_xact_id()::text as id, now()::text as began`,
    );
    const ours = { ...rows[0]!, token: randomUUID() };
    const lost = () => Promise.reject(new Error('Connection terminated unexpectedly'));
    const committing = { pool: database.pool, transaction: ours, sever: () => {} };
    await expect(commitSurely(lost, committing)).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it('was not stored when Postgres has not come to that number again', async () => {
    const { rows } = await database.pool.query(
      'select (pg_current_xact_id()::text::bigint + 1000000)::text as id',
    );
    const ours = { id: rows[0].id, began: '2026-01-01', token: randomUUID() };
    const lost = () => Promise.reject(new Error('Connection terminated unexpectedly'));
    const committing = { pool: database.pool, transaction: ours, sever: () => {} };
    await expect(commitSurely(lost, committing)).rejects.toBeInstanceOf(Unavailable);
  });
});

describe('an import whose COMMIT has no answer', () => {
  let pool: pg.Pool;
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: line.url, max: 1 });
    pool.on('error', () => {});
  });
  afterAll(() => pool.end());
  beforeEach(() => database.pool.query('delete from postcode'));
  const importing = () => importPostcodes(pool, sample('code-point'), quietly());
  const postcodes = async () => (await database.pool.query('select from postcode')).rowCount;

  it('says so in words when it was not stored', async () => {
    await expect(cutting('lose the commit', () => importing().catch((error) => error))).resolves.toThrow(
      /nothing was changed/,
    );
    expect(await postcodes()).toBe(0);
  });

  it('is done when it was stored', async () => {
    expect(await cutting('lose the answer', importing)).toMatchObject({ added: 7 });
    expect(await postcodes()).toBe(7);
  });

  it('says that it is not known while nobody can tell, and to run it again', async () => {
    const answer = await cutting('lose the answer', () => importing().catch((error) => error), true);
    expect(answer.message).toMatch(/not known whether the import was stored\. Run it again/);
    line.isShut = false;
    expect(await importing()).toMatchObject({ added: 0 });
  });
});
