/** How long connections of a kind may take, in milliseconds; 0: as long as it takes. */
export interface Patience {
  /** For a free connection, or a new one. */
  readonly connectMs: number;
  readonly statementMs: number;
  readonly lockMs: number;
}

/** Who reads gives up soon, so that a locked table is said to be locked rather than waited for. */
export const READING: Patience = { connectMs: 2_000, statementMs: 5_000, lockMs: 1_000 };

/** Who writes waits their turn: many bulk upserts at once are all made, one after the other. */
export const WRITING: Patience = { connectMs: 30_000, statementMs: 9_000, lockMs: 9_000 };

/** Followers read in batches, and try again by themselves; a hub that stops waits for the statement that is under way. */
export const FOLLOWING: Patience = { connectMs: 10_000, statementMs: 15_000, lockMs: 2_000 };

/** Migrations, seeds and commands take as long as they take. */
export const AT_LEISURE: Patience = { connectMs: 10_000, statementMs: 0, lockMs: 10_000 };
