import type { Change, ChangeReader } from '../../../../src/platform/database/changes/change.js';
import type { ChangeFeed } from '../../../../src/platform/database/changes/change-feed.js';
import { until } from '../../../support/until.js';
import { addProvider, feedDatabase } from './feed-fixture.js';

const at = feedDatabase();

/** A copy that outlives processes, and the part of one process in it. */
class Part implements ChangeReader {
  readonly resets: number[] = [];
  fails = 0;
  pause: () => Promise<unknown> = async () => {};
  aborted: AbortSignal | undefined;

  constructor(
    readonly name: string,
    private readonly copy: string[],
  ) {}

  async apply(changes: readonly Change[], aborted: AbortSignal): Promise<void> {
    this.aborted = aborted;
    await this.pause();
    aborted.throwIfAborted();
    if (this.fails-- > 0) throw new Error('the copy fails');
    this.copy.push(...changes.map(({ id }) => id));
  }

  reset(change: number): void {
    this.resets.push(change);
  }
}

let copy: string[];
let name: string;
let serial = 0;
beforeEach(() => {
  copy = [];
  name = `copy ${++serial}`;
});

async function process(): Promise<{ feed: ChangeFeed; part: Part }> {
  const feed = at.feed();
  const part = new Part(name, copy);
  feed.read(part, { persistent: true });
  await feed.start();
  return { feed, part };
}

async function stored(): Promise<number | null> {
  const { rows } = await at.pool.query<{ number: number }>(
    'select number::float8 as number from change_reader where name = $1',
    [name],
  );
  return rows[0]?.number ?? null;
}

describe('a persistent reader', () => {
  it('starts afresh once, and after that goes on where it was when the process ends', async () => {
    const first = await process();
    await until('it has started afresh', () => first.part.resets.length === 1);
    const ids = [await addProvider(at.pool)];
    await until('the copy has 1', () => copy.length === 1);
    await until('its position is stored', async () => (await stored()) === (await first.feed.head()));
    await first.feed.close();

    ids.push(await addProvider(at.pool)); // while nobody runs it
    const second = await process();
    await until('the copy has 2', () => copy.length === 2);
    expect(copy).toEqual(ids);
    expect(second.part.resets).toEqual([]);
  });

  it('holds up no writer', async () => {
    const { feed, part } = await process();
    await until('it has started afresh', () => part.resets.length === 1);
    const hold = at.gate();
    part.pause = () => hold.opened;
    await addProvider(at.pool);
    await feed.sync();
    expect(copy).toEqual([]);
    hold.open();
    await until('the copy has 1', () => copy.length === 1);
  });

  it('goes on from the same place when it has failed', async () => {
    const { part } = await process();
    await until(
      'it has started afresh and its position is stored',
      async () => part.resets.length === 1 && (await stored()) !== null,
    );
    const before = await stored();
    part.fails = 2;
    const id = await addProvider(at.pool);
    await until('something is logged', () => at.log.length > 0);
    expect(await stored()).toBe(before);
    await until('the copy has 1', () => copy.length === 1);
    expect(copy).toEqual([id]);
  });

  it('that is asked to start afresh while it applies something does so', async () => {
    const { feed, part } = await process();
    await until('it has started afresh', () => part.resets.length === 1);
    const [reached, hold] = [at.gate(), at.gate()];
    part.pause = () => {
      reached.open();
      return hold.opened;
    };
    await addProvider(at.pool);
    await reached.opened;
    await feed.startAfresh(part);
    hold.open();
    await until('it has started afresh again', () => part.resets.length === 2);
  });

  it('gets again what its copy does not reflect, though another process says that it has had it', async () => {
    const first = await process();
    await until('it has started afresh', () => first.part.resets.length === 1);
    await until('its position is stored', async () => (await stored()) !== null);
    const reflected = await first.feed.head();
    const id = await addProvider(at.pool);
    await until('its position is stored', async () => (await stored()) === (await first.feed.head()));
    await first.feed.close();
    copy.length = 0; // it was written to another copy
    const feed = at.feed();
    const part = Object.assign(new Part(name, copy), { reflects: async () => reflected });
    feed.read(part, { persistent: true });
    await feed.start();
    await until('the copy has 1', () => copy.length === 1);
    expect(copy).toEqual([id]);
    expect(part.resets).toEqual([]);
  });

  it('starts afresh when its position is ahead of the log, as after a restored backup', async () => {
    await at.pool.query('insert into change_reader (name, number) values ($1, 1000000000)', [name]);
    const { feed, part } = await process();
    await until('it has started afresh', () => part.resets.length === 1);
    expect(part.resets).toEqual([await feed.head()]);
    await until('its position is stored', async () => (await stored()) === (await feed.head()));
  });
});

describe('of two processes', () => {
  it('one runs the reader, and the other when that one ends', async () => {
    const [first, second] = [await process(), await process()];
    await until(
      'one of them has started afresh',
      () => first.part.resets.length + second.part.resets.length === 1,
    );
    const [running, standby] = first.part.resets.length ? [first, second] : [second, first];
    const ids = [await addProvider(at.pool), await addProvider(at.pool)];
    await until('the copy has 2', () => copy.length === 2);
    await running.feed.close();
    ids.push(await addProvider(at.pool));
    await until('the copy has 3', () => copy.length === 3);
    expect(copy).toEqual(ids);
    expect(standby.part.resets).toEqual([]);
  });

  it('the one that loses its connection stops at once, and nothing is lost or done by both', async () => {
    const [first, second] = [await process(), await process()];
    await until(
      'one of them has started afresh',
      () => first.part.resets.length + second.part.resets.length === 1,
    );
    const running = first.part.resets.length ? first.part : second.part;
    const hold = at.gate();
    running.pause = () => hold.opened;
    const id = await addProvider(at.pool);
    await until('it applies something', () => running.aborted !== undefined);
    await at.cutConnections();
    await until('it learns that it no longer counts', () => running.aborted?.aborted === true);
    hold.open();
    await until('the copy has something', () => copy.length > 0);
    const next = await addProvider(at.pool);
    await until('the copy has the next', () => copy.includes(next));
    expect(copy).toEqual([id, next]);
    expect(at.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('the one that runs it knows how far it is; the other does not claim to', async () => {
    const { feed: first } = await process();
    await until('its position is stored', async () => (await stored()) !== null);
    const { feed: second } = await process();
    await addProvider(at.pool);
    const head = await first.head();
    await until('its position is stored', async () => (await stored()) === head);
    // What it has stored, it notes a moment later.
    await until('it knows so', () => first.standing[0]?.commitsBehind === 0);
    expect(first.standing).toEqual([{ name, commitsBehind: 0, failing: false }]);
    expect(second.standing).toEqual([{ name, commitsBehind: null, failing: false }]);
  });
});
