import { Actor } from './actor.js';

/** How the name of such an actor begins. It does not begin with a role, so that nobody takes it for a person. */
const BEGINS = 'provider, by mailed link ';

/**
 * A provider that acts by a link that was mailed to it. Anyone who has the mail can act, so it is an actor of its own kind: the change
 * log says that a link was used, and which.
 * @param linkId what the link belongs to, such as the reminder that it was in.
 */
export function byMailedLink(linkId: string, providerId: string): Actor {
  const reach = {
    everywhere: false,
    localAuthorities: new Set<string>(),
    providers: new Set([providerId]),
  };
  return new Actor(`${BEGINS}${linkId}`, ['provider_editor'], reach, ['entry.read', 'entry.write']);
}

/** Whether an actor of the change log acted by a mailed link. */
export function isMailedLink(actor: string): boolean {
  return actor.startsWith(BEGINS);
}
