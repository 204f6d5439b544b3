import type { Actor, Belonging } from '../../identity/actor.js';
import { authoritySource, PROVIDER_SOURCE } from '../../provider/external-reference.service.js';

/**
 * Returns the owner of the references that an actor sends for an entry. Only references of this owner find the entry for the
 * actor. It is the local authority for those who keep its register, the provider for its editors, and otherwise the client.
 */
export function sourceFor(actor: Actor, belonging: Belonging): string {
  if (actor.may('register.read', belonging)) return authoritySource(belonging.localAuthorityCode);
  return actor.may('entry.read', belonging) ? PROVIDER_SOURCE : `CLIENT:${actor.name}`;
}
