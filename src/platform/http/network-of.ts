import { hash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { LRUCache } from 'lru-cache';
import { ipAddress } from './ip-address.js';

/** Every request asks for its network, and most come from few addresses. */
const known = new LRUCache<string, string>({ max: 1_000 });

/**
 * The network of an address, however it is written, as a name that does not show the address. For IPv6 the first half
 * counts, because one subscriber has all of the second half. Texts that are not addresses share one network.
 */
export function networkOf(text: string): string {
  const kept = known.get(text);
  if (kept !== undefined) return kept;
  const name = nameOf(text);
  known.set(text, name);
  return name;
}

function nameOf(text: string): string {
  const address = ipAddress(text) ?? '';
  const network = isIPv4(address) ? address : firstHalf(address);
  return hash('sha256', network, 'base64url').slice(0, 22);
}

/** Of an address in its one spelling. */
function firstHalf(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const left = tail === undefined ? [] : Array<string>(8).fill('0');
  return [...before, ...left].slice(0, 4).join(':');
}
