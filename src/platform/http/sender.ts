import type { IncomingMessage } from 'node:http';
import { inNetworks, ipAddress } from './ip-address.js';

/**
 * The sender's address. It is the address of the connection, or, if that is a trusted proxy's, the one in
 * `x-forwarded-for`, as far back as the proxies are trusted. Anything there that is not an address counts as the proxy
 * that wrote it, so that no one can invent addresses. It is in the one spelling of `ipAddress`, and empty if the
 * connection has ended.
 * @param trustedProxies addresses and networks, as `isNetwork` allows them.
 */
export function createSenderOf(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = inNetworks(trustedProxies);
  return ({ socket, headers }) => {
    let sender = ipAddress(socket.remoteAddress ?? '') ?? '';
    if (trustedProxies.length === 0) return sender;
    // Repeated headers are one here, joined by commas in their order.
    const named = String(headers['x-forwarded-for'] ?? '').split(',');
    while (named.length > 0 && sender !== '' && isTrusted(sender)) {
      const address = ipAddress(named.pop()?.trim() ?? '');
      if (address === null) break;
      sender = address;
    }
    return sender;
  };
}
