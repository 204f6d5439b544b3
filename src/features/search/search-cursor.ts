import { createHash } from 'node:crypto';
import { UserProblem } from '../../platform/errors.js';
import type { Condition } from '../../platform/search/port.js';
import { MAX_WINDOW } from './search.rules.js';

/** Names a search without revealing it. */
export function digestOf(query: {
  readonly facets?: unknown;
  readonly conditions: readonly Condition[];
}): string {
  const { facets: _, ...rest } = query;
  return createHash('sha256').update(JSON.stringify(rest)).digest('base64url').slice(0, 16);
}

/** @throws UserProblem for a cursor of another search, no cursor at all, or one beyond the window. */
export function readCursor(
  cursor: string,
  digest: string,
): { readonly generation: string; readonly offset: number } {
  const [generation = '', of, offset = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (of !== digest || !/^\d+$/.test(offset)) {
    throw cursorProblem(
      'This cursor belongs to another search. Use it with the very arguments of the page it came from.',
    );
  }
  if (!/^[1-9]\d*$/.test(offset)) {
    throw cursorProblem('This is not a cursor of this search. Use `endCursor` of the page before.');
  }
  if (Number(offset) < MAX_WINDOW) return { generation, offset: Number(offset) };
  throw cursorProblem(`At most ${MAX_WINDOW} results can be paged through. Narrow the search.`);
}

/** The problem of a cursor that is not of the index that answers now. */
export function indexHasChanged(): UserProblem {
  return cursorProblem(
    'The search index was rebuilt, or another engine answers, since this cursor was given. Start again from the first page.',
  );
}

function cursorProblem(message: string): UserProblem {
  return UserProblem.of(['after'], 'CURSOR_EXPIRED', message);
}

/** Where the next page begins: it carries no need and no place. */
export function cursorOf(generation: string, digest: string, offset: number): string {
  return Buffer.from(`${generation} ${digest} ${offset}`).toString('base64url');
}
