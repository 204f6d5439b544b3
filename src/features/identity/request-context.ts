import type { Actor } from './actor.js';

/** What resolvers are given beside their arguments. */
export interface RequestContext {
  readonly actor: Actor;
}
