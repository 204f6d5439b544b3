import { Field, Float, ID, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { type PlacePrecision, placePrecisions } from './place.service.js';
import { schoolStatuses } from './school-life.rules.js';

/** How precisely a place is known, as a GraphQL enum. */
export const PlacePrecisionName = enumOf(
  placePrecisions,
  'PlacePrecision',
  'How precisely the position of a place is known.',
  {
    POSTCODE: 'The position is the centre of a full postcode.',
    SECTOR: 'The position is the centre of a postcode sector, such as NR21 9.',
    OUTCODE: 'The position is the centre of an outcode, such as NR21.',
    PLACE: 'The position is the centre of a named place.',
    SCHOOL: 'The position is that of a school.',
    POINT: 'The position is exactly the one that was given.',
  },
);

@ObjectType('LocalAuthority', {
  description: 'A local authority with education duties. Identified by `code`.',
  simpleResolvers: true,
})
export class LocalAuthorityType {
  @Field(() => String, { description: 'The three-digit DfE code, such as 926 for Norfolk.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'The GSS code, such as E10000020; null if it is not known.',
  })
  gssCode: string | null;

  @Field(() => String, { description: "The local authority's name." })
  name: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'Its last day, if it has ended or will end; null if not. One that has ended can be searched for, but not entered.',
  })
  validTo: string | null;
}

@ObjectType('District', {
  description: 'A district, unitary or borough. Identified by `code`.',
  simpleResolvers: true,
})
export class DistrictType {
  @Field(() => String, { description: 'The GSS code, such as E07000147 for North Norfolk.' })
  code: string;

  @Field(() => String, { description: "The district's name." })
  name: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'Its last day, if it has ended or will end; null if not. One that has ended can be searched for, but not entered.',
  })
  validTo: string | null;
}

@ObjectType('PlanningArea', {
  description:
    'An area that a local authority uses to plan provision. It consists of districts or postcode sectors.',
  implements: NodeType,
  simpleResolvers: true,
})
export class PlanningAreaType extends NodeType {
  @Field(() => String, { description: "The planning area's name." })
  name: string;

  @Field(() => Boolean, { description: 'True if this is invented demonstration data.' })
  isDemonstration: boolean;
}

/** Whether a school is open, as a GraphQL enum. */
export const SchoolStatusName = enumOf(
  schoolStatuses,
  'SchoolStatus',
  'Whether a school is open, as GIAS says.',
  {
    OPEN: 'The school is open.',
    PROPOSED_TO_CLOSE: 'The school is open, but it is proposed to close.',
    CLOSED: 'The school has closed.',
    PROPOSED: 'The school is not open yet.',
  },
);

@ObjectType('School', {
  description: 'A school in the GIAS register that a search can start from. Identified by `urn`.',
  simpleResolvers: true,
})
export class SchoolType {
  @Field(() => ID, { description: 'The unique reference number (URN), six digits.' })
  urn: string;

  @Field(() => String, { description: "The school's name." })
  name: string;

  @Field(() => String, { description: 'The type of establishment: a code of the GIAS extract.' })
  typeCode: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the school opened, or is proposed to open; null if it is not known.',
  })
  openedOn: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the school closed, or is proposed to close; null if there is none.',
  })
  closedOn: string | null;

  @Field(() => String, { nullable: true, description: 'The street of the school; null if it is not known.' })
  street: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The locality of the school; null if it is not known.',
  })
  locality: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The web address of the school; null if it is not known.',
  })
  website: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The town or village of the school; null if it is not known.',
  })
  town: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The postcode of the school; null if it is not known.',
  })
  postcode: string | null;

  @Field(() => Boolean, { description: 'True if this is invented demonstration data.' })
  isDemonstration: boolean;
}

@ObjectType('Place', {
  description: 'A place, with how precisely it is known.',
  simpleResolvers: true,
})
export class PlaceType {
  @Field(() => String, {
    description: 'The postcode, sector, outcode, name or position that the request was understood as.',
  })
  label: string;

  @Field(() => PlacePrecisionName, { description: 'How precisely the position is known.' })
  precision: PlacePrecision;

  @Field(() => Float, { description: 'Degrees north, WGS84.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east, WGS84.' })
  longitude: number;

  @Field(() => SchoolType, {
    nullable: true,
    description: 'The school; null if the place was not given as a school.',
  })
  school: SchoolType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The postcode, sector or outcode as it was read, such as NR21 9AA if NR21-9AA was typed; null if the place was given in another way.',
  })
  postcode: string | null;
}
