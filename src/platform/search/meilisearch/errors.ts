import {
  MeilisearchApiError,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
  MeilisearchTaskTimeOutError,
} from 'meilisearch';
import { ZodError } from 'zod';
import { SearchError, type SearchErrorKind } from '../port.js';

/** The server cannot be used as it is configured. The message is one line for an operator and contains no key. */
export class MeilisearchSetupError extends Error {
  override readonly name: string = 'MeilisearchSetupError';
}

/** The server does not respond, or not in time. */
export class MeilisearchOutOfReach extends MeilisearchSetupError {}

/**
 * The port's error for a failure of the client. It contains only the server's error code and status, because the server's messages
 * quote documents and filters. A query that the server calls invalid is the fault of this adapter (`internal`), because
 * the hub has checked it.
 */
export function asSearchError(error: unknown, engine: string, what: string): SearchError {
  if (error instanceof SearchError) return error;
  const [kind, why] = meaningOf(error);
  return new SearchError(kind, `${what}: ${why}.`, engine, { cause: withoutContents(error) });
}

/** The code of an error response, such as `index_not_found`; empty for any other failure. */
export function codeOf(error: unknown): string {
  return error instanceof MeilisearchApiError ? (error.cause?.code ?? '') : '';
}

function meaningOf(error: unknown): readonly [SearchErrorKind, string] {
  if (error instanceof MeilisearchApiError) {
    const { status } = error.response;
    const code = codeOf(error) || 'without a code';
    if (status === 401 || status === 403) return ['unavailable', `Meilisearch refuses the key (${code})`];
    if (code === 'index_not_found') return ['not_ready', 'Meilisearch no longer has this index'];
    if (status === 408 || status === 429 || status >= 500) {
      return ['unavailable', `Meilisearch returned ${status} (${code})`];
    }
    return ['internal', `Meilisearch returned ${status} (${code})`];
  }
  if (error instanceof MeilisearchTaskTimeOutError)
    return ['timeout', 'Meilisearch did not finish the task in time'];
  if (error instanceof MeilisearchRequestError) return requestMeaning(error.cause);
  // The client parses any response, such as a proxy's HTML page or JSON of another form. Such responses end here.
  if (error instanceof SyntaxError || error instanceof ZodError)
    return ['unavailable', 'the response did not come from Meilisearch'];
  return ['internal', error instanceof Error ? error.message : 'an unknown failure'];
}

function requestMeaning(cause: unknown): readonly [SearchErrorKind, string] {
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : '';
  if (cause instanceof MeilisearchRequestTimeOutError || name === 'TimeoutError') {
    return ['timeout', 'Meilisearch did not respond in time'];
  }
  if (name === 'AbortError') return ['timeout', 'the caller cancelled'];
  return ['unavailable', 'Meilisearch cannot be reached'];
}

/** The part of a cause that can be logged. An error from the server repeats what was sent to it. */
function withoutContents(error: unknown): unknown {
  return error instanceof MeilisearchApiError || error instanceof SyntaxError || error instanceof ZodError
    ? undefined
    : error;
}
