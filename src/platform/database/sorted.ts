import { createHash } from 'node:crypto';
import type { KeyOrder } from './keyset.js';

/** An entry with the value that it is sorted by, exactly as the database holds it. */
export interface Sorted<T> {
  readonly node: T;
  readonly id: string;
  readonly sortKey: string;
}

/** The order of a list, except for ids, with how its values are written in a cursor. */
export interface SortOrder extends Omit<KeyOrder, 'id' | 'idType'> {
  readonly written: string;
}

/** Sorts by a name. */
export function byName(column: string, isDescending = false): SortOrder {
  return { value: `${column} collate "C"`, valueType: 'text', written: column, isDescending };
}

/** Sorts by an instant, to the microsecond. */
export function byInstant(column: string, isDescending = false): SortOrder {
  const written = `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return { value: column, valueType: 'timestamptz', written, isDescending };
}

/** Statements with more conditions than this are not prepared: there are too many different ones. */
const FEW = 1;

/** A statement for `pg`. With few conditions it gets a name, so that Postgres plans it once per connection. */
export function planned(
  text: string,
  values: unknown[],
  conditions = 0,
): { readonly name?: string; readonly text: string; readonly values: unknown[] } {
  if (conditions > FEW) return { text, values };
  return { name: createHash('sha256').update(text).digest('base64url'), text, values };
}
