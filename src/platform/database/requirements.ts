import type pg from 'pg';

/** The database is none that the hub can use; the message is one or two plain sentences for an operator. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

const OLDEST_MAJOR = 15;

/**
 * Looks at the database before anything is made in it. Its locale may be any: the hub folds and orders names by rules of its own.
 * @throws DatabaseSetupError when its Postgres is older than 15, or it does not hold Unicode.
 */
export async function refuseUnfit(pool: Pick<pg.Pool, 'query'>): Promise<void> {
  const { rows } = await pool.query<{ number: number; version: string; name: string; encoding: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
            datname as name, pg_encoding_to_char(encoding) as encoding
       from pg_database where datname = current_database()`,
  );
  const { number, version, name, encoding } = rows[0]!;
  if (number < OLDEST_MAJOR * 10_000) {
    throw new DatabaseSetupError(
      `The hub needs Postgres ${OLDEST_MAJOR} or later, and this is Postgres ${version}. ` +
        'Upgrade it, or set DATABASE_URL to a newer one.',
    );
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseSetupError(
      `The database "${name}" has the encoding ${encoding}, and the hub needs UTF8. ` +
        `Make another: create database ${name}_utf8 encoding 'UTF8' template template0`,
    );
  }
}
