import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { OutcomeUnknown } from '../errors.js';
import { untilThrough } from './again.js';
import { type Attribution, attributeTraced } from './changes/attribution.js';
import { commitSurely, notStored } from './commit.js';
import { type Queryable, withConnection } from './connection.js';
import { poolOf } from './data-source.js';

/**
 * Does the work in a transaction of a pool, on one connection. When this resolves, everything is stored. If the work fails, nothing
 * is. `by` names the author, if the work changes the register.
 * @throws what the work throws; with `by`, also the errors of `commitSurely`.
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

/** Reads in a transaction that sees the database as of one moment. It has no time limit and cannot write. */
export function asOfOneMoment<T>(pool: pg.Pool, work: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (db) => {
    await db.query(
      'set transaction isolation level repeatable read read only; set local statement_timeout = 0',
    );
    return work(db);
  });
}

/** Work to do in a transaction of a source. */
interface SourceTransaction<T> {
  readonly by: Attribution | undefined;
  readonly work: (db: EntityManager) => Promise<T>;
  readonly stored: (db: Queryable) => Promise<number>;
}

/** The result of the work, and the commit up to which it was stored. */
interface Stored<T> {
  readonly result: T;
  readonly number: number | null;
}

/**
 * Does the work in a transaction of a source, with a named author. If the work fails, nothing is stored. `stored`, called with the
 * connection of the transaction, returns the commit up to which it was stored. `number` is null if that connection was lost. A
 * transaction that Postgres ends so that others can go on is run again (see `untilThrough`), so the work must not keep any result
 * of a failed try.
 * @throws what the work throws, and the errors of `commitSurely`.
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
    const isLost = runner.isReleased; // TypeORM has released it, and throws its own error for anything tried after that
    await runner.rollbackTransaction().catch(() => {}); // the connection was lost, and the transaction with it
    throw isLost && !(error instanceof OutcomeUnknown) ? notStored(error) : error;
  } finally {
    await runner.release();
  }
}

/** The connection of the open transaction, for code that is written for a pool but must not use the pool now. */
export async function transactionConnection(db: EntityManager): Promise<Queryable> {
  if (!db.queryRunner) throw new Error('No transaction is open.');
  return (await db.queryRunner.connect()) as pg.PoolClient;
}

/** Does the work within the open transaction. If the work fails, only the work is undone. @throws the error of the work. */
export async function inSavepoint<T>(db: Queryable, work: () => Promise<T>): Promise<T> {
  await db.query('savepoint attempt');
  try {
    const result = await work();
    await db.query('release savepoint attempt');
    return result;
  } catch (error) {
    const undone = db.query('rollback to savepoint attempt; release savepoint attempt');
    await undone.catch(() => {}); // the connection was lost, and the transaction with it
    throw error;
  }
}

/** Does the work within the open transaction and then undoes it, to find out whether it would succeed. @throws the error of the work. */
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
