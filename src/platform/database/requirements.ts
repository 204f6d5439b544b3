import type pg from 'pg';

/** The hub cannot use the database. The message is one or two plain sentences for an operator. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

const OLDEST_MAJOR = 15;

/**
 * Checks the database before anything is created in it. It can have any locale: the hub folds and sorts names by its own rules.
 * @throws DatabaseSetupError if Postgres is older than 15, or the encoding is not UTF8.
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
      `The hub needs Postgres ${OLDEST_MAJOR} or later, but this is Postgres ${version}. ` +
        'Upgrade it, or set DATABASE_URL to a newer one.',
    );
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseSetupError(
      `The database "${name}" has the encoding ${encoding}, but the hub needs UTF8. ` +
        `Create another one: create database ${name}_utf8 encoding 'UTF8' template template0`,
    );
  }
}
