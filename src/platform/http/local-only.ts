import type { IncomingMessage } from 'node:http';
import { hostOf, LOCAL_NAMES } from './hosts.js';
import { isLoopback } from './ip-address.js';

/** Headers that proxies, gateways and content networks add, by the common parts of their names. */
const ADDED_ON_THE_WAY =
  /^(via|forwarded|cdn-loop)$|^(cf|proxy|fly|fastly|akamai)-|^x-(forwarded|original|envoy|amz|azure|arr|appengine|appgw|varnish|nginx|proxy|vercel)|(^|-)(client|real|remote|connecting|originating|cluster)-(ip|addr|host|port)/;

/** What browsers send with a request that a page of the hub makes, or that a person typed. */
const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/**
 * Why a request probably does not come from a person at this machine, as a sentence; null if nothing suggests that. A proxy that
 * adds nothing and calls itself `localhost` looks the same, so this is not proof. Require another proof as well.
 */
export function whyNotLocal(request: IncomingMessage): string | null {
  const { headers, socket } = request;
  if (!isLoopback(socket.remoteAddress) || !isLoopback(socket.localAddress)) {
    return 'The request did not come from this machine.';
  }
  if (!LOCAL_NAMES.includes(hostOf(request) ?? ''))
    return 'The request is not for localhost, 127.0.0.1 or [::1].';
  if (Object.keys(headers).some((name) => ADDED_ON_THE_WAY.test(name)))
    return 'The request came through a proxy.';
  const { origin = null, host = '', 'sec-fetch-site': site } = headers;
  const isForeign = origin !== null && origin !== `http://${host.toLowerCase()}`;
  if (isForeign || !OWN_SITES.includes(site)) return 'The request came from a page of another site.';
  return null;
}
