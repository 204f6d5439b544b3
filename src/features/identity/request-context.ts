import type { Actor } from './actor.js';

/** What the resolvers of a request share, taken with `@Ctx()`. */
export interface RequestContext {
  /** Who asks. */
  readonly actor: Actor;
}
