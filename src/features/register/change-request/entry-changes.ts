import { isDeepStrictEqual } from 'node:util';
import type { EntryKindName, Values } from '../entry/entry-kinds.js';
import { fieldOwners, showsLess } from '../entry/field-ownership.js';
import type { RequestedChange } from './change-request.entity.js';

/** Returns the wanted values that differ from the stored ones. */
export function differences(stored: Values, wanted: Values): Values {
  const differs = ([field, to]: [string, unknown]) =>
    !isDeepStrictEqual(comparable(stored[field]), comparable(to));
  return Object.fromEntries(Object.entries(wanted).filter(differs));
}

/** Divides a provider's changes into those to its own fields and those to fields that the council owns. */
export function byOwner(
  kind: EntryKindName,
  stored: Values,
  changes: Values,
): { own: Values; council: RequestedChange[] } {
  const owner = ([field, to]: [string, unknown]) =>
    showsLess(kind, field, stored[field], to) ? 'provider' : fieldOwners[kind][field];
  const entries = Object.entries(changes);
  return {
    own: Object.fromEntries(entries.filter((change) => owner(change) === 'provider')),
    council: entries
      .filter((change) => owner(change) === 'council')
      .map(([field, to]) => ({ field, from: stored[field] ?? null, to })),
  };
}

/** Returns the fields that have changed since a change to them was requested. */
export function movedOn(stored: Values, fields: readonly RequestedChange[]): string[] {
  return fields
    .filter(({ field, from }) => !isDeepStrictEqual(comparable(stored[field]), comparable(from)))
    .map(({ field }) => field);
}

/** Whether two changes are the same: the same fields, from and to the same values. */
export function isSameChange(one: readonly RequestedChange[], other: readonly RequestedChange[]): boolean {
  const inOrder = (fields: readonly RequestedChange[]) =>
    fields
      .map(({ field, from, to }) => [field, comparable(from), comparable(to)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return isDeepStrictEqual(inOrder(one), inOrder(other));
}

/** Lists of codes, days and ids are sets, so their order has no meaning. */
function comparable(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : (value ?? null);
}
