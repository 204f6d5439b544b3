import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type pg from 'pg';
import type { Change } from '../../../../src/platform/database/changes/change.js';
import { ChangeLog } from '../../../../src/platform/database/changes/change-log.js';
import { until } from '../../../support/until.js';
import { waitingForLock } from '../../../support/waiting-for-lock.js';
import { addProvider, feedDatabase } from './feed-fixture.js';

const at = feedDatabase();

/** Reads on from a number as a reader does: what the log says now is the end of it. */
class Position {
  readonly changes: Change[] = [];
  private readonly log: ChangeLog;

  constructor(
    pool: pg.Pool,
    private number: number,
  ) {
    this.log = new ChangeLog(pool);
  }

  async readOn(): Promise<string[]> {
    const batch = await this.log.following(this.number, await this.log.head());
    this.number = batch.at(-1)?.number ?? this.number;
    this.changes.push(...batch);
    return batch.map(({ id }) => id);
  }
}

async function positionAtHead(): Promise<Position> {
  return new Position(at.pool, await new ChangeLog(at.pool).head());
}

/** Two sessions, each in a transaction, the first of which began first. */
function twoTransactions(work: (first: pg.PoolClient, second: pg.PoolClient) => Promise<void>) {
  return at.session((first) =>
    at.session(async (second) => {
      await first.query('begin; select pg_current_xact_id()');
      await second.query('begin; select pg_current_xact_id()');
      await work(first, second);
    }),
  );
}

describe('two transactions that overlap', () => {
  it.each(['the first', 'the second'])('lose nothing when %s writes first and commits last', async (who) => {
    await twoTransactions(async (first, second) => {
      const [early, late] = who === 'the first' ? [first, second] : [second, first];
      const reader = await positionAtHead();
      const one = await addProvider(early);
      const two = await addProvider(late);
      expect(await reader.readOn()).toEqual([]);
      await late.query('commit');
      expect(await reader.readOn()).toEqual([two]); // not held back by the one that is open
      await early.query('commit');
      expect(await reader.readOn()).toEqual([one]); // though its rows have lower ids
      expect(await reader.readOn()).toEqual([]);
    });
  });

  it('and take turns in writing come one after the other, each with all it wrote', async () => {
    await twoTransactions(async (first, second) => {
      const reader = await positionAtHead();
      const ofFirst = [await addProvider(first)];
      const ofSecond = [await addProvider(second)];
      ofFirst.push(await addProvider(first));
      ofSecond.push(await addProvider(second));
      await second.query('commit');
      await first.query('commit');
      expect(await reader.readOn()).toEqual([...ofSecond, ...ofFirst]);
    });
  });

  it('commit in the order of their numbers, even if one was numbered long before its commit', async () => {
    await twoTransactions(async (first, second) => {
      const reader = await positionAtHead();
      const one = await addProvider(first);
      await first.query('set constraints all immediate');
      const two = await addProvider(second);
      const committed = second.query('commit'); // waits for the first
      await waitingForLock(at.pool, '^commit');
      expect(await reader.readOn()).toEqual([]);
      await first.query('commit');
      await committed;
      expect(await reader.readOn()).toEqual([one, two]);
    });
  });
});

describe('a thousand random transactions on several connections, read all the while', () => {
  const CONNECTIONS = 6;
  const TRANSACTIONS = 1_000;
  const ROWS = 20;
  const upTo = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
  const write = fc.record({
    row: fc.nat(ROWS - 1),
    isUndone: fc.nat(9).map((n) => n < 3),
    pauseMs: fc.oneof({ arbitrary: fc.constant(0), weight: 7 }, { arbitrary: upTo(3), weight: 3 }),
  });
  const transaction = fc.record({
    // In one order, or two transactions may wait for each other for ever.
    writes: fc
      .uniqueArray(write, { maxLength: 6, selector: ({ row }) => row })
      .map((writes) => writes.sort((a, b) => a.row - b.row)),
    isKept: fc.nat(9).map((n) => n < 8),
  });
  type Transaction = typeof transaction extends fc.Arbitrary<infer T> ? T : never;

  it('reach each reader exactly once, in order, with the versions of each row ascending', async () => {
    const ids = await Promise.all(Array.from({ length: ROWS }, () => addProvider(at.pool)));
    const readers = await Promise.all([positionAtHead(), positionAtHead(), positionAtHead()]);
    const committed: { id: string; version: number }[] = [];
    const planned = fc.sample(transaction, TRANSACTIONS);
    let writing = true;

    const reading = readers.map(async (reader, i) => {
      while (writing) {
        await reader.readOn();
        await sleep(2 * i); // each at a pace of its own
      }
      await until('there is nothing more to read', async () => (await reader.readOn()).length === 0);
    });
    await Promise.all(
      Array.from({ length: CONNECTIONS }, () =>
        at.session(async (client) => {
          for (let one = planned.pop(); one; one = planned.pop())
            committed.push(...(await carryOut(client, one, ids)));
        }),
      ),
    );
    writing = false;
    await Promise.all(reading);

    const key = ({ id, version }: { id: string; version: number | null }) => `${id} ${version}`;
    const expected = committed.map(key).sort();
    expect(expected.length).toBeGreaterThan(500);
    for (const { changes } of readers) {
      expect(changes.map(({ id, versionAfter }) => key({ id, version: versionAfter })).sort()).toEqual(
        expected,
      );
      const numbers = changes.map(({ number }) => number);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      for (const id of ids) {
        const versions = changes
          .filter((change) => change.id === id)
          .map(({ versionAfter }) => versionAfter!);
        expect(versions).toEqual(versions.map((_, i) => i + 2));
      }
    }
  });

  /** Updates a few rows, undoing some of it on the way. Returns what it committed. */
  async function carryOut(client: pg.PoolClient, { writes, isKept }: Transaction, ids: readonly string[]) {
    const written: { id: string; version: number }[] = [];
    await client.query('begin');
    for (const { row, isUndone, pauseMs } of writes) {
      const id = ids[row]!;
      await client.query('savepoint one');
      const { rows } = await client.query<{ version: number }>(
        `update provider set version = version + 1, description = 'Version ' || version + 1 where id = $1 returning version`,
        [id],
      );
      if (isUndone) await client.query('rollback to one');
      else written.push({ id, version: rows[0]!.version });
      if (pauseMs > 0) await sleep(pauseMs);
    }
    await client.query(isKept ? 'commit' : 'rollback');
    return isKept ? written : [];
  }
});
