import type { Queryable } from '../connection.js';

/** Who made a change, and why, as the change log keeps it. */
export interface Attribution {
  /** Such as `import gias`. */
  readonly actor: string;
  readonly reason?: string;
}

const SET = `set_config('hub.actor', $1, true), set_config('hub.reason', $2, true)`;
const LIMITS = `, set_config('lock_timeout', $3, true), set_config('statement_timeout', $3, true)`;

/** Says who makes the changes of the transaction that is open on this connection. Unsaid, it is `system: <application>`. */
export async function attribute(
  db: { query(text: string, values: unknown[]): Promise<unknown> },
  { actor, reason = '' }: Attribution,
): Promise<void> {
  await db.query(`select ${SET}`, [actor, reason]);
}

/**
 * The same, and answers Postgres's number of the transaction, by which it can be asked later what became of it. `withinMs`, where it
 * is given, is what each of its statements may take from now on, waiting for locks included.
 */
export async function attributeNumbered(
  db: Queryable,
  { actor, reason = '' }: Attribution,
  withinMs?: number,
): Promise<string> {
  const limits = withinMs === undefined ? '' : LIMITS;
  const { rows } = await db.query<{ transaction: string }>(
    `select ${SET}${limits}, pg_current_xact_id()::text as transaction`,
    [actor, reason, ...(withinMs === undefined ? [] : [String(withinMs)])],
  );
  return rows[0]!.transaction;
}
