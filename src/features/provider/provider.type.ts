import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Requires } from '../identity/requires.graph.js';
import { type RegisterState, registerStates } from './provider.entity.js';
import { type ContactAudience, contactAudiences, contactRoles } from './provider-contact.entity.js';
import { addressVisibilities } from './site.entity.js';

/** Who keeps a record reads all of it, or could not correct it. */
const EXCEPT_TO_KEEPERS =
  ', except in `registerEntry` and in the results of changes, which show callers the records that they keep.';

const AddressVisibility = enumOf(
  addressVisibilities,
  'AddressVisibility',
  'How much of a site’s address is shown, and to which callers.',
  {
    PUBLIC: 'Everyone sees the full address and its position.',
    FULL: 'Callers who may see exact places (place.exact) see the full address. Others see where it is to within about 1 km.',
    OUTCODE:
      'A home-based site. Only callers who keep its record see its address. All others see its outcode and the centre of that outcode.',
  },
);

/** The GraphQL enum for the state of an entry in the register. */
export const RegisterStateName = enumOf(
  registerStates,
  'RegisterState',
  'The state of an entry in the register.',
  {
    DRAFT: 'It is being written. Only its provider and the council see it.',
    SUBMITTED: 'It is waiting for the council to review it.',
    IN_REVIEW: 'The council is reviewing it.',
    LISTED: 'It is public. This is not an endorsement.',
    SUSPENDED: 'It is hidden from the public for a time.',
    WITHDRAWN: 'It has been taken out of the register. It can be restored as a draft.',
  },
);
/** The description of the field `state` of each kind of entry. */
export const STATE_DESCRIPTION =
  'The state of the entry in the register. Always LISTED, unless you may see entries that are not public.';

const PositionPrecision = enumOf(
  ['POINT', 'POSTCODE', 'KILOMETRE', 'SECTOR', 'OUTCODE'],
  'PositionPrecision',
  'The area that a position is the centre of.',
  {
    POINT: 'The exact place.',
    POSTCODE: 'The postcode, such as NR21 9AA.',
    KILOMETRE: 'A 1 km square of the National Grid. The place is within about 1 km.',
    SECTOR:
      'The postcode sector, such as NR21 9, or the 1 km square that contains the centre of that sector.',
    OUTCODE: 'The outcode, such as NR21, or the 1 km square that contains the centre of that outcode.',
  },
);

/** The GraphQL enum for the purpose of a contact. */
export const ContactRoleName = enumOf(contactRoles, 'ContactRole', 'What a contact is for.', {
  ENQUIRIES: 'General enquiries.',
  REFERRALS: 'Referrals of pupils.',
  ADMISSIONS: 'Admissions.',
  SAFEGUARDING: 'Safeguarding concerns.',
  FINANCE: 'Invoices and payments.',
  VACANCIES: 'Whether vacancies are still true. Reminders go there.',
});

/** The GraphQL enum for the callers who see a contact. */
export const ContactAudienceName = enumOf(
  contactAudiences,
  'ContactAudience',
  'The callers who see a contact.',
  {
    PUBLIC: 'Everyone.',
    SCHOOL: 'Callers with the permission contact.school, such as schools and partners.',
    COMMISSIONER:
      'Callers with the permission contact.commissioner, such as commissioners and quality officers.',
  },
);

@ObjectType('ProviderContact', {
  description:
    'A shared mailbox or telephone number of a provider, never a person’s own. Its class depends on its audience.',
  simpleResolvers: true,
})
export class ProviderContactType {
  @Field(() => ContactRoleName, { description: 'What the contact is for.' })
  role: keyof typeof ContactRoleName;

  @Field(() => ContactAudienceName, { description: 'The callers who see the contact.' })
  audience: ContactAudience;

  @Field(() => Int, { description: 'The version of the record. It goes up with every change.' })
  version: number;

  @Field(() => String, {
    nullable: true,
    description: 'The email address of a shared mailbox. Null if there is none.',
  })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'The telephone number. Null if there is none.' })
  telephone: string | null;
}

@ObjectType('Provider', {
  description: 'An organisation that offers alternative provision. Being listed is not an endorsement.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ProviderType extends NodeType {
  @Field(() => String, { description: 'The provider’s name. Class: public.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'The provider’s legal name, if it differs. Class: public.',
  })
  legalName: string | null;

  @Field(() => String, { description: 'What the provider does, in its own words. Class: public.' })
  description: string;

  @Field(() => String, {
    nullable: true,
    description: 'The unique reference number (URN), six digits. Null if it has none. Class: public.',
  })
  urn: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The UK provider reference number (UKPRN), eight digits. Null if it has none. Class: public.',
  })
  ukprn: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Companies House number. Null if it has none. Class: public.',
  })
  companyNumber: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Charity Commission number. Null if it has none. Class: public.',
  })
  charityNumber: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The provider’s web address. Null if none was given. Class: public.',
  })
  website: string | null;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: 'The postcode of the provider’s office. Null if none was given. Class: school.',
  })
  postcode: string | null;

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True if this is invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'The version of the record. It goes up with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'The time of the last change to the record.' })
  updatedAt: Date;
}

@ObjectType('PublicPosition', {
  description:
    'The position of a site that everyone sees, and that distances are measured to. WGS84. Class: public.',
  simpleResolvers: true,
})
export class PublicPositionType {
  @Field(() => Float, { description: 'The latitude, in degrees north.' })
  latitude: number;

  @Field(() => Float, { description: 'The longitude, in degrees east.' })
  longitude: number;

  @Field(() => PositionPrecision, { description: 'How precise the position is.' })
  precision: keyof typeof PositionPrecision;
}

@ObjectType('PublicAddress', {
  description: 'An address that everyone can read. Class: public.',
  simpleResolvers: true,
})
export class PublicAddressType {
  @Field(() => String, { nullable: true, description: 'The street. Null if none was given.' })
  street: string | null;

  @Field(() => String, { nullable: true, description: 'The locality. Null if none was given.' })
  locality: string | null;

  @Field(() => String, { nullable: true, description: 'The town. Null if none was given.' })
  town: string | null;

  @Field(() => String, { description: 'The full postcode, such as NR21 9AA.' })
  postcode: string;
}

@ObjectType('Site', {
  description: 'A place where a provider works with pupils.',
  implements: NodeType,
  simpleResolvers: true,
})
export class SiteType extends NodeType {
  @Field(() => String, { description: 'The site’s name. Class: public.' })
  name: string;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: `The street. Null for a home-based site${EXCEPT_TO_KEEPERS} Class: school.`,
  })
  street: string | null;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: `The locality. Null for a home-based site${EXCEPT_TO_KEEPERS} Class: school.`,
  })
  locality: string | null;

  @Field(() => String, { nullable: true, description: 'The town. Null if none was given. Class: public.' })
  town: string | null;

  @Requires('place.exact')
  @Field(() => String, {
    description: `The postcode. Only the outcode for a home-based site${EXCEPT_TO_KEEPERS} Class: school.`,
  })
  postcode: string;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: `The unique property reference number (UPRN). Null for a home-based site${EXCEPT_TO_KEEPERS} Class: school.`,
  })
  uprn: string | null;

  @Requires('place.exact')
  @Field(() => Float, {
    nullable: true,
    description: 'The latitude, in degrees north (WGS84). Null if it is not known. Class: school.',
  })
  latitude: number | null;

  @Requires('place.exact')
  @Field(() => Float, {
    nullable: true,
    description: 'The longitude, in degrees east (WGS84). Null if it is not known. Class: school.',
  })
  longitude: number | null;

  @Field(() => PositionPrecision, {
    nullable: true,
    description:
      'The area that `latitude` and `longitude` are the centre of. Null if the position is not known.',
  })
  positionPrecision: keyof typeof PositionPrecision | null;

  @Field(() => AddressVisibility, {
    description: 'How much of the address is shown, and to which callers. Class: public.',
  })
  addressVisibility: keyof typeof AddressVisibility;

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True if this is invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'The version of the record. It goes up with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'The time of the last change to the record.' })
  updatedAt: Date;
}

/** A page of providers. */
export const ProviderConnection = connectionOf(ProviderType, 'Provider', {
  one: 'a provider',
  many: 'providers',
});
/** A page of sites. */
export const SiteConnection = connectionOf(SiteType, 'Site', { one: 'a site', many: 'sites' });
