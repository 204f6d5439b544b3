import type { IncomingMessage } from 'node:http';
import { inNetworks, ipAddress } from './ip-address.js';

/**
 * Whose request it is: the address of the connection, or, where that is a trusted proxy's, whom `x-forwarded-for` names, as
 * far back as the proxies are trusted. What is no address there counts as the proxy that wrote it, so that nobody can invent
 * addresses. In the one spelling of `ipAddress`; empty when the connection has ended.
 * @param trustedProxies addresses and networks, as `isNetwork` allows them.
 */
export function createSenderOf(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = inNetworks(trustedProxies);
  return ({ socket, headers }) => {
    let sender = ipAddress(socket.remoteAddress ?? '') ?? '';
    if (trustedProxies.length === 0) return sender;
    // Doubled headers are one here, joined by commas in their order.
    const named = String(headers['x-forwarded-for'] ?? '').split(',');
    while (named.length > 0 && sender !== '' && isTrusted(sender)) {
      const address = ipAddress(named.pop()?.trim() ?? '');
      if (address === null) break;
      sender = address;
    }
    return sender;
  };
}
