/** A position in a sorted list: the value that the list is sorted by and, to break ties, the id. */
export type Key = readonly [value: string | number, id: string | number];

/** The same if both are text, which they are everywhere except in the change log. */
export type TextKey = readonly [value: string, id: string];

/** The page of a list that is wanted: after a key, before a key, or between the two, in either direction. */
export interface KeyRange<K extends Key = TextKey> {
  readonly after: K | null;
  readonly before: K | null;
  /** True: the last entries, starting with the very last. */
  readonly isBackwards: boolean;
  readonly limit: number;
}
