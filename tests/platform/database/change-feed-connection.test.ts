import { ChangeFeed } from '../../../src/platform/database/change-feed.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { addProvider, connections, cutConnection, Notes, until } from './feed-fixture.js';

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

describe('a lost connection', () => {
  it('is followed by a reset, and the feed goes on', async () => {
    const reader = await follow();
    await cutConnection(database);
    await until(() => reader.calls.includes('reset'));
    const id = await addProvider(database.pool);
    await feed.sync();
    expect(reader.changes.at(-1)).toMatchObject({ table: 'provider', id, parentId: null });
    expect(log.map(({ level }) => level)).toContain('warn');
  });

  it('does not leave those waiting who write meanwhile', async () => {
    const reader = await follow();
    await cutConnection(database);
    const id = await addProvider(database.pool);
    await feed.sync();
    const heard = reader.changes.some((change) => change.id === id);
    expect(heard || reader.calls.includes('reset')).toBe(true);
  });

  it.each([0, 1, 2, 4, 8, 16])('is not made again by a feed closed %i ms later', async (milliseconds) => {
    await follow();
    await cutConnection(database);
    await until(() => log.some(({ message }) => message.includes('connection lost')));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await feed.close();
    await new Promise((resolve) => setTimeout(resolve, 200)); // time enough to connect, if it were to
    await until(async () => (await connections(database)) === 0);
  });
});

describe('close', () => {
  it('waits for what is under way', async () => {
    let begun = false;
    let done = false;
    feed.read({
      name: 'slow',
      async apply() {
        begun = true;
        await new Promise((resolve) => setTimeout(resolve, 100));
        done = true;
      },
      reset: () => {},
    });
    await feed.start();
    await addProvider(database.pool);
    await until(() => begun);
    await feed.close();
    expect(done).toBe(true);
  });
});
