import { randomUUID } from 'node:crypto';
import { ChangeFeed } from '../../../src/platform/database/change-feed.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { addProvider, Notes } from './feed-fixture.js';

let database: TestDatabase;
let feed: ChangeFeed;
let log: { level: string; fields: Record<string, unknown>; message: string }[];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  log = [];
  const note = (level: string) => (fields: object, message: string) =>
    log.push({ level, fields: fields as Record<string, unknown>, message });
  feed = new ChangeFeed(database.url, database.pool, { warn: note('warn'), error: note('error') });
});
afterEach(() => feed.close());

/** Starts the feed with one reader. */
async function follow(reader = new Notes('reader')): Promise<Notes> {
  feed.read(reader);
  await feed.start();
  return reader;
}

describe('a committed write', () => {
  it('is announced with its table, its row and the row it belongs to', async () => {
    const reader = await follow();
    const provider = await addProvider(database.pool);
    const site = randomUUID();
    await database.pool.query(
      `insert into site (id, provider_id, name, postcode, address_visibility, state)
       values ($1, $2, 'A site', 'NR21 9AA', 'FULL', 'LISTED')`,
      [site, provider],
    );
    await feed.sync();
    expect(reader.changes).toMatchObject([
      { table: 'provider', id: provider, parentId: null },
      { table: 'site', id: site, parentId: provider },
    ]);
  });

  it('is announced when it changes or removes a row', async () => {
    const reader = await follow();
    const id = await addProvider(database.pool);
    await database.pool.query(`update provider set name = 'Renamed' where id = $1`, [id]);
    await feed.sync();
    await database.pool.query('delete from provider where id = $1', [id]);
    await feed.sync();
    expect(new Set(reader.changes.map((change) => change.id))).toEqual(new Set([id]));
    expect(reader.changes.length).toBeGreaterThanOrEqual(3);
  });

  it('that moves a row to another parent is announced for both', async () => {
    const reader = await follow();
    const [from, to] = [await addProvider(database.pool), await addProvider(database.pool)];
    const site = randomUUID();
    await database.pool.query(
      `insert into site (id, provider_id, name, postcode, address_visibility, state)
       values ($1, $2, 'A site', 'NR21 9AA', 'FULL', 'LISTED')`,
      [site, from],
    );
    await feed.sync();
    reader.changes.length = 0;
    await database.pool.query('update site set provider_id = $2 where id = $1', [site, to]);
    await feed.sync();
    expect(reader.changes.map(({ parentId }) => parentId).sort()).toEqual([from, to].sort());
  });

  it('reaches readers in the order of the commits, not of the writes', async () => {
    const reader = await follow();
    const [first, second] = [await database.pool.connect(), await database.pool.connect()];
    try {
      await first.query('begin');
      const early = await addProvider(first);
      await second.query('begin');
      const late = await addProvider(second);
      await second.query('commit');
      await first.query('commit');
      await feed.sync();
      expect(reader.changes.map(({ id }) => id)).toEqual([late, early]);
    } finally {
      first.release();
      second.release();
    }
  });

  it('comes in one go with the others of its commit, in their order', async () => {
    const batches: string[][] = [];
    feed.read({
      name: 'batches',
      apply: (changes) => void batches.push(changes.map(({ id }) => id)),
      reset: () => {},
    });
    await feed.start();
    const client = await database.pool.connect();
    const ids: string[] = [];
    try {
      await client.query('begin');
      for (let i = 0; i < 20; i++) ids.push(await addProvider(client));
      await client.query('commit');
    } finally {
      client.release();
    }
    await feed.sync();
    expect(batches).toEqual([ids]);
  });

  it('announces nothing before it is committed, and nothing when it is rolled back', async () => {
    const reader = await follow();
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await addProvider(client);
      await feed.sync();
      expect(reader.changes).toEqual([]);
      await client.query('rollback');
    } finally {
      client.release();
    }
    await feed.sync();
    expect(reader.changes).toEqual([]);
  });
});

describe('readers', () => {
  it('run one after another in the order of registration, each done before the next begins', async () => {
    const order: string[] = [];
    feed.read({
      name: 'slow',
      async apply() {
        order.push('slow begins');
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push('slow ends');
      },
      reset: () => {},
    });
    feed.read(new Notes('second', order));
    await feed.start();
    await addProvider(database.pool);
    await feed.sync();
    expect(order).toEqual(['slow begins', 'slow ends', 'second']);
  });

  it('that throw are reset, and the others hear of the change all the same', async () => {
    const [before, failing, after] = [new Notes('before'), new Notes('failing'), new Notes('after')];
    for (const reader of [before, failing, after]) feed.read(reader);
    await feed.start();
    failing.fails = 1;
    const id = await addProvider(database.pool);
    await feed.sync();
    expect(failing.calls).toEqual(['apply', 'reset']);
    expect(before.changes).toMatchObject([{ table: 'provider', id, parentId: null }]);
    expect(after.changes).toMatchObject([{ table: 'provider', id, parentId: null }]);
    expect(log).toEqual([
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ reader: 'failing' }) }),
    ]);
    await addProvider(database.pool);
    await feed.sync();
    expect(failing.calls).toEqual(['apply', 'reset', 'apply']);
  });

  it('are reset again until that works', async () => {
    const failing = await follow();
    failing.fails = 3;
    await addProvider(database.pool);
    await feed.sync();
    expect(failing.calls).toEqual(['apply', 'reset', 'reset', 'reset']);
  });
});

describe('sync', () => {
  it('waits until every reader is done with every write committed before it', async () => {
    let done = 0;
    feed.read({
      name: 'slow',
      async apply(changes) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        done += changes.length;
      },
      reset: () => {},
    });
    await feed.start();
    for (let i = 1; i <= 3; i++) {
      await addProvider(database.pool);
      await feed.sync();
      expect(done).toBe(i);
    }
  });

  it('answers many at once', async () => {
    const reader = await follow();
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const id = await addProvider(database.pool);
        await feed.sync();
        expect(reader.changes.some((change) => change.id === id)).toBe(true);
      }),
    );
  });

  it('of one process does not answer that of another', async () => {
    const reader = await follow();
    const other = new ChangeFeed(database.url, database.pool, { warn: () => {}, error: () => {} });
    const otherReader = new Notes('other');
    other.read(otherReader);
    await other.start();
    try {
      await addProvider(database.pool);
      await Promise.all([feed.sync(), other.sync()]);
      expect(reader.changes).toHaveLength(1);
      expect(otherReader.changes).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});
