import { isDeepStrictEqual } from 'node:util';
import type { EntryKindName, Values } from '../entry/entry-kinds.js';
import { fieldOwners, showsLess } from '../entry/field-ownership.js';
import type { FieldChange } from './change-request.entity.js';

/** What a change would alter: fields that already are as they are wanted are left out. */
export function differences(stored: Values, wanted: Values): Values {
  const differs = ([field, to]: [string, unknown]) =>
    !isDeepStrictEqual(comparable(stored[field]), comparable(to));
  return Object.fromEntries(Object.entries(wanted).filter(differs));
}

/** Divides what a provider wants to change: what is its own, and what is the council's as it is and as it is wanted. */
export function byOwner(
  kind: EntryKindName,
  stored: Values,
  changes: Values,
): { own: Values; council: FieldChange[] } {
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

/** Fields that are no longer as they were when a change to them was asked for. */
export function movedOn(stored: Values, fields: readonly FieldChange[]): string[] {
  return fields
    .filter(({ field, from }) => !isDeepStrictEqual(comparable(stored[field]), comparable(from)))
    .map(({ field }) => field);
}

/** Whether two changes are the same: of the same fields, from and to the same values. */
export function isSameChange(one: readonly FieldChange[], other: readonly FieldChange[]): boolean {
  const inOrder = (fields: readonly FieldChange[]) =>
    fields
      .map(({ field, from, to }) => [field, comparable(from), comparable(to)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return isDeepStrictEqual(inOrder(one), inOrder(other));
}

/** Lists of codes, days and ids are sets: their order means nothing. */
function comparable(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : (value ?? null);
}
