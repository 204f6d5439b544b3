import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { ipAddress } from './ip-address.js';

/**
 * Whoever sends from an address, however it is written, as a name that does not show it: of an IPv6 address its first half
 * counts, since one subscriber has all of the second. What is no address is one and the same network.
 */
export function networkOf(text: string): string {
  const address = ipAddress(text) ?? '';
  const network = isIPv4(address) ? address : firstHalf(address);
  return createHash('sha256').update(network).digest('base64url').slice(0, 22);
}

/** Of an address in its one spelling. */
function firstHalf(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const left = tail === undefined ? [] : Array<string>(8).fill('0');
  return [...before, ...left].slice(0, 4).join(':');
}
