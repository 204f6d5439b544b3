import { SearchError, type SearchErrorKind } from '../port.js';

/** Why the primary engine is not to be trusted. `behind`: it does not catch up; `different`: it answers otherwise. */
export type Fault = SearchErrorKind | 'behind' | 'different';

/** Whoever asked has gone: no fault of the engine. */
export class GivenUp extends SearchError {
  constructor(engine: string) {
    super('timeout', 'Whoever asked for this search has given it up.', engine);
  }
}

/** Whether an error speaks against the engine: an invalid query is the caller's doing, a search given up is nobody's. */
export function isFault(error: unknown): boolean {
  return !(error instanceof GivenUp || (error instanceof SearchError && error.kind === 'invalid_query'));
}

/**
 * Whether filling the index anew may end a fault that a check has found: it is missing, holds something else, or does not take
 * questions that any index of the hub takes, as one without its settings. Being out of reach, slow or behind ends by itself.
 */
export function isOfIndex(fault: Fault): boolean {
  return fault !== 'unavailable' && fault !== 'timeout' && fault !== 'behind';
}

/** The fault that an error shows; what no engine should throw is a fault inside it. */
export function faultOf(error: unknown): Fault {
  return error instanceof SearchError ? error.kind : 'internal';
}
