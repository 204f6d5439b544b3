/** How long each step on a kind of connection may take, in milliseconds; 0: no limit. */
export interface Patience {
  /** Waiting for a free connection, or for a new one. */
  readonly connectMs: number;
  readonly statementMs: number;
  readonly lockMs: number;
}

/** Readers give up soon, so that a locked table is reported as locked and does not make them wait. */
export const READING: Patience = { connectMs: 2_000, statementMs: 5_000, lockMs: 1_000 };

/** Writers wait their turn, so that many bulk upserts at once all succeed, one after the other. */
export const WRITING: Patience = { connectMs: 30_000, statementMs: 9_000, lockMs: 9_000 };

/** Followers read in batches and retry by themselves. A hub that is stopping waits for the statement in progress. */
export const FOLLOWING: Patience = { connectMs: 10_000, statementMs: 15_000, lockMs: 2_000 };

/** For migrations, seeds and commands, which have no time limit. */
export const AT_LEISURE: Patience = { connectMs: 10_000, statementMs: 0, lockMs: 10_000 };
