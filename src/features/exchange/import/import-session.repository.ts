import type pg from 'pg';
import type { ImportKind } from './import-kinds.terms.js';

/** The first half of the key of the advisory locks. The second half is the kind of import. */
const LOCK_SPACE = 71_204_113;
const lockOf: Record<ImportKind, number> = { POSTCODES: 1, GIAS: 2, GIAS_LINKS: 3, AREAS: 4, PLACES: 5 };

/** The statements for the session of an import. */
export const importSession = {
  /** Removes the time limit from the open transaction: the pool's own limits are for requests. */
  async begin(db: pg.ClientBase): Promise<void> {
    await db.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
  },

  /** Keeps other imports of this kind from running until the transaction ends. Returns false if one is already running. */
  async takeTurn(db: pg.ClientBase, kind: ImportKind): Promise<boolean> {
    const { rows } = await db.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1, $2) as free', [
      LOCK_SPACE,
      lockOf[kind],
    ]);
    return rows[0]!.free;
  },

  /** The id of the server's process for a connection. */
  async process(db: pg.ClientBase): Promise<number> {
    const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
    return rows[0]!.pid;
  },

  /** Cancels the statement that a process of the server is running, if any. */
  async cancel(other: pg.ClientBase, process: number): Promise<void> {
    await other.query('select pg_cancel_backend($1)', [process]);
  },
};
