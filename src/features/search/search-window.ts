import type { CursorArgument } from '../../platform/cursor-argument.js';
import { invalid, UserProblem } from '../../platform/errors.js';
import { pageSize } from '../../platform/page-size.js';
import type { OrderPosition, Ordinal } from '../../platform/search/order-position.js';
import { MAX_WINDOW, type SearchInput } from './search.rules.js';
import { checkWindow, type GivenCursor } from './search-cursor.js';

/** The part of the results that the caller wants. */
export interface Window {
  /** How many results come before it. */
  readonly offset: number;
  readonly size: number;
}

/**
 * Works out which results a page contains. `read` reads a cursor, and `ordinal` says where a place in the order is now.
 * @throws UserProblem if the page cannot exist, or what `read` throws.
 */
export function windowOf(
  { first, last }: Pick<SearchInput, 'first' | 'last'>,
  [lower, upper]: readonly [GivenCursor | null, GivenCursor | null],
  ordinal: (order: OrderPosition) => Ordinal,
): Window {
  const { size, isBackwards } = pageSize({ first, last });
  if (isBackwards && !upper) {
    const message =
      'Give `before` with `last`. Results are counted from the best one, and the number of results changes.';
    throw new UserProblem([invalid(['last'], message)]);
  }
  const from = lower ? upTo(lower, ordinal) : 0;
  const to = Math.max(from, upper ? before(upper, ordinal) : MAX_WINDOW);
  const offset = isBackwards ? Math.max(from, to - size) : from;
  return { offset, size: Math.min(size, to - offset) };
}

function upTo(cursor: GivenCursor, ordinal: (order: OrderPosition) => Ordinal): number {
  if ('position' in cursor) return cursor.position;
  return checked(ordinal(cursor.order).upTo, cursor.argument);
}

function before(cursor: GivenCursor, ordinal: (order: OrderPosition) => Ordinal): number {
  if ('position' in cursor) return cursor.position - 1;
  return Math.min(MAX_WINDOW, ordinal(cursor.order).before);
}

function checked(position: number, argument: CursorArgument): number {
  checkWindow(position, argument);
  return position;
}
