import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A new key, which is shown once, and what is stored of it. */
export interface NewApiKey {
  /** `aph_<prefix>_<secret>`. */
  readonly key: string;
  /** Identifies the key for people. It is not secret. */
  readonly prefix: string;
  readonly hash: string;
}

const BEGINNING = 'aph_';
const KEY = /^aph_([a-z0-9]{12})_[A-Za-z0-9_-]{43}$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Creates a key with 256 random bits. A fast hash is enough, because such a key cannot be guessed. */
export function newApiKey(): NewApiKey {
  const prefix = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const key = `${BEGINNING}${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: hashOf(key).toString('hex') };
}

/** Whether a text looks like a key and not like a token. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(BEGINNING);
}

/** The prefix of a key; null if the text is not a key. */
export function prefixOfApiKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** Whether a key has this stored hash. Takes the same time for every key. */
export function isApiKey(key: string, keptHash: string): boolean {
  const kept = Buffer.from(keptHash, 'hex');
  const given = hashOf(key);
  return kept.length === given.length && timingSafeEqual(kept, given);
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
