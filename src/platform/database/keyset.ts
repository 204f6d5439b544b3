import type { Key, KeyRange } from '../key-range.js';
import type { Bind } from './conditions.js';

/** What a list is sorted by, as SQL that an index supports. */
export interface KeyOrder {
  readonly value: string;
  readonly valueType: string;
  readonly id: string;
  readonly idType?: 'uuid' | 'bigint';
  readonly isDescending?: boolean;
}

/**
 * The end of a statement that reads a page: conditions on the key for its WHERE clause, the order, and a limit. Conditions that are
 * not needed are left out, so that Postgres starts at the key in the index. Add `variant` to the name of a prepared statement,
 * because each name must have one text.
 */
export function keysetPage(
  order: KeyOrder,
  range: KeyRange<Key>,
  bind: Bind,
): { readonly text: string; readonly variant: string } {
  const { value, valueType, id, idType = 'uuid', isDescending = false } = order;
  const { after, before, isBackwards } = range;
  const beyond = (key: Key | null, sign: '<' | '>') =>
    key ? `and (${value}, ${id}) ${sign} (${bind(key[0])}::${valueType}, ${bind(key[1])}::${idType})` : '';
  const bounds = isDescending
    ? [beyond(after, '<'), beyond(before, '>')]
    : [beyond(after, '>'), beyond(before, '<')];
  return {
    text: [...bounds, keysetOrder(order, range, bind)].join(' '),
    variant: `${after ? ', after' : ''}${before ? ', before' : ''}${isBackwards ? ', backwards' : ''}`,
  };
}

/** Only the order and the limit, for a statement that combines several statements which have the conditions. */
export function keysetOrder(
  order: Pick<KeyOrder, 'value' | 'id' | 'isDescending'>,
  range: KeyRange<Key>,
  bind: Bind,
): string {
  return `${orderBy(order, range)} limit ${bind(range.limit)}`;
}

/** Only the order. */
export function orderBy(
  { value, id, isDescending = false }: Pick<KeyOrder, 'value' | 'id' | 'isDescending'>,
  { isBackwards }: Pick<KeyRange<Key>, 'isBackwards'>,
): string {
  const direction = isDescending === isBackwards ? 'asc' : 'desc';
  return `order by ${value} ${direction}, ${id} ${direction}`;
}
