import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Change } from '../../../../src/platform/database/changes/change.js';
import { ChangeLog } from '../../../../src/platform/database/changes/change-log.js';
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
      await sleep(50);
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

  it('reach each reader exactly once, in order, with the versions of each row ascending', async () => {
    const ids = await Promise.all(Array.from({ length: ROWS }, () => addProvider(at.pool)));
    const readers = await Promise.all([positionAtHead(), positionAtHead(), positionAtHead()]);
    const committed: { id: string; version: number }[] = [];
    let left = TRANSACTIONS;
    let writing = true;

    const reading = readers.map(async (reader) => {
      while (writing) {
        await reader.readOn();
        await sleep(Math.random() * 5);
      }
      for (;;) if ((await reader.readOn()).length === 0) return;
    });
    await Promise.all(
      Array.from({ length: CONNECTIONS }, () =>
        at.session(async (client) => {
          while (left-- > 0) committed.push(...(await randomTransaction(client, ids)));
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

  /** Updates a few rows, undoing some of it on the way. Answers what it committed. */
  async function randomTransaction(client: pg.PoolClient, ids: readonly string[]) {
    // In one order, or two transactions may wait for each other for ever.
    const chosen = ids.filter(() => Math.random() < 0.15);
    const written: { id: string; version: number }[] = [];
    await client.query('begin');
    for (const id of chosen) {
      await client.query('savepoint one');
      const { rows } = await client.query<{ version: number }>(
        `update provider set version = version + 1, description = 'Version ' || version + 1 where id = $1 returning version`,
        [id],
      );
      if (Math.random() < 0.3) await client.query('rollback to one');
      else written.push({ id, version: rows[0]!.version });
      if (Math.random() < 0.3) await sleep(Math.random() * 3);
    }
    const kept = Math.random() < 0.8;
    await client.query(kept ? 'commit' : 'rollback');
    return kept ? written : [];
  }
});
