import type { Actor } from './actor.js';

/** What the resolvers of a request share, taken with `@Ctx()`. */
export interface RequestContext {
  /** Who asks. */
  readonly actor: Actor;
  /** Whose budget pays for the operation; no address can be told from it. */
  readonly payer: string;
}

/**
 * Lets a token or key be looked at that is not known to be good, which costs more than to be known: whoever keeps the limits
 * charges for it. @throws when whoever sent it may send no more for now.
 */
export type Admit = () => void | Promise<void>;

/** Lets everything be looked at. */
export const admitAll: Admit = () => {};
