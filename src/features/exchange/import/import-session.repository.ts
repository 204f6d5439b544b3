import type pg from 'pg';

/** The kinds of import, as `import_run` names them. */
export type ImportKind = 'POSTCODES' | 'GIAS';

/** First half of the advisory locks' key; the second tells the kinds apart. */
const LOCK_SPACE = 71_204_113;
const lockOf: Record<ImportKind, number> = { POSTCODES: 1, GIAS: 2 };

/** The statements of the session that an import runs in. */
export const importSession = {
  /** Lets the open transaction take as long as it takes: the pool's own limits are for requests. */
  async begin(db: pg.ClientBase): Promise<void> {
    await db.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
  },

  /** Keeps other imports of the kind away until the transaction ends; false when one is running. */
  async takeTurn(db: pg.ClientBase, kind: ImportKind): Promise<boolean> {
    const { rows } = await db.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1, $2) as free', [
      LOCK_SPACE,
      lockOf[kind],
    ]);
    return rows[0]!.free;
  },

  /** The number of the server's process behind a connection. */
  async process(db: pg.ClientBase): Promise<number> {
    const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
    return rows[0]!.pid;
  },

  /** Cancels the statement that a process of the server is at, if any. */
  async cancel(other: pg.ClientBase, process: number): Promise<void> {
    await other.query('select pg_cancel_backend($1)', [process]);
  },
};
