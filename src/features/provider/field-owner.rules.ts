import { z } from 'zod';

/** Who decides about a field: the council, which checks it, or the provider itself. */
export type FieldOwner = 'council' | 'provider';

const owners = z.registry<{ readonly owner: FieldOwner | 'nobody' }>();

declare const owned: unique symbol;
/** A rule with the owner of its field. */
type Owned<Rule extends z.ZodType = z.ZodType> = Rule & { readonly [owned]: true };

const ownedBy =
  (owner: FieldOwner | 'nobody') =>
  <Rule extends z.ZodType>(rule: Rule) => {
    owners.add(rule, { owner });
    return rule as Owned<Rule>;
  };

/**
 * A field of the council: who and where the provider is, which pupils it is for, prices, and how to get a place. A
 * listing depends on these. A provider must request a change.
 */
export const ofCouncil = ownedBy('council');
/** A field of the provider. Its changes are public at once. */
export const ofProvider = ownedBy('provider');
/** A field that no one edits. It is set by steps in the register, from the postcode, or only once. */
export const ofNobody = ownedBy('nobody');

/** The rules for the fields of an entry. A rule without an owner does not compile. */
export function entryFields<Fields extends Readonly<Record<string, z.ZodType>>>(
  fields: Fields & Readonly<Record<keyof Fields, Owned>>,
) {
  return z.strictObject<Fields>(fields);
}

/**
 * The owners of the fields of an entry, from the rules for its changes. @throws Error that names a field without an
 * owner.
 */
export function ownersOf(changes: z.ZodObject): Readonly<Record<string, FieldOwner>> {
  const found: Record<string, FieldOwner> = {};
  for (const [field, rule] of Object.entries(changes.shape)) {
    const inner = rule instanceof z.ZodOptional ? rule.unwrap() : rule;
    const { owner } = owners.get(rule) ?? owners.get(inner) ?? {};
    if (!owner) throw new Error(`The field "${field}" has no owner. Use ofCouncil, ofProvider or ofNobody.`);
    if (owner !== 'nobody') found[field] = owner;
  }
  return found;
}
