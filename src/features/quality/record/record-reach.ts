import type { Actor } from '../../identity/actor.js';
import type { Permission } from '../../identity/permissions.js';

/** What of the quality records an actor may reach: two values of the condition that `kept` and `owned` write. */
export interface RecordReach {
  readonly everything: boolean;
  /** Codes of local authorities, or ids of providers for a permission of an own provider. */
  readonly within: readonly string[];
}

/** The reach of a permission. @throws Forbidden when it is not granted at all. */
export function recordReachOf(actor: Actor, permission: Permission): RecordReach {
  actor.require(permission);
  const within = actor.within(permission);
  if (within === 'all') return { everything: true, within: [] };
  return { everything: false, within: [...within.localAuthorities, ...within.providers] };
}
