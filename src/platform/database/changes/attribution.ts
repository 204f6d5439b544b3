import type { Queryable } from '../connection.js';

/** Who made a change, and why, as the change log keeps it. */
export interface Attribution {
  /** Such as `import gias`. */
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

/** The same, and answers Postgres's number of the transaction, by which it can be asked later what became of it. */
export async function attributeNumbered(db: Queryable, { actor, reason = '' }: Attribution): Promise<string> {
  const text = `select ${SET}, pg_current_xact_id()::text as transaction`;
  const { rows } = await db.query<{ transaction: string }>(text, [actor, reason]);
  return rows[0]!.transaction;
}
