import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A key as it is shown once, and what is kept of it. */
export interface NewApiKey {
  /** `aph_<prefix>_<secret>`. */
  readonly key: string;
  /** Tells keys apart for people; no secret. */
  readonly prefix: string;
  readonly hash: string;
}

const BEGINNING = 'aph_';
const KEY = /^aph_([a-z0-9]{12})_[A-Za-z0-9_-]{43}$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new key with 256 random bits. A fast hash suffices for those: there is nothing to guess. */
export function newApiKey(): NewApiKey {
  const prefix = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const key = `${BEGINNING}${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: hashOf(key).toString('hex') };
}

/** Whether a text wants to be a key rather than a token. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(BEGINNING);
}

/** The prefix of a key; null when it is none. */
export function prefixOfApiKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** Whether a key is the one that this hash was kept of, in a time that does not depend on it. */
export function isApiKey(key: string, keptHash: string): boolean {
  const kept = Buffer.from(keptHash, 'hex');
  const given = hashOf(key);
  return kept.length === given.length && timingSafeEqual(kept, given);
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
