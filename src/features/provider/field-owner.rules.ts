import { z } from 'zod';

/** Whose word a field is: the council's, who checks it, or the provider's own. */
export type FieldOwner = 'council' | 'provider';

const owners = z.registry<{ readonly owner: FieldOwner | 'nobody' }>();

declare const owned: unique symbol;
/** A rule that says whose its field is. */
type Owned<Rule extends z.ZodType = z.ZodType> = Rule & { readonly [owned]: true };

const ownedBy =
  (owner: FieldOwner | 'nobody') =>
  <Rule extends z.ZodType>(rule: Rule) => {
    owners.add(rule, { owner });
    return rule as Owned<Rule>;
  };

/** The council's: who it is, where, for whom, how much, how to get in; what a listing rests on. A provider asks for a change. */
export const ofCouncil = ownedBy('council');
/** The provider's own: what it changes is public at once. */
export const ofProvider = ownedBy('provider');
/** Set by steps, by the place of the postcode, or once and for all: nobody's to edit. */
export const ofNobody = ownedBy('nobody');

/** The rules of an entry's fields; one that does not say whose it is does not compile. */
export function entryFields<Fields extends Readonly<Record<string, z.ZodType>>>(
  fields: Fields & Readonly<Record<keyof Fields, Owned>>,
) {
  return z.strictObject<Fields>(fields);
}

/** Whose the fields of an entry are, of which a change may leave out any. @throws Error that names a field without an owner. */
export function ownersOf(changes: z.ZodObject): Readonly<Record<string, FieldOwner>> {
  const found: Record<string, FieldOwner> = {};
  for (const [field, rule] of Object.entries(changes.shape)) {
    const inner = rule instanceof z.ZodOptional ? rule.unwrap() : rule;
    const { owner } = owners.get(rule) ?? owners.get(inner) ?? {};
    if (!owner) throw new Error(`Nothing says whose the field "${field}" is.`);
    if (owner !== 'nobody') found[field] = owner;
  }
  return found;
}
