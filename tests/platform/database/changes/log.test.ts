import { Provider } from '../../../../src/features/provider/provider.entity.js';
import { attribute } from '../../../../src/platform/database/changes/attribution.js';
import { RegisterWriter, updateRecord } from '../../../../src/platform/database/register-writer.js';
import { aProvider } from '../../../support/builders.js';
import { startTestHub, type TestHub } from '../../../support/hub.js';
import { addProvider, addSite, feedDatabase } from './feed-fixture.js';

const at = feedDatabase();

interface Entry {
  readonly operation: string;
  readonly old: Record<string, unknown> | null;
  readonly new: Record<string, unknown> | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly parent_id: string | null;
  readonly parent_before: string | null;
}

/** What the log says of a row, oldest first. */
async function historyOf(id: string, pool = at.pool): Promise<Entry[]> {
  const { rows } = await pool.query<Entry>('select * from change where entity_id = $1 order by id', [id]);
  return rows;
}

async function count(table: 'change' | 'change_commit'): Promise<number> {
  const { rows } = await at.pool.query<{ n: number }>(`select count(*)::int n from ${table}`);
  return rows[0]!.n;
}

describe('the log', () => {
  it('keeps the whole row that came or went, and of one that changed the columns that did', async () => {
    const id = await addProvider(at.pool);
    await at.pool.query(
      `update provider set description = 'New', version = version + 1, updated_at = clock_timestamp() where id = $1`,
      [id],
    );
    await at.pool.query('delete from provider where id = $1', [id]);
    const [inserted, updated, deleted] = await historyOf(id);
    expect(inserted).toMatchObject({
      operation: 'INSERT',
      version_before: null,
      version_after: 1,
      old: null,
    });
    expect(inserted?.new).toMatchObject({ id, name: `Provider ${id}`, description: '', version: 1 });
    expect(updated).toMatchObject({ operation: 'UPDATE', version_before: 1, version_after: 2 });
    expect([updated?.old, updated?.new]).toEqual([{ description: '' }, { description: 'New' }]);
    expect(deleted).toMatchObject({ operation: 'DELETE', version_before: 2, version_after: null, new: null });
    expect(deleted?.old).toMatchObject({ id, description: 'New' });
  });

  it('keeps a value that came from nothing or went to it', async () => {
    const id = await addProvider(at.pool);
    await at.pool.query(`update provider set website = 'https://a.example' where id = $1`, [id]);
    await at.pool.query('update provider set website = null where id = $1', [id]);
    const [, came, went] = await historyOf(id);
    expect([came?.old, came?.new]).toEqual([{ website: null }, { website: 'https://a.example' }]);
    expect([went?.old, went?.new]).toEqual([{ website: 'https://a.example' }, { website: null }]);
  });

  it('keeps where a row that moved came from', async () => {
    const [from, to] = [await addProvider(at.pool), await addProvider(at.pool)];
    const site = await addSite(at.pool, from);
    await at.pool.query('update site set provider_id = $2 where id = $1', [site, to]);
    const history = await historyOf(site);
    expect(history.map(({ parent_id, parent_before }) => [parent_id, parent_before])).toEqual([
      [from, null],
      [to, from],
    ]);
  });

  it('keeps what a deletion took with it', async () => {
    const provider = await addProvider(at.pool);
    const site = await addSite(at.pool, provider);
    await at.pool.query('delete from provider where id = $1', [provider]);
    expect((await historyOf(site)).map(({ operation }) => operation)).toEqual(['INSERT', 'DELETE']);
  });

  it('does not record an update that changes nothing', async () => {
    const id = await addProvider(at.pool);
    const before = [await count('change'), await count('change_commit')];
    await at.pool.query('update provider set name = name where id = $1', [id]);
    expect([await count('change'), await count('change_commit')]).toEqual(before);
  });

  it('does not contain what was rolled back, in whole or to a savepoint', async () => {
    const before = [await count('change'), await count('change_commit')];
    await at.session(async (client) => {
      await client.query('begin; savepoint a');
      const undone = await addProvider(client);
      await client.query('rollback to a');
      await client.query('commit');
      expect(await historyOf(undone)).toEqual([]);
      await client.query('begin');
      await addProvider(client);
      await client.query('rollback');
    });
    expect([await count('change'), await count('change_commit')]).toEqual(before);
  });

  it('has one commit for what a transaction kept, wherever savepoints were', async () => {
    const commits = await count('change_commit');
    const [kept, undone] = await at.session(async (client) => {
      await client.query('begin; savepoint a');
      const first = await addProvider(client);
      await client.query('rollback to a; savepoint b');
      const second = await addProvider(client);
      await client.query('release b; savepoint c');
      const third = await addProvider(client);
      await client.query('rollback to c');
      const fourth = await addProvider(client);
      await client.query('commit');
      return [
        [second, fourth],
        [first, third],
      ] as const;
    });
    for (const id of kept) expect(await historyOf(id)).toHaveLength(1);
    for (const id of undone) expect(await historyOf(id)).toEqual([]);
    expect(await count('change_commit')).toBe(commits + 1);
    const { rows } = await at.pool.query('select distinct tx from change where entity_id = any($1)', [kept]);
    expect(rows).toHaveLength(1);
  });

  it('numbers a transaction at any isolation, also one that began before the last commit', async () => {
    for (const level of ['read committed', 'repeatable read', 'serializable']) {
      await at.session(async (client) => {
        await client.query(`begin isolation level ${level}`);
        await client.query('select count(*) from change_commit'); // it sees no later one from here on
        await addProvider(at.pool);
        const id = await addProvider(client);
        await client.query('commit');
        expect(await historyOf(id)).toHaveLength(1);
      });
    }
  });

  it('of tables that change in bulk has one entry for a statement, and none where no row was touched', async () => {
    const bulk = async () =>
      (await at.pool.query(`select * from change where entity_id = 'postcode_sector' order by id`)).rows;
    const before = (await bulk()).length;
    await at.pool.query(`update postcode_sector set postcodes = 1 where sector like 'NR2%'`);
    await at.pool.query(`update postcode_sector set postcodes = 1 where sector = 'NR99 9'`);
    const after = await bulk();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({ table_name: 'places', operation: 'UPDATE' });
    expect(after.at(-1).new.rows).toBeGreaterThan(1);
  });
});

describe('what the log could not follow is refused', () => {
  it.each([
    ['truncate vacancy cascade', 'no TRUNCATE of vacancy: every change of it must be on record'],
    ['truncate provider cascade', 'no TRUNCATE of provider'],
    ['truncate postcode_sector', 'no TRUNCATE of postcode_sector'],
    ['truncate change', 'no TRUNCATE of change'],
    [`update change set actor = 'nobody'`, 'no UPDATE of change'],
    ['delete from change', 'no DELETE of change'],
    [`update concept set id = id || 'x'`, 'a row of concept keeps its id'],
    [`select follow_table('vacancy', 'identity')`, 'vacancy has no column identity'],
  ])('%s', async (statement, message) => {
    await addProvider(at.pool);
    await expect(at.pool.query(statement)).rejects.toThrow(message);
  });
});

describe('who and why', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('is the system, by the name of the application, when nobody says so', async () => {
    const { id } = await aProvider(hub);
    const [entry] = await historyOf(id, hub.database.pool);
    expect(entry).toMatchObject({ actor: 'system: ap-hub', reason: null });
  });

  it('is what the writer was given, for that write only', async () => {
    const writer = new RegisterWriter(hub.source, hub.feed);
    const { id } = await aProvider(hub);
    const write = (version: number, name: string) =>
      [
        {},
        (db: Parameters<typeof updateRecord>[0]) => updateRecord(db, Provider, id, version, { name }),
      ] as const;
    await writer.write(...write(1, 'One'), { actor: 'someone', reason: 'It was misspelt.' });
    await writer.write(...write(2, 'Two'));
    const entries = await historyOf(id, hub.database.pool);
    expect(entries.slice(1)).toMatchObject([
      { actor: 'someone', reason: 'It was misspelt.' },
      { actor: 'system: ap-hub', reason: null },
    ]);
  });

  it('ends with the transaction, whatever the connection does next', async () => {
    await at.session(async (client) => {
      await client.query('begin');
      await attribute(client, { actor: 'someone', reason: 'because' });
      const first = await addProvider(client);
      await client.query('commit');
      const second = await addProvider(client);
      const [[{ actor = '' } = {}], [after]] = [await historyOf(first), await historyOf(second)];
      expect(actor).toBe('someone');
      expect(after?.actor).toMatch(/^system: /);
      expect(after?.reason).toBeNull();
    });
  });
});
