import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Problem } from '../../platform/errors.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { type SuggestionKind, suggestionKinds } from './suggest.rules.js';

/** The kinds of suggestion, as a GraphQL enum. */
export const SuggestionKindName = enumOf(
  suggestionKinds,
  'SuggestionKind',
  'What kind of thing a suggestion is.',
  {
    NEED: 'A special educational need.',
    CIRCUMSTANCE: 'A circumstance of a pupil, such as the risk of an exclusion.',
    CONCEPT: 'An idea in people’s own words that is not a single code, such as “low mood” or “ADHD”.',
    PLACE: 'A town, village or other named place.',
    POSTCODE: 'A postcode, a postcode sector or an outcode.',
    DISTRICT: 'A district, unitary authority or borough.',
    PLANNING_AREA: 'An area that a local authority uses to plan provision.',
    LOCAL_AUTHORITY: 'A local authority with education duties.',
    PROVIDER: 'A listed provider.',
    SCHOOL: 'A school that a search can start from.',
    TIER: 'A tier of provision.',
    KEY_STAGE: 'A key stage of the national curriculum.',
    SETTING_TYPE: 'A type of provider, such as a pupil referral unit.',
    DELIVERY_MODE: 'A way of delivery, such as outreach.',
    ACCREDITATION: 'A qualification or award that pupils can gain.',
    OUTCOME: 'An outcome of the FLOURISH framework.',
  },
);

@ObjectType('SuggestedPoint', { description: 'A WGS84 position.', simpleResolvers: true })
export class SuggestedPointType {
  @Field(() => Float, { description: 'Degrees north, WGS84.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east, WGS84.' })
  longitude: number;
}

@ObjectType('SuggestedPlace', {
  description:
    'Where to search from. Give the only key that is not null to `near.place` of `search`. Leave out the other keys: `search` does not accept them, even as null.',
  simpleResolvers: true,
})
export class SuggestedPlaceType {
  @Field(() => String, { nullable: true, description: 'A postcode, a postcode sector or an outcode.' })
  postcode?: string;

  @Field(() => String, { nullable: true, description: 'The name of a place.' })
  name?: string;

  @Field(() => SuggestedPointType, {
    nullable: true,
    description: 'The position of a named place, if another place has the same name.',
  })
  point?: SuggestedPointType;

  @Field(() => String, { nullable: true, description: 'The URN of a school.' })
  schoolUrn?: string;

  @Field(() => String, { nullable: true, description: 'The GSS code of a district.' })
  district?: string;

  @Field(() => ID, { nullable: true, description: 'The id of a planning area.' })
  planningArea?: string;
}

@ObjectType('SuggestedFilter', {
  description: 'What to narrow a search with: `filter: { <field>: { anyOf: [<value>] } }`.',
  simpleResolvers: true,
})
export class SuggestedFilterType {
  @Field(() => String, { description: 'A key of `SearchFilter`, such as `needs`.' })
  field: string;

  @Field(() => String, { description: 'A code or an id, such as `SEMH`.' })
  value: string;
}

@ObjectType('Suggestion', {
  description: 'Something that the text may mean. Either `near` or `filter` is given, and the other is null.',
  simpleResolvers: true,
})
export class SuggestionType {
  @Field(() => SuggestionKindName, { description: 'What kind of thing it is.' })
  kind: SuggestionKind;

  @Field(() => String, { description: 'The text to show.' })
  label: string;

  @Field(() => String, {
    description:
      'A text to show next to the label, such as “Place in North Norfolk” or the meaning of a concept.',
  })
  detail: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Another name that begins with the text, if the label does not: “pda” for autistic spectrum disorder. Otherwise null.',
  })
  alsoCalled: string | null;

  @Field(() => Boolean, { description: 'True if this is invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => SuggestedPlaceType, {
    nullable: true,
    description: 'Where to search, for places, areas and schools; null for others.',
  })
  near: SuggestedPlaceType | null;

  @Field(() => SuggestedFilterType, {
    nullable: true,
    description:
      'What to narrow a search with, for providers, codes, concepts and local authorities; null for others.',
  })
  filter: SuggestedFilterType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'If it stands only for the end of the text, the whole text with it written out, such as “autism near Thetford”. Otherwise null.',
  })
  text: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'If it stands only for the end of the text, the text without it, such as “autism”, to search for together with `near` or `filter`. Otherwise null.',
  })
  textWithout: string | null;
}

const SuggestUserErrorType = userErrorType('Suggest', 'a request for suggestions');

@ObjectType('Suggestions', { description: 'The suggestions for a text.', simpleResolvers: true })
export class SuggestionsType {
  @Field(() => [SuggestionType], { description: 'The suggestions, best first.' })
  suggestions: SuggestionType[];

  @Field(() => [SuggestUserErrorType], {
    description: 'What to correct; empty if the text was looked up.',
  })
  userErrors: readonly Problem[];
}
