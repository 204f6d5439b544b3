import pg from 'pg';
import { scramVerifier } from './scram-verifier.js';

/** The tables that form the record of changes. The hub adds rows to them, and must not be able to alter existing rows. */
const RECORD = ['change', 'change_commit', 'change_chain'];
/** Tables that only the owner can write. */
const OWNERS = ['migrations', 'sql_definition', 'person_key'];

/** The role that the hub runs as, if it is not the owner of the tables. */
export interface ProgramRole {
  readonly name: string;
  readonly password: string;
}

/** The role in a Postgres address. */
export function roleOf(url: string): ProgramRole {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/**
 * Gives a role the rights on the hub's tables that programs need, acting as the tables' owner: it can read and write all rows, can
 * only read and add rows of the record, and can change no table. Creates the role if it does not exist, and does nothing if
 * all rights are right already. Run it after migrations, while holding their lock.
 * @throws Error saying what to do if the role does not exist and the owner is not allowed to create it.
 */
export async function allowUse(owner: pg.ClientBase, { name, password }: ProgramRole): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const known = await owner.query('select from pg_roles where rolname = $1', [name]);
  if (known.rowCount === 0) {
    await owner
      .query(`create role ${role} login password ${pg.escapeLiteral(scramVerifier(password))}`)
      .catch((error: unknown) => unlessMade(name, error));
  }
  if (await isAllowed(owner, name)) return;
  await owner.query(`
    begin;
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage on all sequences in schema public to ${role};
    revoke update, delete on ${RECORD.join(', ')} from ${role};
    revoke insert, update, delete on ${OWNERS.join(', ')} from ${role};
    commit`);
}

/** Whether the connected role could alter the record of changes: it owns the tables, or has more rights than the hub needs. */
export async function mayAlterRecord(pool: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>(
    `select bool_or(has_table_privilege(t, 'update') or has_table_privilege(t, 'delete')
                    or has_table_privilege(t, 'truncate')) as may from unnest($1::text[]) t`,
    [RECORD],
  );
  return rows[0]?.may ?? false;
}

async function isAllowed(owner: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await owner.query<{ allowed: boolean }>(
    `select bool_and(case
              when c.relkind = 'S' then has_sequence_privilege($1, c.oid, 'usage')
              when c.relname = any($2) then has_table_privilege($1, c.oid, 'select')
                and not has_table_privilege($1, c.oid, 'insert, update, delete')
              when c.relname = any($3) then has_table_privilege($1, c.oid, 'select')
                and has_table_privilege($1, c.oid, 'insert') and not has_table_privilege($1, c.oid, 'update, delete')
              else has_table_privilege($1, c.oid, 'select') and has_table_privilege($1, c.oid, 'insert')
                and has_table_privilege($1, c.oid, 'update') and has_table_privilege($1, c.oid, 'delete')
            end) as allowed
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'S')`,
    [name, OWNERS, RECORD],
  );
  return rows[0]?.allowed ?? false;
}

function unlessMade(name: string, error: unknown): void {
  const { code } = error as { code?: string };
  if (code === '42710' || code === '23505') return; // another process has just created it
  if (code !== '42501') throw error;
  throw new Error(
    `The role "${name}" of DATABASE_URL does not exist, and the role of DATABASE_OWNER_URL is not allowed to create it. ` +
      `Ask an administrator to run: create role ${pg.escapeIdentifier(name)} login password '...'`,
    { cause: error },
  );
}
