import type { Actor } from './actor.js';

/** What resolvers know of a request. */
export interface RequestContext {
  readonly actor: Actor;
}
