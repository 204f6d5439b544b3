import type { Actor } from '../identity/actor.js';
import type { Permission } from '../identity/permissions.js';
import type { Provider } from './provider.entity.js';
import { type ContactAudience, contactAudiences } from './provider-contact.entity.js';

/** The permission that a caller needs for each audience; null if none. */
const neededFor: Readonly<Record<ContactAudience, Permission | null>> = {
  PUBLIC: null,
  SCHOOL: 'contact.school',
  COMMISSIONER: 'contact.commissioner',
};

/** The audiences for which an actor sees a provider's contacts. An actor sees all contacts of their own provider. */
export function audiencesFor(actor: Actor, { id, localAuthorityCode }: Provider): readonly ContactAudience[] {
  if (actor.may('entry.read', { localAuthorityCode, providerId: id })) return contactAudiences;
  return contactAudiences.filter((audience) => {
    const permission = neededFor[audience];
    return permission === null || actor.may(permission);
  });
}
