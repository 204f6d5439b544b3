/** What a client has left to spend in the present minute. */
export interface Spending {
  /** False: the operation would go beyond the budget, and must not run. */
  readonly allowed: boolean;
  readonly limit: number;
  /** At least so much is left; never less than nothing. */
  readonly remaining: number;
  /** Seconds until the whole budget is there again, 60 at most. */
  readonly resetSeconds: number;
}

/** Lets clients spend so much on operations, told apart by a name. */
export interface Budget {
  /** Takes a cost when so much is left; a promise only when the share of this process is used up. */
  spend(client: string, limit: number, cost: number): Spending | Promise<Spending>;
  /**
   * Takes a cost that has arisen already, even beyond what is left: what is missing is owed for the minute. A negative cost is
   * given back. `charge(client, limit, 0)` says how a client stands.
   */
  charge(client: string, limit: number, cost: number): Spending;
}
