import type { IncomingMessage } from 'node:http';
import { hostOf, LOCAL_NAMES } from './hosts.js';
import { isLoopback } from './ip-address.js';

/** Headers that proxies, gateways and content networks add, by what their names have in common. */
const ADDED_ON_THE_WAY =
  /^(via|forwarded|cdn-loop)$|^(cf|proxy|fly|fastly|akamai)-|^x-(forwarded|original|envoy|amz|azure|arr|appengine|appgw|varnish|nginx|proxy|vercel)|(^|-)(client|real|remote|connecting|originating|cluster)-(ip|addr|host|port)/;

/** What browsers say of a request that a page of the hub itself makes, or that somebody typed. */
const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/**
 * Why a request cannot be taken for one of somebody at this machine, as a sentence; null when nothing speaks against it. A
 * proxy that adds nothing and says it is `localhost` cannot be told from them: this is no proof, and asks for another.
 */
export function whyNotLocal(request: IncomingMessage): string | null {
  const { headers, socket } = request;
  if (!isLoopback(socket.remoteAddress) || !isLoopback(socket.localAddress)) {
    return 'It did not come from this machine.';
  }
  if (!LOCAL_NAMES.includes(hostOf(request) ?? '')) return 'It is not for localhost, 127.0.0.1 or [::1].';
  if (Object.keys(headers).some((name) => ADDED_ON_THE_WAY.test(name))) return 'It came through a proxy.';
  const { origin = null, host = '', 'sec-fetch-site': site } = headers;
  const isForeign = origin !== null && origin !== `http://${host.toLowerCase()}`;
  if (isForeign || !OWN_SITES.includes(site)) return 'It came from a page of another site.';
  return null;
}
