/** Who made a change, and why, as the change log keeps it. */
export interface Attribution {
  /** Such as `import gias`. */
  readonly actor: string;
  readonly reason?: string;
}

/** Says who makes the changes of the transaction that is open on this connection. Unsaid, it is `system: <application>`. */
export async function attribute(
  db: { query(text: string, values: unknown[]): Promise<unknown> },
  { actor, reason = '' }: Attribution,
): Promise<void> {
  await db.query(`select set_config('hub.actor', $1, true), set_config('hub.reason', $2, true)`, [
    actor,
    reason,
  ]);
}
