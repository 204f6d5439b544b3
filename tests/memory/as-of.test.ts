import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { asOfRepository } from '../../src/features/memory/as-of.repository.js';
import type { RecordTable } from '../../src/features/memory/memory.rules.js';
import type { TextKey } from '../../src/platform/key-range.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { addCumbria } from './asking.js';

const tables = ['provider', 'site', 'offering', 'vacancy', 'provider_contact'] as const;
type Row = Record<string, unknown>;

/** Everything there was at a time. */
interface Moment {
  readonly at: Date;
  readonly rows: Record<RecordTable, Row[]>;
  readonly sites: { offering_id: string; site_id: string }[];
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await addCumbria(database);
});
afterAll(() => database.drop());

/** One write: $1 is any id, $2 a text that is new, $3 a number. What breaks a rule of the register is not done. */
const writes = {
  addProvider: `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
    values (gen_random_uuid(), $2, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED')`,
  changeProvider: `update provider set description = $2, website = case when $3 > 4 then 'https://a.example' end,
    local_authority_code = case when $3 > 7 then '909' else '926' end, version = version + 1 where id = $1`,
  touchProvider: `update provider set updated_at = clock_timestamp() where id = $1`,
  removeProvider: `delete from provider where id = $1`,
  remakeProvider: `insert into provider select (jsonb_populate_record(null::provider, old)).* from change
    where table_name = 'provider' and operation = 'DELETE' order by md5(id::text || $2) limit 1`,
  addSite: `insert into site (id, provider_id, name, postcode, address_visibility, state)
    select gen_random_uuid(), id, $2, 'NR21 9AA', 'FULL', 'LISTED' from provider where id = $1`,
  changeSite: `update site set name = $2, town = case when $3 > 4 then $2 end, version = version + 1 where id = $1`,
  moveSite: `update site set provider_id = (select id from provider order by md5(id::text || $2) limit 1),
    version = version + 1 where id = $1`,
  removeSite: `delete from site where id = $1`,
  addOffering: `insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
    select gen_random_uuid(), id, $2, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED' from provider where id = $1`,
  changeOffering: `update offering set title = $2, group_size = case when $3 > 3 then $3::int end, days = '{MON}',
    version = version + 1 where id = $1`,
  moveOffering: `update offering set provider_id = (select id from provider order by md5(id::text || $2) limit 1) where id = $1`,
  linkSite: `insert into offering_site select o.id, s.id, o.provider_id from offering o join site s using (provider_id)
    where o.id = $1 on conflict do nothing`,
  unlinkSite: `delete from offering_site where offering_id = $1`,
  addVacancy: `insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year)
    select gen_random_uuid(), id, 'CAPACITY', $3::int, 'FTE', '2026-12-01', 7, 9 from offering where id = $1`,
  changeVacancy: `update vacancy set places_available = $3::int, version = version + 1 where id = $1`,
  addContact: `insert into provider_contact (id, provider_id, role, audience, telephone)
    select gen_random_uuid(), id, 'FINANCE', 'PUBLIC', $2 from provider where id = $1`,
  changeContact: `update provider_contact set telephone = $2, version = version + 1 where id = $1`,
};
type Write = keyof typeof writes;
const everyWrite = Object.keys(writes) as Write[];

/** The kind of row that a write is about. */
const about = (write: Write): RecordTable => {
  if (/^add(Site|Offering|Contact)$/.test(write)) return 'provider';
  if (/Vacancy$/.test(write)) return write === 'addVacancy' ? 'offering' : 'vacancy';
  if (/Contact$/.test(write)) return 'provider_contact';
  if (/linkSite$/i.test(write)) return 'offering';
  return write.replace(/^(add|change|touch|remove|remake|move)/, '').toLowerCase() as RecordTable;
};

interface Step {
  readonly write: Write;
  /** Which of the rows there are, by its share of them. */
  readonly which: number;
  readonly amount: number;
}
const step = fc.record<Step>({
  write: fc.constantFrom(...everyWrite, ...everyWrite.filter((name) => name.startsWith('add'))),
  which: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  amount: fc.integer({ min: 1, max: 9 }),
});
/** Several writes are one transaction, which may be undone. */
const transaction = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  undone: fc.nat(5).map((n) => n === 0),
});

async function carryOut(client: pg.PoolClient, { write, which, amount }: Step): Promise<void> {
  const { rows } = await client.query<{ id: string }>(`select id from ${about(write)} order by id`);
  const id = rows[Math.floor(which * rows.length)]?.id ?? randomUUID();
  // Parameters that a write does not use would have no type.
  const text = `with given as (select $1::uuid, $2::text, $3::int) ${writes[write]}`;
  await client.query('savepoint step');
  await client.query(text, [id, `Text ${randomUUID()}`, amount]).catch(async (error: { code?: string }) => {
    if (!/^23/.test(error.code ?? '')) throw error; // anything but a broken constraint
    await client.query('rollback to step');
  });
}

async function committed(client: pg.PoolClient, write: Write): Promise<void> {
  await client.query('begin');
  await carryOut(client, { write, which: 0, amount: 9 });
  await client.query('commit');
}

async function look(client: pg.PoolClient): Promise<Moment> {
  // A moment in whole milliseconds that is later than the last commit and earlier than the next.
  const { rows: times } = await client.query<{ at: Date }>(
    `select date_trunc('milliseconds', clock_timestamp()) as at from pg_sleep(0.002)`,
  );
  const rows = {} as Moment['rows'];
  for (const table of tables) {
    const found = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t`);
    rows[table] = found.rows.map(({ row }) => row);
  }
  const sites = await client.query('select offering_id, site_id from offering_site');
  return { at: times[0]!.at, rows, sites: sites.rows };
}

/** What a change leaves out: when the row was touched last. */
const comparable = ({ updated_at: _, ...row }: Row): Row => row;
const inOrder = (rows: readonly Row[]) =>
  rows.map(comparable).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));

const range = (after: TextKey | null, limit: number) => ({ after, before: null, isBackwards: false, limit });

describe('what was known at a time', () => {
  it('is what there was, of any series of writes', async () => {
    const past = asOfRepository(database.pool);
    const client = await database.pool.connect();
    const moments: Moment[] = [];
    const first = (write: Write) => carryOut(client, { write, which: 0, amount: 1 });
    try {
      await client.query('begin; set local session_replication_role = replica'); // as if older than the log
      for (const write of ['addProvider', 'addProvider', 'addSite', 'addOffering'] as const)
        await first(write);
      await client.query('commit');
      moments.push(await look(client));
      await client.query(`update site set provider_id = (select max(id::text)::uuid from provider)`);
      await fc.assert(
        fc.asyncProperty(fc.array(transaction, { minLength: 1, maxLength: 12 }), async (transactions) => {
          for (const { steps, undone } of transactions) {
            await client.query('begin');
            for (const one of steps) await carryOut(client, one);
            await client.query(undone ? 'rollback' : 'commit');
            moments.push(await look(client));
          }
        }),
        { numRuns: 25, endOnFailure: true },
      );
      // Whatever the series were: each kind of write was there once.
      for (const write of everyWrite.filter((name) => name.startsWith('add'))) await committed(client, write);
      await client.query(`insert into offering_site select o.id, s.id, o.provider_id
        from offering o join site s using (provider_id) on conflict do nothing`);
      moments.push(await look(client));
      for (const write of everyWrite.filter((name) => name.startsWith('change')))
        await committed(client, write);
      moments.push(await look(client));
      await client.query('delete from provider');
      moments.push(await look(client));
    } finally {
      client.release(true);
    }
    const everyId = Object.fromEntries(
      tables.map((table) => [
        table,
        [...new Set(moments.flatMap(({ rows }) => rows[table].map(({ id }) => String(id))))],
      ]),
    ) as Record<RecordTable, string[]>;
    const { rows: written } = await database.pool.query<{ kinds: number }>(
      `select count(distinct (table_name, operation))::int as kinds from change
        where table_name = any($1) or table_name = 'offering_site'`,
      [tables],
    );
    expect(written).toEqual([{ kinds: 3 * tables.length + 2 }]);

    for (const { at, rows, sites } of moments.filter((_, i) => i % 12 === 0)) {
      for (const table of tables) {
        const found = await Promise.all(everyId[table].map((id) => past.one(table, id, at)));
        expect(inOrder(found.filter((row) => row !== null))).toEqual(inOrder(rows[table]));
      }
      for (const provider of everyId.provider) {
        for (const table of ['site', 'offering', 'provider_contact'] as const) {
          const then = rows[table].filter((row) => row.provider_id === provider);
          expect(inOrder(await past.parts(table, provider, at))).toEqual(inOrder(then));
        }
      }
      for (const offering of everyId.offering) {
        const then = sites
          .filter(({ offering_id }) => offering_id === offering)
          .map(({ site_id }) => site_id);
        expect(await past.siteIds(offering, at)).toEqual(then.sort());
      }
      const norfolk = rows.provider.filter((row) => row.local_authority_code === '926');
      expect(inOrder(await past.register(at, ['926'], range(null, 1_000)))).toEqual(inOrder(norfolk));
      expect(await past.registerCount(at, null)).toBe(rows.provider.length);
    }
  }, 120_000);

  it('has the register by name, in pages', async () => {
    const past = asOfRepository(database.pool);
    const now = new Date(Date.now() + 1_000);
    const whole = await past.register(now, null, range(null, 1_000));
    const names = whole.map(({ name }) => String(name));
    expect(names).toEqual([...names].sort());
    const paged: Row[] = [];
    for (;;) {
      const last = paged.at(-1);
      const page = await past.register(
        now,
        null,
        range(last ? [String(last.name), String(last.id)] : null, 3),
      );
      paged.push(...page);
      if (page.length < 3) break;
    }
    expect(paged).toEqual(whole);
  });
});
