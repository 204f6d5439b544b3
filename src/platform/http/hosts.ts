import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from './ip-address.js';
import { refuse } from './refusals.js';

/** The names of this machine in an address. */
export const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Whether a text is the name of a host without a port, as browsers write it: `hub.example.org`, `192.0.2.1`,
 * `[2001:db8::1]`.
 */
export function isHostName(text: string): boolean {
  return HOST.exec(text)?.[1] === text;
}

/**
 * The name of the one `Host` of a request, in lower case and without its port; null if there is none or it is
 * malformed.
 */
export function hostOf({ headers, rawHeaders, url = '' }: IncomingMessage): string | null {
  const name = HOST.exec(headers.host ?? '')?.[1]?.toLowerCase();
  if (name === undefined || !url.startsWith('/') || hasTwoHosts(rawHeaders)) return null;
  return name;
}

/** Node shows the first one and drops the others. A proxy in front may have used another. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}

/**
 * Refuses requests that are for another host. Without allowed hosts it checks connections over the loopback interface
 * only. A page of the internet can make its own name lead there (DNS rebinding), and would then have the same origin as
 * the hub. With allowed hosts, it checks all connections. The names of this machine are always accepted, and so are
 * health checks.
 * @param allowed names as `isHostName` takes them.
 */
export function addHostCheck(app: FastifyInstance, allowed: readonly string[]): void {
  const answered = new Set([...LOCAL_NAMES, ...allowed.map((name) => name.toLowerCase())]);
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    const isAsked = allowed.length > 0 || isLoopback(raw.socket.localAddress);
    const isAnswered = !isAsked || answered.has(hostOf(raw) ?? '');
    if (isAnswered || request.routeOptions.url?.startsWith('/health/')) return done();
    const message =
      "This hub does not accept requests for that host name. Use localhost, or ask the hub's operator to add the name to ALLOWED_HOSTS.";
    refuse(request, reply, { status: 421, code: 'WRONG_HOST', message });
  });
}
