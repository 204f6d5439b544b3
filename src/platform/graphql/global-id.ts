import type { Choice } from '../choice.js';

const SEPARATOR = '_';
/** A UUID as 22 characters of base64url. The last one holds only two bits. */
const ID = /^[a-z]{3}_[A-Za-z0-9_-]{21}[AQgw]$/;

/** The character code of each of the 64 characters. */
const characters = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  (character) => character.charCodeAt(0),
);
/** The value of a hexadecimal digit, by its character code. */
const digits = new Uint8Array(128);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  digits[digit.charCodeAt(0)] = value;
  digits[digit.toUpperCase().charCodeAt(0)] = value;
}

/**
 * The opaque id of a record in the graph: three letters for its kind, then its UUID in base64url, as in
 * `prv_AZqXk1Nse4ybBkPGx3X2AA`. It runs for every id in every response, so it uses tables, which take a fifth of the
 * time of Buffer.
 * @throws TypeError if the second argument does not have the length of a UUID.
 */
export function encodeId(prefix: string, uuid: string): string {
  if (uuid.length !== 36) throw new TypeError(`Not a UUID: ${uuid.length} characters`);
  // Three hexadecimal digits make two characters. The dashes of a UUID are at 8, 13, 18 and 23.
  const a = twelveBits(uuid, 0, 1, 2);
  const b = twelveBits(uuid, 3, 4, 5);
  const c = twelveBits(uuid, 6, 7, 9);
  const d = twelveBits(uuid, 10, 11, 12);
  const e = twelveBits(uuid, 14, 15, 16);
  const f = twelveBits(uuid, 17, 19, 20);
  const g = twelveBits(uuid, 21, 22, 24);
  const h = twelveBits(uuid, 25, 26, 27);
  const i = twelveBits(uuid, 28, 29, 30);
  const j = twelveBits(uuid, 31, 32, 33);
  const k = (digit(uuid, 34) << 8) | (digit(uuid, 35) << 4);
  // biome-ignore format: a pair of characters for each group, two lines instead of twenty-two
  const encoded = String.fromCharCode(
    high(a), low(a), high(b), low(b), high(c), low(c), high(d), low(d), high(e), low(e), high(f), low(f),
    high(g), low(g), high(h), low(h), high(i), low(i), high(j), low(j), high(k), low(k),
  );
  return prefix + SEPARATOR + encoded;
}

/**
 * The UUID in an id, in lower case; null if it is not an id, or is of another kind than expected.
 * @param prefix the three letters that it must begin with; undefined for any kind.
 */
export function decodeId(prefix: string | undefined, id: string): string | null {
  if (!ID.test(id) || (prefix !== undefined && prefixOf(id) !== prefix)) return null;
  const hex = Buffer.from(id.slice(4), 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Turns a choice of ids of one kind into a choice of UUIDs. Anything that is not such an id matches nothing. */
export function storedIds(prefix: string, choice: Choice | undefined): Choice | undefined {
  if (!choice) return undefined;
  const stored = (ids: readonly string[] | undefined) => ids?.flatMap((id) => decodeId(prefix, id) ?? []);
  return { anyOf: stored(choice.anyOf), noneOf: stored(choice.noneOf) };
}

/** The three letters for the kind of an id. If the text is not an id, they mean nothing. */
export function prefixOf(id: string): string {
  return id.slice(0, 3);
}

function twelveBits(uuid: string, first: number, second: number, third: number): number {
  return (digit(uuid, first) << 8) | (digit(uuid, second) << 4) | digit(uuid, third);
}

function digit(uuid: string, at: number): number {
  return digits[uuid.charCodeAt(at)] as number;
}

function high(twelve: number): number {
  return characters[twelve >> 6] as number;
}

function low(twelve: number): number {
  return characters[twelve & 63] as number;
}
