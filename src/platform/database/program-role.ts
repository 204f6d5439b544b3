import pg from 'pg';
import { scramVerifier } from './scram-verifier.js';

/** Tables that are the record of changes: the hub adds to them, and nothing of it can alter what is there. */
const RECORD = ['change', 'change_commit', 'change_chain'];
/** Tables that only the owner writes. */
const OWNERS = ['migrations', 'sql_definition', 'person_key'];

/** The role that the hub runs as, beside the one that owns the tables. */
export interface ProgramRole {
  readonly name: string;
  readonly password: string;
}

/** The role of a Postgres address. */
export function roleOf(url: string): ProgramRole {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/**
 * Lets a role use every table of the hub as far as its programs need, as the tables' owner: all rows may be read and written,
 * those of the record only be read and added, no table be changed. Makes the role where there is none, and does nothing where
 * all is well. Run it after migrations, with their lock held.
 * @throws Error saying what to do when the role is missing and the owner may not make it.
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

/** Whether whoever is connected could alter the record of changes: it owns the tables, or has more rights than the hub needs. */
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
  if (code === '42710' || code === '23505') return; // another process has just made it
  if (code !== '42501') throw error;
  throw new Error(
    `The role "${name}" of DATABASE_URL does not exist, and that of DATABASE_OWNER_URL may not make it. ` +
      `Let an administrator run: create role ${pg.escapeIdentifier(name)} login password '...'`,
    { cause: error },
  );
}
