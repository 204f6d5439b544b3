import type { Actor, Belonging } from '../../identity/actor.js';
import { authoritySource, PROVIDER_SOURCE } from '../../provider/external-reference.service.js';

/**
 * Whose the references are that somebody sends for an entry, and the only ones that lead them to it: the local authority's for who
 * keeps its register, the provider's for its editors, else the client's own.
 */
export function sourceFor(actor: Actor, belonging: Belonging): string {
  if (actor.may('register.read', belonging)) return authoritySource(belonging.localAuthorityCode);
  return actor.may('entry.read', belonging) ? PROVIDER_SOURCE : `CLIENT:${actor.name}`;
}
