import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Requires } from '../identity/requires.graph.js';
import { type RegisterState, registerStates } from './provider.entity.js';
import { type ContactAudience, contactAudiences, contactRoles } from './provider-contact.entity.js';
import { addressVisibilities } from './site.entity.js';

const AddressVisibility = enumOf(
  addressVisibilities,
  'AddressVisibility',
  'How much of an address is shown, and to whom.',
  {
    PUBLIC: 'The whole address and its position, to everybody.',
    FULL: 'The whole address to those who may see exact places; to others where it is within about 1 km.',
    OUTCODE: 'A home-based site: its outcode and the centre of that outcode only, to everybody.',
  },
);

/** Where an entry stands in the register, as an enum of the graph. */
export const RegisterStateName = enumOf(
  registerStates,
  'RegisterState',
  'Where an entry stands in the register.',
  {
    DRAFT: 'Being written; its provider and the council see it.',
    SUBMITTED: 'Waits for the council.',
    IN_REVIEW: 'The council is looking at it.',
    LISTED: 'Public. Not an endorsement.',
    SUSPENDED: 'Taken out of sight for a time.',
    WITHDRAWN: 'Taken out of the register; it can be restored as a draft.',
  },
);
/** Of the field `state` of each kind of entry. */
export const STATE_DESCRIPTION =
  'Where it stands in the register: LISTED, but for those who may see entries that are not public.';

const PositionPrecision = enumOf(
  ['POINT', 'POSTCODE', 'KILOMETRE', 'SECTOR', 'OUTCODE'],
  'PositionPrecision',
  'What a position is the centre of.',
  {
    POINT: 'The very place.',
    POSTCODE: 'The postcode, such as NR21 9AA.',
    KILOMETRE: 'A square of the National Grid: the place is within about 1 km.',
    SECTOR: 'The postcode sector, such as NR21 9, or the 1 km square that this centre lies in.',
    OUTCODE: 'The outcode, such as NR21, or the 1 km square that this centre lies in.',
  },
);

/** What a contact is for, as an enum of the graph. */
export const ContactRoleName = enumOf(contactRoles, 'ContactRole', 'What a contact is for.');

/** Who is shown a contact, as an enum of the graph. */
export const ContactAudienceName = enumOf(contactAudiences, 'ContactAudience', 'Who is shown a contact.', {
  PUBLIC: 'Everybody.',
  SCHOOL: 'Schools, and those who work for them or commission.',
  COMMISSIONER: 'Commissioners and quality officers of local authorities.',
});

@ObjectType('ProviderContact', {
  description: 'A role mailbox or telephone. Class: that of its audience.',
  simpleResolvers: true,
})
export class ProviderContactType {
  @Field(() => ContactRoleName, { description: 'What it is for.' })
  role: keyof typeof ContactRoleName;

  @Field(() => ContactAudienceName, { description: 'Who is shown it.' })
  audience: ContactAudience;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => String, { nullable: true, description: 'Role mailbox.' })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone.' })
  telephone: string | null;
}

@ObjectType('Provider', {
  description: 'An organisation that offers alternative provision. Being listed is not an endorsement.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ProviderType extends NodeType {
  @Field(() => String, { description: 'Name. Class: public.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Legal name, where it differs. Class: public.' })
  legalName: string | null;

  @Field(() => String, { description: 'What it does, in its own words. Class: public.' })
  description: string;

  @Field(() => String, { nullable: true, description: 'Unique reference number, six digits. Class: public.' })
  urn: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'UK provider reference number, eight digits. Class: public.',
  })
  ukprn: string | null;

  @Field(() => String, { nullable: true, description: 'Companies House number. Class: public.' })
  companyNumber: string | null;

  @Field(() => String, { nullable: true, description: 'Charity Commission number. Class: public.' })
  charityNumber: string | null;

  @Field(() => String, { nullable: true, description: 'Web address. Class: public.' })
  website: string | null;

  @Requires('place.exact')
  @Field(() => String, { nullable: true, description: 'Postcode of its office. Class: school.' })
  postcode: string | null;

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the record was last changed.' })
  updatedAt: Date;
}

@ObjectType('PublicPosition', {
  description:
    'Where everybody is told that a site is, and what its distances are measured to. WGS84. Class: public.',
  simpleResolvers: true,
})
export class PublicPositionType {
  @Field(() => Float, { description: 'Degrees north.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east.' })
  longitude: number;

  @Field(() => PositionPrecision, { description: 'How precise it is.' })
  precision: keyof typeof PositionPrecision;
}

@ObjectType('PublicAddress', {
  description: 'An address that everybody may read. Class: public.',
  simpleResolvers: true,
})
export class PublicAddressType {
  @Field(() => String, { nullable: true, description: 'Street.' })
  street: string | null;

  @Field(() => String, { nullable: true, description: 'Locality.' })
  locality: string | null;

  @Field(() => String, { nullable: true, description: 'Town.' })
  town: string | null;

  @Field(() => String, { description: 'Postcode.' })
  postcode: string;
}

@ObjectType('Site', {
  description: 'A place where a provider works.',
  implements: NodeType,
  simpleResolvers: true,
})
export class SiteType extends NodeType {
  @Field(() => String, { description: 'Name. Class: public.' })
  name: string;

  @Requires('place.exact')
  @Field(() => String, { nullable: true, description: 'Street; null for a home-based site. Class: school.' })
  street: string | null;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: 'Locality; null for a home-based site. Class: school.',
  })
  locality: string | null;

  @Field(() => String, { nullable: true, description: 'Town. Class: public.' })
  town: string | null;

  @Requires('place.exact')
  @Field(() => String, { description: 'Postcode; the outcode for a home-based site. Class: school.' })
  postcode: string;

  @Requires('place.exact')
  @Field(() => String, {
    nullable: true,
    description: 'Unique property reference number; null for a home-based site. Class: school.',
  })
  uprn: string | null;

  @Requires('place.exact')
  @Field(() => Float, {
    nullable: true,
    description: 'Degrees north, WGS84; null when not known. Class: school.',
  })
  latitude: number | null;

  @Requires('place.exact')
  @Field(() => Float, {
    nullable: true,
    description: 'Degrees east, WGS84; null when not known. Class: school.',
  })
  longitude: number | null;

  @Field(() => PositionPrecision, { nullable: true, description: 'What the position is the centre of.' })
  positionPrecision: keyof typeof PositionPrecision | null;

  @Field(() => AddressVisibility, { description: 'How much of the address is shown. Class: public.' })
  addressVisibility: keyof typeof AddressVisibility;

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the record was last changed.' })
  updatedAt: Date;
}

/** A page of providers. */
export const ProviderConnection = connectionOf(ProviderType, 'Provider');
/** A page of sites. */
export const SiteConnection = connectionOf(SiteType, 'Site');
