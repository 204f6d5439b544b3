import { createHash } from 'node:crypto';

/**
 * Whoever sends from an address, as a name that does not show it: of an IPv6 address its first half counts, since one
 * subscriber has all of the second.
 */
export function networkOf(address: string): string {
  const network = address.includes('.') ? address.slice(address.lastIndexOf(':') + 1) : firstHalf(address);
  return createHash('sha256').update(network).digest('base64url').slice(0, 22);
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const left = tail === undefined ? [] : Array<string>(8).fill('0');
  return [...before, ...left].slice(0, 4).join(':');
}
