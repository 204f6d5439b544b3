import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../support/until.js';
import { addProvider, feedDatabase, Notes } from './feed-fixture.js';

const at = feedDatabase();

async function followed() {
  const feed = at.feed();
  const reader = new Notes('reader');
  feed.read(reader);
  await feed.start();
  return { feed, reader };
}

describe('a lost connection', () => {
  it('loses no change and starts nobody afresh', async () => {
    const { feed, reader } = await followed();
    expect(await at.cutConnections()).toBe(1);
    const ids = [await addProvider(at.pool), await addProvider(at.pool)];
    await until('the reader gets the change', () => reader.changes.length === 2); // without being asked
    await until('it is connected again', async () => (await at.connections()) === 1);
    ids.push(await addProvider(at.pool));
    await feed.sync();
    expect(reader.changes.map(({ id }) => id)).toEqual(ids);
    expect(reader.calls.filter((call) => call === 'reset')).toHaveLength(1);
    expect(at.log.map(({ level }) => level)).toContain('warn');
  });

  it('does not leave those waiting who write meanwhile', async () => {
    const { feed, reader } = await followed();
    await at.cutConnections();
    const id = await addProvider(at.pool);
    await feed.sync();
    expect(reader.changes.map((change) => change.id)).toEqual([id]);
  });

  it.each([0, 1, 2, 4, 8, 16])('is not made again by a feed closed %i ms later', async (milliseconds) => {
    const { feed } = await followed();
    await at.cutConnections();
    await sleep(milliseconds); // so far it has come with connecting
    await feed.close();
    await followed(); // whose connection is begun, and made, after any of the other's
    await until('one is connected', async () => (await at.connections()) === 1);
  });
});

describe('a notification that does not arrive', () => {
  it('is made up for by a look at the log', async () => {
    const { reader } = await followed();
    await at.session(async (client) => {
      await client.query(`set session_replication_role = replica`); // no trigger, and so no notification
      await client.query(`with written as (
          insert into change (tx, table_name, entity_id, operation, actor)
          values (nextval('change_transaction'), 'provider', 'unheard', 'DELETE', 'test') returning tx)
        insert into change_commit (tx, content) select tx, '' from written`);
    });
    await until('the reader gets the change', () => reader.changes.length === 1);
    expect(reader.changes[0]).toMatchObject({ id: 'unheard' });
  });
});
