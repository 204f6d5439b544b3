import { v5 as uuidv5 } from 'uuid';
import { words } from '../../src/platform/text.js';

const DEMONSTRATION = '6b0f3f62-58f4-4d0c-8a5c-2f5e0a9d7c11';

/** The id of something invented. The same name gives the same id in every hub and on every day. */
export function demoId(kind: string, name: string): string {
  return uuidv5(`${kind}:${name}`, DEMONSTRATION);
}

/** "Staithe & Sail" -> "staithe-sail": for web and mail addresses under `.example`, which is reserved for examples. */
export function slug(name: string): string {
  return words(name).join('-');
}
