import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { compareRows, type RowReport } from '../../src/platform/database/changes/row-check.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Graph, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { holdable } from '../support/holds.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { documentOf, makersFor } from '../support/makers.js';
import { actorOf } from './asking.js';

/** The rows of the register compared with what the record says of them: a row that was changed behind the hub's back is named. */

let hub: TestHub;
let graph: Graph;
beforeAll(async () => {
  hub = await startTestHub((database) => loadDemonstration(database.pool, '2026-11-23'));
  graph = await graphOf(hub);
});
afterAll(async () => {
  await graph.stop();
  await hub.stop();
});

const administrator = actorOf('administrator');
const compare = () => compareRows(hub.database.pool);

/** Does something that is not in the log, as the owner of the database can. */
async function behindItsBack(text: string, values: unknown[] = []): Promise<void> {
  const client = await hub.database.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(text, values);
  } finally {
    client.release(true);
  }
}

/** What is found while something stands that was done behind the record's back, which is then undone. */
async function foundOf(done: string, undone: string, values: unknown[] = []): Promise<RowReport> {
  await behindItsBack(done, values);
  try {
    return await compare();
  } finally {
    await behindItsBack(undone, values);
  }
}

describe('the register compared with its record', () => {
  it('is what the record says, whatever was written through the hub, by SQL and by programs', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    const sites = [await aSite(hub, one), await aSite(hub, one)];
    const offering = await anOffering(hub, one, { siteIds: [sites[0]!.id] });
    const vacancy = await aVacancy(hub, offering);
    await hub.vacancies.update(vacancy.id, 1, { placesAvailable: 7 });
    await hub.offerings.update(offering.id, 1, { siteIds: [sites[1]!.id], title: 'Moved' });
    await hub.providers.updateSite(sites[0]!.id, 1, { postcode: 'NR1 3AA', addressVisibility: 'OUTCODE' });
    const { rows } = await hub.database.pool.query<{ id: string }>(
      'select id from quality_framework where local_authority_code is null limit 1',
    );
    const ids = {
      provider: encodeId('prv', one.id),
      offering: encodeId('off', offering.id),
      framework: encodeId('qfr', rows[0]!.id),
      review: '',
      vacancy: await holdable(hub),
    };
    const plan = makersFor(ids).find(({ table }) => table === 'quality_review')!;
    const planned = await graph.ask<Record<string, { made: { id: string } }>>(
      administrator,
      documentOf(plan),
      {
        ...plan.variables('2027-03-01'),
        key: 'rows',
      },
    );
    const review = Object.values(planned.data)[0]!.made.id;
    for (const maker of makersFor({ ...ids, review })) {
      const { errors } = await graph.ask(administrator, documentOf(maker), maker.variables('2027-01-10'));
      expect(errors).toBeUndefined();
    }
    await graph.ask(
      administrator,
      `mutation ($from: ID!, $into: ID!) { providerMerge(from: $from, fromVersion: 1, into: $into, intoVersion: 1, reason: "One.") {
        userErrors { message } } }`,
      { from: encodeId('prv', one.id), into: encodeId('prv', other.id) },
    );
    const removed = await aProvider(hub);
    await aSite(hub, removed);
    await hub.database.pool.query('delete from provider where id = $1', [removed.id]);
    await hub.database.pool.query(
      `insert into provider select (jsonb_populate_record(null::provider, old)).* from change
        where table_name = 'provider' and entity_id = $1 and operation = 'DELETE'`,
      [removed.id],
    );
    await hub.database.pool.query(`update provider set description = 'Made again.' where id = $1`, [
      removed.id,
    ]);
    await hub.database.pool.query(`update code set description = description || '.' where list = 'TIER'`);
    const report = await compare();
    expect(report).toMatchObject({ faultCount: 0, faults: [], older: 0 });
    const counted = await hub.database.pool.query<{ n: number }>(
      'select ((select count(*) from provider) + (select count(*) from site) + (select count(*) from offering))::int n',
    );
    expect(report.rows).toBeGreaterThan(counted.rows[0]!.n);
  });

  it('names every row that was changed, in each table that says when its rows were made', async () => {
    const { rows } = await hub.database.pool.query<{ table: string }>(
      `select l.table_name as table from change l join information_schema.columns c
         on c.table_schema = 'public' and c.table_name = l.table_name and c.column_name in ('created_at', 'id')
        group by l.table_name having count(distinct c.column_name) = 2 order by 1`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { table } of rows) {
      const first = `id = (select id from ${table} order by id desc limit 1)`;
      const move = (by: string) =>
        `update ${table} set created_at = created_at ${by} interval '1 hour' where ${first}`;
      const { rows: ids } = await hub.database.pool.query<{ id: string }>(
        `select id::text from ${table} where ${first}`,
      );
      if (ids.length === 0) continue;
      const { faultCount, faults } = await foundOf(move('+'), move('-'));
      expect([table, faultCount, faults]).toEqual([
        table,
        1,
        [{ table, id: ids[0]!.id, message: 'It differs from the record in created_at.' }],
      ]);
    }
  });

  it('names values, codes, links and versions that were changed, and never what they hold', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const offering = await anOffering(hub, provider, { siteIds: [site.id] });
    const rename = (name: string) => `update provider set name = '${name}', website = null where id = $1`;
    expect(await foundOf(rename('Secretly'), rename(provider.name), [provider.id])).toMatchObject({
      faults: [{ table: 'provider', id: provider.id, message: 'It differs from the record in name.' }],
    });
    const at = (version: number) => `update offering set version = ${version} where id = $1`;
    expect((await foundOf(at(5), at(1), [offering.id])).faults).toEqual([
      { table: 'offering', id: offering.id, message: 'Its version differs from the one in the record.' },
    ]);
    const label = (text: string) => `update code set label = ${text} where list = 'TIER' and code = 'TIER_2'`;
    const found = await foundOf(label(`'x' || label`), label('substr(label, 2)'));
    expect(found.faults).toEqual([
      { table: 'code', id: 'TIER_2 in TIER', message: 'It differs from the record in label.' },
    ]);
    const unlinked = await foundOf(
      'delete from offering_site where offering_id = $1 and site_id = $2',
      'insert into offering_site (offering_id, site_id, provider_id) select $1::uuid, $2::uuid, provider_id from site where id = $2::uuid',
      [offering.id, site.id],
    );
    expect(unlinked.faults).toEqual([
      {
        table: 'offering_site',
        id: `${offering.id} in ${site.id}`,
        message: 'It is missing, but the record does not say that it was removed.',
      },
    ]);
    expect((await compare()).faultCount).toBe(0);
  });

  it('names rows that were added, removed or brought back', async () => {
    const { id } = await aProvider(hub);
    const copy = `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
      values ($1, 'Added', 'OTH', 'UNREGISTERED', '926', 'NR1 1AB', 'LISTED')`;
    const added = '019abcde-0000-7000-8000-000000000001';
    expect((await foundOf(copy, 'delete from provider where id = $1', [added])).faults).toEqual([
      {
        table: 'provider',
        id: added,
        message: 'It is not in the record: it was added without being logged.',
      },
    ]);
    await behindItsBack('create table kept_provider as select * from provider where id = $1', [id]);
    const gone = await foundOf(
      'delete from provider where id = $1',
      `insert into provider select k.* from kept_provider k where id = $1`,
      [id],
    );
    expect(gone.faults).toEqual([
      { table: 'provider', id, message: 'It is missing, but the record does not say that it was removed.' },
    ]);
    await hub.database.pool.query('delete from provider where id = $1', [id]);
    const back = await foundOf(
      `insert into provider select k.* from kept_provider k where id = $1`,
      'delete from provider where id = $1',
      [id],
    );
    expect(back.faults).toEqual([
      { table: 'provider', id, message: 'The record says that it was removed, but it is still there.' },
    ]);
    await hub.database.pool.query('drop table kept_provider');
    expect((await compare()).faultCount).toBe(0);
  });

  it('counts what is older than the record as not compared', async () => {
    const old = '019abcde-0000-7000-8000-000000000002';
    const found = await foundOf(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, created_at)
       values ($1, 'Older', 'OTH', 'UNREGISTERED', '926', 'NR1 1AC', 'LISTED', '2001-01-01')`,
      'delete from provider where id = $1',
      [old],
    );
    expect(found).toMatchObject({ faultCount: 0, older: 1 });
  });

  it('names a table that the log does not follow any more', async () => {
    const found = await foundOf(
      'alter table vacancy disable trigger vacancy_changed',
      'alter table vacancy enable trigger vacancy_changed',
    );
    expect(found.faults).toEqual([
      {
        table: 'vacancy',
        id: null,
        message: 'The log no longer follows this table: its trigger was disabled or removed.',
      },
    ]);
    expect((await compare()).faultCount).toBe(0);
  });

  it('is compared in batches, and says how far it is', async () => {
    let total = 0;
    const batches: number[] = [];
    const { rows } = await compareRows(hub.database.pool, {
      onStart: (rows) => {
        total = rows;
      },
      onBatch: (done) => batches.push(done),
    });
    expect(batches.length).toBeGreaterThan(10);
    expect(batches.reduce((sum, done) => sum + done, 0)).toBe(rows);
    expect(rows).toBeGreaterThanOrEqual(total);
  });
});
