import pg from 'pg';
import { programName } from '../program-name.js';
import type { Patience } from './patience.js';

/** What statements are sent through: a pool, or one connection of it. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * A connection whose end is an error of the statement that meets it, and never of the process: pg raises `error` for it at any
 * moment, as when Postgres is restarted, and an `error` that nobody listens to ends the process.
 */
class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', unheard);
  }
}

/** Whatever meets the end of a connection hears of it. */
function unheard(): void {}

/** What pg is told to open connections by; TypeORM takes it as it is. */
export function connectionSettings({ connectMs, statementMs, lockMs }: Patience) {
  return {
    Client: Connection,
    connectionTimeoutMillis: connectMs,
    keepAlive: true, // a machine that has gone without a word is noticed
    options: `-c statement_timeout=${statementMs} -c lock_timeout=${lockMs} -c timezone=UTC`,
  };
}

/** Makes a pool of at most `size` connections; none is opened before it is needed. */
export function openPool(url: string, size: number, patience: Patience): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: programName,
    max: size,
    ...connectionSettings(patience),
  });
  pool.on('error', () => {}); // an idle connection has ended: the pool opens another one when it is needed
  return pool;
}

/** Makes a connection by itself, beside every pool; whoever connects it ends it. */
export function singleConnection(config: pg.ClientConfig): pg.Client {
  return new Connection(config);
}

/** Resolves when Postgres answers. */
export async function answers(db: Queryable): Promise<void> {
  await db.query('select 1');
}

/**
 * Does the work with a connection of the pool: the only way to take one. It goes back when the work is done, and is ended
 * when the work fails, with whatever that has left open or locked.
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

/** Listened to from the very moment it is taken, whoever has made the pool. */
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
 * The same with a connection beside the pool, to the same database, that ends with the work: for what may not wait for the pool,
 * or holds a lock for long.
 * @param changed settings that differ from the pool's.
 */
export async function withOwnConnection<T>(
  pool: pg.Pool,
  work: (db: pg.Client) => Promise<T>,
  changed: pg.ClientConfig = {},
): Promise<T> {
  const { options } = pool;
  const db = singleConnection({ ...options, password: options.password, ...changed }); // pg hides it from copies
  try {
    await db.connect();
    return await work(db);
  } finally {
    db.end().catch(() => {}); // a server that says nothing would not answer to this either
  }
}
