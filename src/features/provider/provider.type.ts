import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Requires } from '../identity/requires.type.js';

const AddressVisibility = { FULL: 'FULL', OUTCODE: 'OUTCODE' } as const;
registerEnumType(AddressVisibility, {
  name: 'AddressVisibility',
  description: 'How much of an address is shown.',
  valuesConfig: {
    FULL: { description: 'The whole address and its position.' },
    OUTCODE: { description: 'A home-based site: its outcode and the centre of that outcode only.' },
  },
});

const PositionPrecision = {
  POINT: 'POINT',
  POSTCODE: 'POSTCODE',
  SECTOR: 'SECTOR',
  OUTCODE: 'OUTCODE',
} as const;
registerEnumType(PositionPrecision, {
  name: 'PositionPrecision',
  description: 'What a position is the centre of.',
});

const ContactRole = {
  ENQUIRIES: 'ENQUIRIES',
  REFERRALS: 'REFERRALS',
  ADMISSIONS: 'ADMISSIONS',
  SAFEGUARDING: 'SAFEGUARDING',
  FINANCE: 'FINANCE',
} as const;
registerEnumType(ContactRole, { name: 'ContactRole', description: 'What a contact is for.' });

@ObjectType('ProviderContact', {
  description: 'A role mailbox or telephone. Class: public.',
  simpleResolvers: true,
})
export class ProviderContactType {
  @Field(() => ContactRole, { description: 'What it is for.' })
  role: keyof typeof ContactRole;

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

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the record was last changed.' })
  updatedAt: Date;
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
