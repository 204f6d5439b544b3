import type { Change } from '../../../../src/platform/database/changes/change.js';
import { until } from '../../../support/until.js';
import { addProvider, addSite, feedDatabase, Notes } from './feed-fixture.js';

const at = feedDatabase();

/** A feed that has started with these readers. */
async function followed(...readers: Notes[]) {
  const feed = at.feed();
  for (const reader of readers) feed.read(reader);
  await feed.start();
  return feed;
}

describe('a committed write', () => {
  it('reaches a reader with its table, its row, what the row belongs to, and its versions', async () => {
    const reader = new Notes('reader');
    const feed = await followed(reader);
    const provider = await addProvider(at.pool);
    const site = await addSite(at.pool, provider);
    await at.pool.query('update site set version = 2 where id = $1', [site]);
    await at.pool.query('delete from site where id = $1', [site]);
    await feed.sync();
    const ofSite = { table: 'site', id: site, parentId: provider };
    const number = reader.changes[0]!.number;
    expect(reader.changes).toEqual([
      {
        number,
        table: 'provider',
        id: provider,
        parentId: null,
        operation: 'INSERT',
        versionBefore: null,
        versionAfter: 1,
      },
      { number: number + 1, ...ofSite, operation: 'INSERT', versionBefore: null, versionAfter: 1 },
      { number: number + 2, ...ofSite, operation: 'UPDATE', versionBefore: 1, versionAfter: 2 },
      { number: number + 3, ...ofSite, operation: 'DELETE', versionBefore: 2, versionAfter: null },
    ]);
  });

  it('that moves a row to another parent is reported for both', async () => {
    const reader = new Notes('reader');
    const feed = await followed(reader);
    const [from, to] = [await addProvider(at.pool), await addProvider(at.pool)];
    const site = await addSite(at.pool, from);
    await feed.sync();
    reader.changes.length = 0;
    await at.pool.query('update site set provider_id = $2 where id = $1', [site, to]);
    await feed.sync();
    expect(reader.changes.map(({ id, parentId }) => [id, parentId])).toEqual([
      [site, from],
      [site, to],
    ]);
  });

  it('comes in one go with the others of its commit, in their order, however many they are', async () => {
    const batches: (readonly Change[])[] = [];
    const feed = at.feed();
    feed.read({ name: 'batches', apply: (changes) => void batches.push(changes), reset: () => {} });
    await feed.start();
    const ids = await at.session(async (client) => {
      await client.query('begin');
      const { rows } = await client.query<{ id: string }>(
        `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
         select gen_random_uuid(), 'Provider ' || n, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED'
           from generate_series(1, 2500) n returning id`,
      );
      const last = await addProvider(client);
      await client.query('commit');
      return [...rows.map(({ id }) => id), last];
    });
    await feed.sync();
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([ids]);
  });

  it('is reported once it is committed, and not at all if it is rolled back', async () => {
    const reader = new Notes('reader');
    const feed = await followed(reader);
    await at.session(async (client) => {
      await client.query('begin');
      await addProvider(client);
      await feed.sync();
      expect(reader.changes).toEqual([]);
      await client.query('rollback');
    });
    await feed.sync();
    expect(reader.changes).toEqual([]);
  });

  it('of many commits comes in batches of whole commits, and none is left out', async () => {
    const batches: (readonly Change[])[] = [];
    const hold = at.gate();
    const feed = at.feed();
    feed.read({
      name: 'held',
      async apply(changes) {
        await hold.opened;
        batches.push(changes);
      },
      reset: () => {},
    });
    await feed.start();
    for (let i = 0; i < 6; i++) {
      await at.pool.query(
        `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
         select gen_random_uuid(), $1 || ' ' || n, 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED'
           from generate_series(1, 400) n`,
        [`Commit ${i}`],
      );
    }
    hold.open();
    await feed.sync();
    const numbers = batches.map((batch) => new Set(batch.map(({ number }) => number)));
    expect(batches.flat()).toHaveLength(2_400);
    expect(numbers.flatMap((set) => [...set])).toHaveLength(6); // no commit in two batches
    expect(batches.length).toBeGreaterThan(2);
  });
});

describe('a reader', () => {
  it('starts afresh before anything else, and gets the last change made before', async () => {
    await addProvider(at.pool);
    const feed = at.feed();
    const resets: number[] = [];
    feed.read({ name: 'reader', apply: () => {}, reset: (change) => void resets.push(change) });
    await feed.start();
    expect(resets).toEqual([await feed.head()]);
    expect(resets[0]).toBeGreaterThan(0);
  });

  it('that cannot start afresh fails the start', async () => {
    const failing = new Notes('failing');
    failing.fails = 1;
    await expect(followed(failing)).rejects.toThrow('failing fails');
  });

  it('that throws gets the same again until it does not, and loses nothing later', async () => {
    const failing = new Notes('failing');
    const feed = await followed(failing);
    failing.fails = 2;
    const first = await addProvider(at.pool);
    await until('it has failed twice', () => failing.fails === 0);
    const second = await addProvider(at.pool);
    await feed.sync();
    expect(failing.changes.map(({ id }) => id)).toEqual([first, second]);
    expect(failing.calls.slice(0, 4)).toEqual(['reset', 'apply', 'apply', 'apply']);
    expect(at.log).toHaveLength(2);
    expect(at.log[0]).toMatchObject({
      level: 'error',
      fields: { reader: 'failing', error: 'failing fails' },
    });
  });

  it('that throws holds up no other, and is said to fail', async () => {
    const [failing, other] = [new Notes('failing'), new Notes('other')];
    const feed = await followed(failing, other);
    failing.fails = Number.POSITIVE_INFINITY;
    const ids = [await addProvider(at.pool), await addProvider(at.pool)];
    await until('the other gets change 2', () => other.changes.length === 2);
    expect(other.changes.map(({ id }) => id)).toEqual(ids);
    await until('something is logged', () => at.log.length > 0);
    expect(feed.standing).toEqual([
      { name: 'failing', failing: true, commitsBehind: 2 },
      { name: 'other', failing: false, commitsBehind: 0 },
    ]);
  });

  it('that is slow holds up no other', async () => {
    const [slow, other] = [new Notes('slow'), new Notes('other')];
    const hold = at.gate();
    slow.pause = () => hold.opened;
    const feed = await followed(slow, other);
    const first = await addProvider(at.pool);
    await until('the other gets change 1', () => other.changes.length === 1);
    const second = await addProvider(at.pool);
    await until('the other gets change 2', () => other.changes.length === 2);
    expect(slow.changes).toEqual([]);
    expect(feed.standing[0]).toEqual({ name: 'slow', failing: false, commitsBehind: 2 });
    hold.open();
    await feed.sync();
    expect(slow.changes.map(({ id }) => id)).toEqual([first, second]);
  });

  it('never overtakes one that it comes after', async () => {
    const [first, second, free] = [new Notes('first'), new Notes('second'), new Notes('free')];
    const order: string[] = [];
    const feed = at.feed();
    feed.read(first);
    feed.read(second, { after: [first] });
    feed.read(free); // gets a change when the second would, if it overtook
    await feed.start();
    second.pause = async () => void order.push('second');
    for (let round = 1; round <= 3; round++) {
      const hold = at.gate();
      first.pause = () => hold.opened.then(() => order.push('first'));
      await addProvider(at.pool);
      await until('the free one gets it', () => free.changes.length === round);
      expect(second.changes).toHaveLength(round - 1);
      hold.open();
      await feed.sync();
      expect(second.changes).toHaveLength(round);
    }
    expect(order).toEqual(['first', 'second', 'first', 'second', 'first', 'second']);
  });

  it('that is asked to start afresh while it applies something does so', async () => {
    const reader = new Notes('reader');
    const feed = await followed(reader);
    const [reached, hold] = [at.gate(), at.gate()];
    reader.pause = () => {
      reached.open();
      return hold.opened;
    };
    await addProvider(at.pool);
    await reached.opened;
    await feed.startAfresh(reader);
    hold.open();
    await feed.sync();
    expect(reader.calls).toEqual(['reset', 'apply', 'reset']);
  });

  it('cannot come after one that is not there', () => {
    const feed = at.feed();
    const options = { after: [new Notes('missing')] };
    expect(() => feed.read(new Notes('reader'), options)).toThrow(
      '"reader" comes after a reader that is not',
    );
  });
});

describe('sync', () => {
  it('waits until every reader is done with every write committed before it', async () => {
    const slow = new Notes('slow');
    const feed = await followed(slow);
    const order: string[] = [];
    for (let i = 1; i <= 3; i++) {
      const hold = at.gate();
      slow.pause = () => hold.opened.then(() => order.push('done'));
      await addProvider(at.pool);
      const synced = feed.sync().then(() => order.push('synced'));
      await until('it applies the write', () => slow.calls.length === 1 + i);
      await feed.head(); // asked after that of `sync`, which would be over by now
      hold.open();
      await synced;
    }
    expect(order).toEqual(['done', 'synced', 'done', 'synced', 'done', 'synced']);
  });

  it('does not wait for a reader that nobody awaits', async () => {
    const remote = new Notes('remote');
    const hold = at.gate();
    remote.pause = () => hold.opened;
    const feed = at.feed();
    feed.read(remote, { awaited: false });
    await feed.start();
    await until('it has started afresh', () => remote.calls.includes('reset'));
    await addProvider(at.pool);
    await feed.sync();
    expect(remote.changes).toEqual([]);
    hold.open();
    await until('it gets the change', () => remote.changes.length === 1);
  });

  it('answers many at once', async () => {
    const reader = new Notes('reader');
    const feed = await followed(reader);
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const id = await addProvider(at.pool);
        await feed.sync();
        expect(reader.changes.some((change) => change.id === id)).toBe(true);
      }),
    );
  });

  it('of one process does not affect another', async () => {
    const [here, there] = [new Notes('here'), new Notes('there')];
    const [feed, other] = [await followed(here), await followed(there)];
    await addProvider(at.pool);
    await Promise.all([feed.sync(), other.sync()]);
    expect([here.changes.length, there.changes.length]).toEqual([1, 1]);
  });
});

describe('close', () => {
  it('waits for what is under way', async () => {
    const slow = new Notes('slow');
    const feed = await followed(slow);
    const [hold, order] = [at.gate(), [] as string[]];
    slow.pause = () => hold.opened.then(() => order.push('done'));
    await addProvider(at.pool);
    await until('it applies something', () => slow.calls.includes('apply'));
    const closed = feed.close().then(() => order.push('closed'));
    const later = await followed(new Notes('idle'));
    await later.close(); // what does not wait is over by now
    expect(order).toEqual([]);
    hold.open();
    await closed;
    expect(order).toEqual(['done', 'closed']);
  });

  it('does not wait for a reader to succeed', async () => {
    const [failing, witness] = [new Notes('failing'), new Notes('witness')];
    const feed = await followed(failing);
    await followed(witness);
    failing.fails = witness.fails = Number.POSITIVE_INFINITY;
    await addProvider(at.pool);
    await until('both have failed', () => at.log.length > 1);
    await feed.close();
    const [calls, tries] = [failing.calls.length, witness.calls.length];
    await until('another goes on trying', () => witness.calls.length > tries + 1);
    expect(failing.calls).toHaveLength(calls);
  });
});
