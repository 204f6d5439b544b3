import { verifyChain } from '../../../../src/platform/database/changes/change-chain.js';
import { addProvider, addSite, feedDatabase } from './feed-fixture.js';

const at = feedDatabase();

beforeEach(async () => {
  const provider = await addProvider(at.pool);
  await addSite(at.pool, provider);
  await at.pool.query(`update provider set description = 'New' where id = $1`, [provider]);
});

/** Does something with triggers off, as only the owner of the server can, and undoes it after what follows. */
async function tampered<T>(statement: string, then: () => Promise<T>): Promise<T> {
  return at.session(async (client) => {
    await client.query(`set session_replication_role = replica`);
    await client.query('create table kept_change as table change');
    await client.query('create table kept_commit as table change_commit');
    await client.query('create table kept_chain as table change_chain');
    try {
      await client.query(statement);
      return await then();
    } finally {
      await client.query(`
        delete from change; delete from change_commit; delete from change_chain;
        insert into change overriding system value table kept_change;
        insert into change_commit overriding system value table kept_commit;
        insert into change_chain table kept_chain;
        drop table kept_change, kept_commit, kept_chain`);
    }
  });
}

/** The last three commits: a provider, a site, and the provider's change. */
async function lastThree(): Promise<{ number: number; at: Date }[]> {
  const { rows } = await at.pool.query(
    'select number::float8 as number, at from change_commit order by number desc limit 3',
  );
  return rows.reverse();
}

const faultsAfter = (statement: string) =>
  tampered(statement, async () => (await verifyChain(at.pool)).faults);
const ALTERED =
  'Its changes are not the ones that were recorded: at least one was altered, added or removed.';

describe('the chain', () => {
  it('holds for what was written, and names its end', async () => {
    const { rows } = await at.pool.query(
      'select count(*)::float8 as n, max(number)::float8 as last from change_commit',
    );
    const report = await verifyChain(at.pool);
    expect(report).toEqual({
      commits: rows[0].n,
      unchained: 0,
      faults: [],
      head: { number: rows[0].last, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it.each([
    ['a value', `update change set new = new || '{"description": "Else"}' where tx = $tx`],
    ['the one who did it', `update change set actor = 'someone else' where tx = $tx`],
    ['a reason', `update change set reason = 'none' where tx = $tx`],
    ['the time of a change', `update change set at = at + interval '1 us' where tx = $tx`],
    [
      'a row put in',
      `insert into change (tx, table_name, entity_id, operation, actor) values ($tx, 'provider', 'x', 'DELETE', 'y')`,
    ],
  ])('shows a commit that was altered: %s', async (_, statement) => {
    const [, , last] = await lastThree();
    const tx = `(select tx from change_commit where number = ${last?.number})`;
    expect(await faultsAfter(statement.replaceAll('$tx', tx))).toEqual([{ ...last, message: ALTERED }]);
  });

  it('shows changes that were taken out', async () => {
    const [, middle] = await lastThree();
    const statement = `delete from change where tx = (select tx from change_commit where number = ${middle?.number})`;
    expect(await faultsAfter(statement)).toEqual([{ ...middle, message: 'All its changes are gone.' }]);
  });

  it('shows a digest of changes that was altered with them, and then only the place', async () => {
    const [, middle] = await lastThree();
    const tx = `(select tx from change_commit where number = ${middle?.number})`;
    const faults = await faultsAfter(`
      update change set actor = 'nobody' where tx = ${tx};
      update change_commit set content = change_content(tx) where number = ${middle?.number}`);
    expect(faults).toEqual([{ ...middle, message: 'Its number, time or digest was altered.' }]);
  });

  it('shows another time', async () => {
    const [, middle] = await lastThree();
    const moved = new Date((middle?.at.getTime() ?? 0) - 60_000);
    const faults = await faultsAfter(
      `update change_commit set at = '${moved.toISOString()}' where number = ${middle?.number}`,
    );
    expect(faults).toEqual([
      { number: middle?.number, at: moved, message: 'Its number, time or digest was altered.' },
    ]);
  });

  it('shows a commit that was taken out, with its link or without', async () => {
    const [first, middle, last] = await lastThree();
    const away = `delete from change where tx = (select tx from change_commit where number = ${middle?.number});
      delete from change_commit where number = ${middle?.number};`;
    expect(await faultsAfter(away)).toEqual([
      {
        number: middle?.number,
        at: null,
        message: 'The commit is in the chain but is missing from the log.',
      },
    ]);
    const linkToo = `${away} delete from change_chain where number = ${middle?.number}`;
    expect(await faultsAfter(linkToo)).toEqual([
      {
        ...last,
        message: `Its number, time or digest was altered, or commits between ${first?.number} and ${last?.number} were removed.`,
      },
    ]);
  });

  it('shows what was put in: a commit without a link, changes without a commit', async () => {
    const [, middle] = await lastThree();
    const [commit, ...others] = await faultsAfter(
      `delete from change_chain where number = ${middle?.number}`,
    );
    expect(commit).toEqual({
      ...middle,
      message: 'The commit is not in the chain: it was added afterwards.',
    });
    expect(others).toHaveLength(1); // the next one does not follow from the one before
    const stray = await faultsAfter(
      `insert into change (tx, table_name, entity_id, operation, actor) values (999999, 'provider', 'x', 'DELETE', 'y')`,
    );
    expect(stray).toEqual([
      {
        number: null,
        at: expect.any(Date),
        message:
          '1 change of transaction 999999 without a commit: added afterwards, or the commit was removed.',
      },
    ]);
  });

  it('rewritten as a whole holds by itself, but not against an anchor from before', async () => {
    const { head } = await verifyChain(at.pool);
    const rewritten = `update change set actor = 'nobody'; update change_commit set content = change_content(tx);
      delete from change_chain; select chain_commits()`;
    await tampered(rewritten, async () => {
      expect((await verifyChain(at.pool)).faults).toEqual([]);
      const { faults } = await verifyChain(at.pool, { from: head ?? undefined });
      expect(faults).toEqual([
        {
          number: head?.number,
          at: expect.any(Date),
          message:
            'Its digest is not the one that was kept: it, or something before it, was altered and the chain was rewritten.',
        },
      ]);
    });
    await tampered(`delete from change_chain where number = ${head?.number}`, async () => {
      const { faults } = await verifyChain(at.pool, { from: head ?? undefined });
      expect(faults[0]).toMatchObject({
        number: head?.number,
        message: 'It was kept as an anchor, but is no longer there.',
      });
    });
  });

  it('goes on from an anchor and reads only what came after it', async () => {
    const { head } = await verifyChain(at.pool);
    await addProvider(at.pool);
    const report = await verifyChain(at.pool, { from: head ?? undefined });
    expect(report).toMatchObject({ commits: 1, faults: [] });
    expect(report.head?.number).toBeGreaterThan(head?.number ?? 0);
  });
});

describe('a commit', () => {
  it.each(['repeatable read', 'serializable'])('at %s is chained by the next one', async (level) => {
    await at.session(async (client) => {
      await client.query(`begin isolation level ${level}`);
      await client.query('select count(*) from change_chain'); // it sees no later one from here on
      await addProvider(at.pool);
      await addProvider(client);
      await client.query('commit');
    });
    expect(await verifyChain(at.pool)).toMatchObject({ unchained: 1, faults: [] });
    await addProvider(at.pool);
    expect(await verifyChain(at.pool)).toMatchObject({ unchained: 0, faults: [] });
  });

  it('that was numbered early leaves what comes after to another', async () => {
    const before = await verifyChain(at.pool);
    await at.session(async (client) => {
      await client.query('begin');
      await addProvider(client);
      await client.query('set constraints all immediate');
      await addProvider(client);
      await client.query('commit');
    });
    const after = await verifyChain(at.pool);
    expect(after.faults).toEqual([]);
    expect(after.commits).toBe(before.commits + 2);
  });

  it('is chained in the order of numbers by many at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => addProvider(at.pool)));
    expect(await verifyChain(at.pool)).toMatchObject({ unchained: 0, faults: [] });
  });

  it.each(['change', 'change_commit', 'change_chain'])('cannot be altered in %s', async (table) => {
    const column = { change: 'actor', change_commit: 'at', change_chain: 'digest' }[table];
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(at.pool.query(statement)).rejects.toThrow(
        `of ${table}: every change of it must be on record`,
      );
    }
  });
});
