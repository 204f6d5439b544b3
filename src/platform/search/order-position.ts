/**
 * A place in the order of a query's results: how the best document of a result is sorted, and its id. It does not depend on what comes
 * before it, so it stays where it is when documents come and go.
 */
export interface OrderPosition {
  /** Metres, days or the number of the field; null if unknown, which comes last. */
  readonly key: number | null;
  /** Instead of the number if the order is by text. */
  readonly text?: string;
  readonly id: string;
}

/** How many results come before a place in the order, and how many up to it. They differ by one if its result is still there. */
export interface Ordinal {
  readonly before: number;
  readonly upTo: number;
}
