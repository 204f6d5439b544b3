import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The client, as it names itself. */
export interface Client {
  readonly name: string | null;
  readonly version: string | null;
}

/** What features may know about a request. */
export interface IncomingRequest {
  /** It is also sent as `x-request-id` and is in the log. */
  readonly id: string;
  readonly client: Client;
  readonly headers: IncomingHttpHeaders;
  /**
   * The sender's address, or the one that a trusted proxy gives, in the one spelling of `ipAddress`. It is personal
   * data, so do not log or keep it.
   */
  readonly address: string;
}

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;
/** Versions after 00 may have more, after another `-`. */
const TRACE_PARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.{0,200})?$/;
const NO_TRACE = '0'.repeat(32);
const NO_PARENT = '0'.repeat(16);
const CLIENT = /^[A-Za-z0-9][A-Za-z0-9 ._/@+()-]{0,63}$/;

/** The caller's own request id if it is well formed (8 to 64 letters, digits, `.`, `_`, `-`), otherwise a new one. */
export function requestId(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * The client's name and version, by our headers or by Apollo Client's. Anything that is not a short plain text counts
 * as missing.
 */
export function clientOf(headers: IncomingHttpHeaders): Client {
  return {
    name: plain(headers['x-client-name']) ?? plain(headers['apollographql-client-name']),
    version: plain(headers['x-client-version']) ?? plain(headers['apollographql-client-version']),
  };
}

/**
 * The id of the trace that a request belongs to (W3C Trace Context, `traceparent`); null if it is missing or not valid.
 */
export function traceIdOf({ traceparent }: IncomingHttpHeaders): string | null {
  if (typeof traceparent !== 'string') return null;
  const [, version, traceId, parentId, more] = TRACE_PARENT.exec(traceparent) ?? [];
  if (traceId === undefined || version === 'ff' || (version === '00' && more)) return null;
  return traceId === NO_TRACE || parentId === NO_PARENT ? null : traceId;
}

/** Whether a request comes from a browser that wants to show a page. */
export function wantsHtml({ accept }: IncomingHttpHeaders): boolean {
  return accept?.includes('text/html') ?? false;
}

function plain(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && CLIENT.test(header) ? header : null;
}
