import type { Actor } from '../../identity/actor.js';
import type { Permission } from '../../identity/permissions.js';

/** The quality records an actor can reach: the two values for the conditions of `kept` and `owned`. */
export interface RecordReach {
  readonly everything: boolean;
  /** Codes of local authorities; or ids of providers, for a permission that covers the caller's own provider. */
  readonly within: readonly string[];
}

/** The reach of a permission. @throws Forbidden if the actor does not have it. */
export function recordReachOf(actor: Actor, permission: Permission): RecordReach {
  actor.require(permission);
  const within = actor.within(permission);
  if (within === 'all') return { everything: true, within: [] };
  return { everything: false, within: [...within.localAuthorities, ...within.providers] };
}
