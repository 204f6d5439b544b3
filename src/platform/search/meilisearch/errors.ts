import {
  MeilisearchApiError,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
  MeilisearchTaskTimeOutError,
} from 'meilisearch';
import { ZodError } from 'zod';
import { SearchError, type SearchErrorKind } from '../port.js';

/** The server cannot be used as it is configured; the message is one line for an operator and holds no key. */
export class MeilisearchSetupError extends Error {
  override readonly name: string = 'MeilisearchSetupError';
}

/** Nobody answers there, or not in time. */
export class MeilisearchOutOfReach extends MeilisearchSetupError {}

/**
 * What a failure of the client means to the port. Only the server's error code and status are passed on: its messages quote
 * documents and filters. A query it calls invalid is this adapter's fault (`internal`): the hub has checked it before.
 */
export function asSearchError(error: unknown, engine: string, what: string): SearchError {
  if (error instanceof SearchError) return error;
  const [kind, why] = meaningOf(error);
  return new SearchError(kind, `${what}: ${why}.`, engine, { cause: withoutContents(error) });
}

/** The code of an answer that is an error, such as `index_not_found`; empty for any other failure. */
export function codeOf(error: unknown): string {
  return error instanceof MeilisearchApiError ? (error.cause?.code ?? '') : '';
}

function meaningOf(error: unknown): readonly [SearchErrorKind, string] {
  if (error instanceof MeilisearchApiError) {
    const { status } = error.response;
    const code = codeOf(error) || 'without a code';
    if (status === 401 || status === 403) return ['unavailable', `Meilisearch refuses the key (${code})`];
    if (code === 'index_not_found') return ['not_ready', 'Meilisearch has no such index any more'];
    if (status === 408 || status === 429 || status >= 500) {
      return ['unavailable', `Meilisearch answered ${status} (${code})`];
    }
    return ['internal', `Meilisearch answered ${status} (${code})`];
  }
  if (error instanceof MeilisearchTaskTimeOutError)
    return ['timeout', 'Meilisearch did not finish the task in time'];
  if (error instanceof MeilisearchRequestError) return requestMeaning(error.cause);
  // The client parses whatever comes back: a proxy's page of HTML ends here, and JSON of another form.
  if (error instanceof SyntaxError || error instanceof ZodError)
    return ['unavailable', 'something other than Meilisearch answered'];
  return ['internal', error instanceof Error ? error.message : 'an unknown failure'];
}

function requestMeaning(cause: unknown): readonly [SearchErrorKind, string] {
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : '';
  if (cause instanceof MeilisearchRequestTimeOutError || name === 'TimeoutError') {
    return ['timeout', 'Meilisearch did not answer in time'];
  }
  if (name === 'AbortError') return ['timeout', 'the caller gave up'];
  return ['unavailable', 'Meilisearch cannot be reached'];
}

/** The cause as far as it may be logged: an error of the server repeats what was sent to it. */
function withoutContents(error: unknown): unknown {
  return error instanceof MeilisearchApiError || error instanceof SyntaxError || error instanceof ZodError
    ? undefined
    : error;
}
