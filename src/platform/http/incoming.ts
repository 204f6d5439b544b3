import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who calls, as they name themselves. */
export interface Client {
  readonly name: string | null;
  readonly version: string | null;
}

/** What features may know of a request. */
export interface IncomingRequest {
  /** Also answered as `x-request-id` and found in the log. */
  readonly id: string;
  readonly client: Client;
  readonly headers: IncomingHttpHeaders;
  /** Of who sent it, or of whom a trusted proxy says so, in the one spelling of `ipAddress`. Personal data: not to be logged or kept. */
  readonly address: string;
}

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;
const CLIENT = /^[A-Za-z0-9][A-Za-z0-9 ._/@+()-]{0,63}$/;

/** The caller's own request id when it is well formed (8 to 64 letters, digits, `.`, `_`, `-`), else a new one. */
export function requestId(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** The client's name and version; anything that is not a short plain text counts as not given. */
export function clientOf(headers: IncomingHttpHeaders): Client {
  return { name: plain(headers['x-client-name']), version: plain(headers['x-client-version']) };
}

function plain(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && CLIENT.test(header) ? header : null;
}
