/** What a client can still spend in the current minute. */
export interface Spending {
  /** False: the operation would exceed the budget, and must not run. */
  readonly allowed: boolean;
  readonly limit: number;
  /** The points that are left, at least; never below zero. */
  readonly remaining: number;
  /** Seconds until the whole budget is available again, 60 at most. */
  readonly resetSeconds: number;
}

/** Limits what each client can spend on operations in a minute. Each client has a name. */
export interface Budget {
  /** Takes a cost if enough is left. Returns a promise only when this process has used up its share. */
  spend(client: string, limit: number, cost: number): Spending | Promise<Spending>;
  /**
   * Takes a cost that has already arisen, even if less than that is left: the rest is owed for the minute. A negative cost gives
   * points back. `charge(client, limit, 0)` says how much a client has left.
   */
  charge(client: string, limit: number, cost: number): Spending;
}
