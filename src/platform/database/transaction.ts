import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { OutcomeUnknown } from '../errors.js';
import { untilThrough } from './again.js';
import { type Attribution, attributeTraced } from './changes/attribution.js';
import { commitSurely, notStored } from './commit.js';
import { type Queryable, withConnection } from './connection.js';
import { poolOf } from './data-source.js';

/**
 * Does the work in a transaction of a pool, on one connection: all of it is stored when this resolves, and nothing when the work
 * fails. `by` says who makes the changes, where there are any to the register.
 * @throws what the work throws; with `by`, as `commitSurely`.
 */
export function inTransaction<T>(
  pool: pg.Pool,
  work: (db: pg.PoolClient) => Promise<T>,
  by?: Attribution,
): Promise<T> {
  return withConnection(pool, async (db) => {
    await db.query('begin');
    try {
      const transaction = by ? await attributeTraced(db, by) : null;
      const result = await work(db);
      const commit = () => db.query('commit');
      if (transaction === null) await commit();
      else await commitSurely(commit, { pool, transaction, sever: () => void db.end() });
      return result;
    } catch (error) {
      await db.query('rollback').catch(() => {}); // the connection has gone, and what it had begun with it
      throw error;
    }
  });
}

/** Reads in a transaction that sees the database as of one moment, for as long as it takes, and can write nothing. */
export function asOfOneMoment<T>(pool: pg.Pool, work: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (db) => {
    await db.query(
      'set transaction isolation level repeatable read read only; set local statement_timeout = 0',
    );
    return work(db);
  });
}

/** What is to be done in a transaction of a source. */
interface SourceTransaction<T> {
  readonly by: Attribution | undefined;
  readonly work: (db: EntityManager) => Promise<T>;
  readonly stored: (db: Queryable) => Promise<number>;
}

/** What it came to, and up to which commit. */
interface Stored<T> {
  readonly result: T;
  readonly number: number | null;
}

/**
 * Does the work in a transaction of a source, which is said to be made by somebody; nothing is stored when the work fails.
 * `stored`, asked with the connection of the transaction, says up to which commit; null where that connection is gone. What
 * Postgres ends for the sake of others is done again, as `untilThrough` says: the work keeps nothing of a try.
 * @throws what the work throws, and as `commitSurely`.
 */
export function inSourceTransaction<T>(
  source: DataSource,
  transaction: SourceTransaction<T>,
): Promise<Stored<T>> {
  return untilThrough(() => once(source, transaction));
}

async function once<T>(source: DataSource, { by, work, stored }: SourceTransaction<T>): Promise<Stored<T>> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    const connection = (await runner.connect()) as pg.PoolClient;
    const transaction = by ? await attributeTraced(connection, by) : null;
    const result = await work(runner.manager);
    if (runner.isReleased) throw notStored(null);
    await commitSurely(() => runner.commitTransaction(), {
      pool: poolOf(source),
      transaction,
      sever: () => void connection.end(),
    });
    return { result, number: await stored(connection).catch(() => null) };
  } catch (error) {
    const isLost = runner.isReleased; // by TypeORM, which has its own words for what is tried then
    await runner.rollbackTransaction().catch(() => {}); // the connection has gone, and what it had begun with it
    throw isLost && !(error instanceof OutcomeUnknown) ? notStored(error) : error;
  } finally {
    await runner.release();
  }
}

/** The connection of the transaction that is open: for statements that are written for a pool, and must not ask it now. */
export async function transactionConnection(db: EntityManager): Promise<Queryable> {
  if (!db.queryRunner) throw new Error('No transaction is open.');
  return (await db.queryRunner.connect()) as pg.PoolClient;
}

/** Does the work within the transaction that is open, and undoes it: what is left is whether it can be done. @throws as the work does. */
export async function tryOut(
  db: EntityManager,
  work: (db: EntityManager) => Promise<unknown>,
): Promise<void> {
  const undone = new Error('Tried out.');
  const savepoint = db.transaction(async (inner) => {
    await work(inner);
    throw undone;
  });
  await savepoint.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
}
