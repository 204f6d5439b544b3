import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CursorArgument, cursorSource } from '../../platform/cursor-argument.js';
import { invalid, UserProblem } from '../../platform/errors.js';
import { tryJson } from '../../platform/json.js';
import type { OrderPosition } from '../../platform/search/order-position.js';
import { MAX_WINDOW } from './search.rules.js';

/** A cursor that the caller gave. */
export type GivenCursor = { readonly argument: CursorArgument } & (
  | {
      /** The index that it belongs to, and how many results there are up to the one it stands for. */
      readonly generation: string;
      readonly position: number;
    }
  | { readonly order: OrderPosition }
);

/** In a cursor, instead of a generation: a place in the order. No engine's generation is called this. */
const ORDER = 'order';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const orderPosition = z.strictObject({
  key: z.number().nullable(),
  text: z.string().optional(),
  id: z.string(),
});

/**
 * Makes and reads cursors. They do not reveal a search: its digest has a key, so no one can find it by trying searches, and what a
 * result is sorted by, such as the distance from the place searched from, is encrypted. Every hub on the same database has the same
 * key, so each takes the cursors of the others.
 */
export class SearchCursors {
  constructor(private readonly key: Buffer) {}

  /** Identifies a search without revealing it. */
  digestOf(asked: object): string {
    return this.hash(JSON.stringify(asked)).toString('base64url').slice(0, 16);
  }

  /** A cursor for the result at a position of an index. */
  atPosition(generation: string, digest: string, position: number): string {
    return encode(generation, digest, String(position));
  }

  /** A cursor for the result at a place in the order. It is the same whenever it is made, and stays valid when the index changes. */
  atOrder(digest: string, order: OrderPosition): string {
    const text = JSON.stringify(order);
    const nonce = this.hash(`${digest} ${text}`).subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(digest));
    const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return encode(ORDER, digest, sealed.toString('base64url'));
  }

  /** @throws UserProblem if the cursor is from another search, is not a cursor, or is beyond the last result that can be paged to. */
  read(cursor: string, digest: string, argument: CursorArgument): GivenCursor {
    const [generation = '', of, given = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
    const isOrder = generation === ORDER;
    if (of !== digest || (!isOrder && !/^\d+$/.test(given))) {
      throw cursorProblem(
        argument,
        'This cursor belongs to another search. Use it with the same arguments as the page it came from.',
      );
    }
    if (isOrder) {
      const order = this.open(given, digest);
      if (order) return { order, argument };
    } else if (/^[1-9]\d*$/.test(given)) {
      checkWindow(Number(given), argument);
      return { generation, position: Number(given), argument };
    }
    throw cursorProblem(argument, `This is not a cursor of this search. ${cursorSource[argument]}`);
  }

  private open(given: string, digest: string): OrderPosition | null {
    const sealed = Buffer.from(given, 'base64url');
    if (sealed.length <= NONCE_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv(CIPHER, this.key, sealed.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(digest))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([
        decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
        decipher.final(),
      ]).toString();
      const { key, text: sorted, id } = tryJson(orderPosition, text) ?? {};
      return id === undefined || key === undefined
        ? null
        : { key, id, ...(sorted !== undefined && { text: sorted }) };
    } catch {
      return null; // it was changed, or it is from a hub on another database
    }
  }

  private hash(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}

/** @throws UserProblem if a cursor cannot have a page, because so many results come up to it. */
export function checkWindow(position: number, argument: CursorArgument): void {
  // There is nothing after the last result that can be paged to, but there are results before it.
  if (position < MAX_WINDOW || (position === MAX_WINDOW && argument === 'before')) return;
  const message = `You can page through at most ${MAX_WINDOW} results. Narrow the search.`;
  throw new UserProblem([invalid([argument], message)]);
}

/** The problem with a cursor from an index other than the one now in use. */
export function indexHasChanged({ argument }: GivenCursor): UserProblem {
  return cursorProblem(
    argument,
    'Since you got this cursor, the search index was rebuilt or another search engine took over. Start again from the first page.',
  );
}

function encode(...parts: readonly string[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

function cursorProblem(argument: CursorArgument, message: string): UserProblem {
  return UserProblem.of([argument], 'INVALID_CURSOR', message);
}
