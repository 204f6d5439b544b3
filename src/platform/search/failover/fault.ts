import { SearchError, type SearchErrorKind } from '../port.js';

/** Why the primary engine is not trusted. `behind`: it does not catch up; `different`: its results differ. */
export type Fault = SearchErrorKind | 'behind' | 'different';

/** The caller has gone. This is not a fault of the engine. */
export class GivenUp extends SearchError {
  constructor(engine: string) {
    super('timeout', 'The caller cancelled this search.', engine);
  }
}

/** Whether an error counts against the engine. An invalid query is the caller's fault, and a cancelled search does not count. */
export function isFault(error: unknown): boolean {
  return !(error instanceof GivenUp || (error instanceof SearchError && error.kind === 'invalid_query'));
}

/**
 * Whether rebuilding the index may end a fault that a check has found: the index is missing, holds something else, or refuses
 * queries that any index of the hub accepts, as an index without its settings does. If the engine is unreachable, slow or behind, that
 * ends by itself.
 */
export function isOfIndex(fault: Fault): boolean {
  return fault !== 'unavailable' && fault !== 'timeout' && fault !== 'behind';
}

/** The fault that an error shows. An error that an engine should not throw is an internal fault. */
export function faultOf(error: unknown): Fault {
  return error instanceof SearchError ? error.kind : 'internal';
}
