import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from './ip-address.js';
import { refuse } from './refusals.js';

/** What this machine calls itself in an address. */
export const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a text is the name of a host without a port, as browsers write it: `hub.example.org`, `192.0.2.1`, `[2001:db8::1]`. */
export function isHostName(text: string): boolean {
  return HOST.exec(text)?.[1] === text;
}

/** The name of the one `Host` that a request is for, in lower case and without its port; null when it has none or is odd. */
export function hostOf({ headers, rawHeaders, url = '' }: IncomingMessage): string | null {
  const name = HOST.exec(headers.host ?? '')?.[1]?.toLowerCase();
  if (name === undefined || !url.startsWith('/') || hasTwoHosts(rawHeaders)) return null;
  return name;
}

/** Node shows the first and drops the others; a proxy in front may have gone by another. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}

/**
 * Refuses requests that are for another host. Without allowed hosts that holds for connections over the loopback interface:
 * a page of the internet can have its own name lead there (DNS rebinding), and would then be of one origin with the hub.
 * With allowed hosts, it holds for all. The names of this machine itself are always answered, and health always is.
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
      'This hub does not answer to that host name. Use localhost, or let its operator add the name to ALLOWED_HOSTS.';
    refuse(request, reply, { status: 421, code: 'WRONG_HOST', message });
  });
}
