import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Problem } from '../../platform/errors.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { type SuggestionKind, suggestionKinds } from './suggest.rules.js';

/** What can be suggested, as an enum of the graph. */
export const SuggestionKindName = enumOf(suggestionKinds, 'SuggestionKind', 'What a suggestion is.', {
  CONCEPT: 'What people say that is not one code, such as “low mood” or “ADHD”.',
  PLACE: 'A town, village or other named place.',
  POSTCODE: 'A postcode, its sector or its outcode.',
  SCHOOL: 'A school that a search can start from.',
});

@ObjectType('SuggestedPoint', { description: 'A WGS84 position.', simpleResolvers: true })
export class SuggestedPointType {
  @Field(() => Float, { description: 'Degrees north.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east.' })
  longitude: number;
}

@ObjectType('SuggestedPlace', {
  description:
    'Where to search from: the one key that is not null, for `near.place` of `search`, which refuses the others even as nulls.',
  simpleResolvers: true,
})
export class SuggestedPlaceType {
  @Field(() => String, { nullable: true, description: 'A postcode, its sector or its outcode.' })
  postcode?: string;

  @Field(() => String, { nullable: true, description: 'A named place.' })
  name?: string;

  @Field(() => SuggestedPointType, {
    nullable: true,
    description: 'The position of a named place that shares its name with another.',
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
  description: 'What to narrow a search by: `filter: { <field>: { anyOf: [<value>] } }`.',
  simpleResolvers: true,
})
export class SuggestedFilterType {
  @Field(() => String, { description: 'A key of `SearchFilter`, such as `needs`.' })
  field: string;

  @Field(() => String, { description: 'A code or an id, such as `SEMH`.' })
  value: string;
}

@ObjectType('Suggestion', {
  description: 'Something that may be meant by what was typed. One of `near` and `filter` is there.',
  simpleResolvers: true,
})
export class SuggestionType {
  @Field(() => SuggestionKindName, { description: 'What it is.' })
  kind: SuggestionKind;

  @Field(() => String, { description: 'What to show.' })
  label: string;

  @Field(() => String, {
    description: 'What to show beside it, such as “Place in North Norfolk” or what a concept means.',
  })
  detail: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The other name that was typed, when the label does not begin with it: “pda” for autistic spectrum disorder.',
  })
  alsoCalled: string | null;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => SuggestedPlaceType, {
    nullable: true,
    description: 'For places, areas and schools: where to search.',
  })
  near: SuggestedPlaceType | null;

  @Field(() => SuggestedFilterType, {
    nullable: true,
    description: 'For providers, codes, concepts and local authorities: what to narrow a search by.',
  })
  filter: SuggestedFilterType | null;
}

const SuggestUserErrorType = userErrorType('Suggest', {
  about: 'a request for suggestions',
  why: 'Why nothing could be suggested.',
  codes: { INVALID: 'An argument breaks a rule, such as the longest text.' },
});

@ObjectType('Suggestions', { description: 'What may be meant by what was typed.', simpleResolvers: true })
export class SuggestionsType {
  @Field(() => [SuggestionType], { description: 'Best first.' })
  suggestions: SuggestionType[];

  @Field(() => [SuggestUserErrorType], {
    description: 'What to put right; empty when the text was looked up.',
  })
  userErrors: readonly Problem[];
}
