import { Field, Float, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import { MatchUserErrorType } from './match.type.js';
import { chipKinds, chipUses } from './profile-from-text.js';

const ChipKind = enumOf(chipKinds, 'MatchChipKind', 'What a chip is about.', {
  CONCEPT: 'An idea that the words name, such as a need or a circumstance.',
  PLACE: 'The place to look from.',
  YEAR_GROUP: 'The year group.',
  AGE: 'The age.',
  KEY_STAGE: 'The key stage. A profile has none: choose a year group.',
});

const ChipUse = enumOf(chipUses, 'MatchChipUse', 'What was done with the words of a chip.', {
  USED: 'The profile has it.',
  CHOOSE: 'It can mean several things. None is in the profile: a person chooses.',
  SAFETY:
    'The words can mean that a young person is not safe. They never change the profile by themselves: a person decides.',
  NOT_USED: 'A profile has no field for it. It can be searched for.',
});

@ObjectType('ReadNeed', {
  description: 'A need that a sentence names, and its weight.',
  simpleResolvers: true,
})
export class ReadNeedType {
  @Field(() => String, { description: 'The need, a code of the list NEEDS.' })
  code: string;

  @Field(() => Int, { description: 'How much it matters: always 1, until a person changes it.' })
  weight: number;
}

@ObjectType('ReadPoint', { description: 'A WGS84 position.', simpleResolvers: true })
export class ReadPointType {
  @Field(() => Float, { description: 'Degrees north.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east.' })
  longitude: number;
}

@ObjectType('ReadPlace', {
  description:
    'The place that a sentence names. Give the only key that is not null to `near.place` of the profile.',
  simpleResolvers: true,
})
export class ReadPlaceType {
  @Field(() => String, { nullable: true, description: 'A postcode, a postcode sector or an outcode.' })
  postcode?: string | null;

  @Field(() => String, { nullable: true, description: 'The name of a place.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The URN of a school.' })
  schoolUrn?: string | null;

  @Field(() => ReadPointType, { nullable: true, description: 'A position.' })
  point?: ReadPointType | null;

  @Field(() => String, { nullable: true, description: 'The GSS code of a district.' })
  district?: string | null;

  @Field(() => String, { nullable: true, description: 'The id of a planning area.' })
  planningArea?: string | null;
}

@ObjectType('ReadNear', { description: 'Where to look from.', simpleResolvers: true })
export class ReadNearType {
  @Field(() => ReadPlaceType, { description: 'The place to look from.' })
  place: ReadPlaceType;
}

@ObjectType('ReadProfile', {
  description:
    'A profile with what a sentence says. Its fields are those of the input `MatchProfile`: without the fields that are null, it can be given to `match` as it is.',
  simpleResolvers: true,
})
export class ReadProfileType {
  @Field(() => [ReadNeedType], { description: 'The needs.' })
  needs: ReadNeedType[];

  @Field(() => [String], { description: 'The circumstances, codes of the list CIRCUMSTANCES.' })
  circumstances: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The tier, a code of the list TIER; null if none is named.',
  })
  tier: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The referral route, a code of the list REFERRAL_ROUTES; null if none is named.',
  })
  referralRoute: string | null;

  @Field(() => Int, { nullable: true, description: 'The year group; 0 is reception. Null if none is named.' })
  yearGroup: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The age in whole years; null if none is named, or if a year group is.',
  })
  age: number | null;

  @Field(() => ReadNearType, {
    nullable: true,
    description: 'Where to look from; null if no place is named.',
  })
  near: ReadNearType | null;
}

@ObjectType('MatchChip', {
  description:
    'What some words were read as. To take it out of the profile, leave out its codes or its field.',
  simpleResolvers: true,
})
export class MatchChipType {
  @Field(() => ChipKind, { description: 'What the chip is about.' })
  kind: string;

  @Field(() => ChipUse, { description: 'What was done with it.' })
  use: string;

  @Field(() => String, {
    nullable: true,
    description: 'The words that were typed, in small letters; null if they are not known word for word.',
  })
  said: string | null;

  @Field(() => String, { description: 'The text to show for what they were read as.' })
  label: string;

  @Field(() => [CodeType], { description: 'The codes that the profile has because of these words.' })
  codes: CodeType[];

  @Field(() => [CodeType], {
    description: 'The codes that a person can add to the profile because of these words.',
  })
  choices: CodeType[];

  @Field(() => String, { description: 'One plain sentence to show to people.' })
  sentence: string;
}

@ObjectType('MatchTextResults', {
  description:
    'The profile that a sentence was read as. Show it for confirmation before you use it in `match`.',
  simpleResolvers: true,
})
export class MatchTextResultsType {
  @Field(() => ReadProfileType, { nullable: true, description: 'The profile; null if the text was refused.' })
  profile: ReadProfileType | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the place to look from; null if no place is named.',
  })
  place: string | null;

  @Field(() => [MatchChipType], {
    description: 'What the words were read as, each with what was done with it.',
  })
  chips: MatchChipType[];

  @Field(() => [String], { description: 'The words that were not understood, in small letters.' })
  leftOut: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'What to show above all else if the text has words of suicide, self-harm, abuse or exploitation; null if it has none.',
  })
  safety: string | null;

  @Field(() => [MatchUserErrorType], { description: 'What to correct; empty if the text was read.' })
  userErrors: object[];
}
