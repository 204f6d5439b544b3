import { z } from 'zod';
import {
  entryFields,
  ofCouncil,
  ofNobody,
  ofProvider,
  ownersOf,
} from '../../src/features/provider/field-owner.rules.js';

const fields = entryFields({
  name: ofCouncil(z.string()),
  website: ofProvider(z.url().nullable().default(null)),
  state: ofNobody(z.literal('DRAFT')),
});

describe('whose a field is', () => {
  it('is read from its rule, also where a change may leave it out', () => {
    const owners = { name: 'council', website: 'provider' };
    expect(ownersOf(fields)).toEqual(owners);
    expect(ownersOf(fields.partial())).toEqual(owners);
  });

  it('must be said: a rule without it does not compile', () => {
    // @ts-expect-error The name has no owner.
    const without = entryFields({ name: z.string() });
    expect(() => ownersOf(without)).toThrow('The field "name" has no owner.');
    const later = fields.extend({ siteIds: z.array(z.uuid()).optional() });
    expect(() => ownersOf(later)).toThrow('The field "siteIds" has no owner.');
  });

  it('does not change what a rule lets through', () => {
    const given = { name: 'Fern', state: 'DRAFT' };
    expect(fields.parse(given)).toEqual({ ...given, website: null });
    expect(fields.safeParse({ ...given, more: 1 }).success).toBe(false);
  });
});
