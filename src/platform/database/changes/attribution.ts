import { randomUUID } from 'node:crypto';
import type { Queryable } from '../connection.js';

/** Who made a change, and why, as the change log keeps it. */
export interface Attribution {
  /** Such as `import books`. */
  readonly actor: string;
  readonly reason?: string;
}

const SET = `set_config('hub.actor', $1, true), set_config('hub.reason', $2, true)`;

/** Says who makes the changes of the transaction that is open on this connection. Unsaid, it is `system: <application>`. */
export async function attribute(
  db: { query(text: string, values: unknown[]): Promise<unknown> },
  { actor, reason = '' }: Attribution,
): Promise<void> {
  await db.query(`select ${SET}`, [actor, reason]);
}

/** By what Postgres can be asked later what became of a transaction. */
export interface Traced {
  /** Its number in Postgres, which is another transaction's when a crash has taken this one. */
  readonly id: string;
  /** When it began, by Postgres's clock. */
  readonly began: string;
  /** Kept with its commit, when it has changes to the register. */
  readonly token: string;
}

/** The same, and says by what the transaction can be traced. */
export async function attributeTraced(db: Queryable, { actor, reason = '' }: Attribution): Promise<Traced> {
  const token = randomUUID();
  const { rows } = await db.query<Omit<Traced, 'token'>>(
    `select ${SET}, set_config('hub.token', $3, true), pg_current_xact_id()::text as id, now()::text as began`,
    [actor, reason, token],
  );
  const { id, began } = rows[0]!;
  return { id, began, token };
}
