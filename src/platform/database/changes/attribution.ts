import { randomUUID } from 'node:crypto';
import type { Queryable } from '../connection.js';

/** Who made a change, and why, as the change log stores it. */
export interface Attribution {
  /** Such as `import books`. */
  readonly actor: string;
  readonly reason?: string;
}

const SET = `set_config('hub.actor', $1, true), set_config('hub.reason', $2, true)`;

/** Names the author of the changes of the open transaction. Without this, the author is `system: <application>`. */
export async function attribute(
  db: { query(text: string, values: unknown[]): Promise<unknown> },
  { actor, reason = '' }: Attribution,
): Promise<void> {
  await db.query(`select ${SET}`, [actor, reason]);
}

/** What can be used to ask Postgres later whether a transaction was committed. */
export interface Traced {
  /** Its number in Postgres. After a crash the number can belong to another transaction. */
  readonly id: string;
  /** When it began, by the clock of Postgres. */
  readonly began: string;
  /** Stored with its commit, if it changes the register. */
  readonly token: string;
}

/** Does the same, and returns what the transaction can be traced by. */
export async function attributeTraced(db: Queryable, { actor, reason = '' }: Attribution): Promise<Traced> {
  const token = randomUUID();
  const { rows } = await db.query<Omit<Traced, 'token'>>(
    `select ${SET}, set_config('hub.token', $3, true), pg_current_xact_id()::text as id, now()::text as began`,
    [actor, reason, token],
  );
  const { id, began } = rows[0]!;
  return { id, began, token };
}
