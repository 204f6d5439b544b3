/** What a client has left to spend in the present minute. */
export interface Spending {
  /** False: the operation would go beyond the budget, and must not run. */
  readonly allowed: boolean;
  readonly limit: number;
  /** At least so much is left. */
  readonly remaining: number;
  /** Seconds until the whole budget is there again. */
  readonly resetSeconds: number;
}

/** Lets clients spend so much on operations, told apart by a name; a promise only when the share of this process is used up. */
export interface Budget {
  spend(client: string, limit: number, cost: number): Spending | Promise<Spending>;
}
