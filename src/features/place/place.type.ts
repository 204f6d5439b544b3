import { Field, Float, ID, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { type PlacePrecision, placePrecisions } from './place.service.js';

/** How precisely a place is known, as an enum of the graph. */
export const PlacePrecisionName = enumOf(
  placePrecisions,
  'PlacePrecision',
  'How precisely a place is known.',
  {
    POSTCODE: 'The centre of the postcode.',
    SECTOR: 'The centre of the postcode sector, such as NR21 9.',
    OUTCODE: 'The centre of the outcode, such as NR21.',
    PLACE: 'The centre of a named place.',
    SCHOOL: 'The position of a school.',
    POINT: 'The very position that was given.',
  },
);

@ObjectType('LocalAuthority', {
  description: 'A local authority with education duties.',
  simpleResolvers: true,
})
export class LocalAuthorityType {
  @Field(() => String, { description: 'Three-digit DfE code, such as 926 for Norfolk.' })
  code: string;

  @Field(() => String, { nullable: true, description: 'GSS code, such as E10000020.' })
  gssCode: string | null;

  @Field(() => String, { description: 'Name.' })
  name: string;
}

@ObjectType('District', { description: 'A district, unitary or borough.', simpleResolvers: true })
export class DistrictType {
  @Field(() => String, { description: 'GSS code, such as E07000147 for North Norfolk.' })
  code: string;

  @Field(() => String, { description: 'Name.' })
  name: string;
}

@ObjectType('PlanningArea', {
  description:
    "A local authority's own geography for planning provision, made of districts or postcode sectors.",
  implements: NodeType,
  simpleResolvers: true,
})
export class PlanningAreaType extends NodeType {
  @Field(() => String, { description: 'Name.' })
  name: string;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;
}

@ObjectType('School', {
  description: 'A school of the GIAS register that a search can start from.',
  simpleResolvers: true,
})
export class SchoolType {
  @Field(() => ID, { description: 'Unique reference number, six digits.' })
  urn: string;

  @Field(() => String, { description: 'Name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Town.' })
  town: string | null;

  @Field(() => String, { nullable: true, description: 'Postcode.' })
  postcode: string | null;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;
}

@ObjectType('Place', {
  description: 'A place that was understood, and how precisely.',
  simpleResolvers: true,
})
export class PlaceType {
  @Field(() => String, {
    description: 'The postcode, sector, outcode, name or position that was understood.',
  })
  label: string;

  @Field(() => PlacePrecisionName, { description: 'How precisely the position is known.' })
  precision: PlacePrecision;

  @Field(() => Float, { description: 'Degrees north, WGS84.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east, WGS84.' })
  longitude: number;

  @Field(() => SchoolType, { nullable: true, description: 'The school, when one was named.' })
  school: SchoolType | null;
}
