import { offeringChanges } from '../../offering/offering.rules.js';
import { type FieldOwner, ownersOf } from '../../provider/field-owner.rules.js';
import { providerChanges, siteChanges } from '../../provider/provider.rules.js';
import { type AddressVisibility, addressVisibilities } from '../../provider/site.entity.js';
import type { EntryKindName } from './entry-kinds.js';

/**
 * The owner of each field of a listed entry. Changes to a provider's own fields are public at once. Changes to the council's
 * fields become a change request.
 */
export const fieldOwners: Readonly<Record<EntryKindName, Readonly<Record<string, FieldOwner>>>> = {
  PROVIDER: ownersOf(providerChanges),
  SITE: ownersOf(siteChanges),
  OFFERING: ownersOf(offeringChanges),
};

/**
 * Whether a change hides part of an address. Providers may make such a change at once, although the council owns the field: a
 * provider that moved into a home, or that someone is looking for, must not wait. Showing more needs a change request.
 */
export function showsLess(kind: EntryKindName, field: string, from: unknown, to: unknown): boolean {
  const place = (visibility: unknown) => addressVisibilities.indexOf(visibility as AddressVisibility);
  return kind === 'SITE' && field === 'addressVisibility' && place(to) > place(from);
}
