import pg from 'pg';
import { programName } from '../program-name.js';
import type { Patience } from './patience.js';

/** Where statements are sent: a pool, or one of its connections. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * A connection whose end is an error of the statement that meets it, and never ends the process. pg emits `error` for it at any
 * moment, for example when Postgres is restarted, and an `error` without a listener would end the process.
 */
class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', unheard);
  }
}

/** The statement that meets the end of the connection reports it. */
function unheard(): void {}

/** The options with which pg opens connections. TypeORM takes them as they are. */
export function connectionSettings({ connectMs, statementMs, lockMs }: Patience) {
  return {
    Client: Connection,
    connectionTimeoutMillis: connectMs,
    keepAlive: true, // detects a machine that disappeared without closing the connection
    options: `-c statement_timeout=${statementMs} -c lock_timeout=${lockMs} -c timezone=UTC`,
  };
}

/** Creates a pool of at most `size` connections. Each is opened when it is first needed. */
export function openPool(url: string, size: number, patience: Patience): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: programName,
    max: size,
    ...connectionSettings(patience),
  });
  pool.on('error', () => {}); // an idle connection has ended: the pool opens another when one is needed
  return pool;
}

/** Creates a connection outside every pool. The code that connects it must end it. */
export function singleConnection(config: pg.ClientConfig): pg.Client {
  return new Connection(config);
}

/** Resolves when Postgres answers. */
export async function answers(db: Queryable): Promise<void> {
  await db.query('select 1');
}

/**
 * Does the work with a connection of the pool. This is the only way to take one. The connection goes back to the pool after the
 * work. If the work fails, the connection is ended, with anything that was left open or locked.
 */
export async function withConnection<T>(pool: pg.Pool, work: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  const db = await taken(pool);
  let isDone = false;
  try {
    const result = await work(db);
    isDone = true;
    return result;
  } finally {
    db.removeListener('error', unheard);
    db.release(!isDone);
  }
}

/** Listens for errors from the moment the connection is taken, whichever code created the pool. */
function taken(pool: pg.Pool): Promise<pg.PoolClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, db) => {
      if (!db) return reject(error);
      db.on('error', unheard);
      resolve(db);
    });
  });
}

/**
 * The same with a connection outside the pool, to the same database, which ends with the work. For work that cannot wait for the
 * pool, or holds a lock for long.
 * @param changed settings that differ from the pool's.
 */
export async function withOwnConnection<T>(
  pool: pg.Pool,
  work: (db: pg.Client) => Promise<T>,
  changed: pg.ClientConfig = {},
): Promise<T> {
  const { options } = pool;
  const db = singleConnection({ ...options, password: options.password, ...changed }); // pg hides the password from copies
  try {
    await db.connect();
    return await work(db);
  } finally {
    db.end().catch(() => {}); // a server that does not respond would not respond to this either
  }
}
