import type { Actor } from './actor.js';

/** What all resolvers of a request share. They get it with `@Ctx()`. */
export interface RequestContext {
  /** The caller. */
  readonly actor: Actor;
  /** A key for the budget that pays for the operation. It does not reveal the caller's address. */
  readonly payer: string;
}

/**
 * Allows the check of a token or key that is not known to be valid. Such a check is expensive, so it counts towards the
 * caller's limits. @throws if the caller has reached a limit.
 */
export type Admit = () => void | Promise<void>;

/** Allows every check. */
export const admitAll: Admit = () => {};
