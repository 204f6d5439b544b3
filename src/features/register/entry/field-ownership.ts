import { offeringChanges } from '../../offering/offering.rules.js';
import { type FieldOwner, ownersOf } from '../../provider/field-owner.rules.js';
import { providerChanges, siteChanges } from '../../provider/provider.rules.js';
import { type AddressVisibility, addressVisibilities } from '../../provider/site.entity.js';
import type { EntryKindName } from './entry-kinds.js';

/**
 * Whose each field of a listed entry is, as its rule says: what a provider changes of its own is public at once; what is the
 * council's becomes a change request.
 */
export const fieldOwners: Readonly<Record<EntryKindName, Readonly<Record<string, FieldOwner>>>> = {
  PROVIDER: ownersOf(providerChanges),
  SITE: ownersOf(siteChanges),
  OFFERING: ownersOf(offeringChanges),
};

/**
 * Whether a change hides what was shown of an address. That is the provider's own, though the field is the council's: whoever has
 * moved into a home, or is looked for by somebody, must not wait for a decision. To show more is asked for.
 */
export function showsLess(kind: EntryKindName, field: string, from: unknown, to: unknown): boolean {
  const place = (visibility: unknown) => addressVisibilities.indexOf(visibility as AddressVisibility);
  return kind === 'SITE' && field === 'addressVisibility' && place(to) > place(from);
}
