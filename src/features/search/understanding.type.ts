import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { PlaceType } from '../place/place.type.js';
import { understoodKinds } from './sentence-parts.js';

@ObjectType('UnderstoodConcept', {
  description: 'Words of the text that were understood as a concept.',
  simpleResolvers: true,
})
export class UnderstoodConceptType {
  @Field(() => String, {
    description: 'The words that were typed, in lower case and without accents and apostrophes.',
  })
  said: string;

  @Field(() => String, { description: 'The name of the concept that they were understood as.' })
  label: string;

  @Field(() => String, { description: 'One sentence that explains the concept.' })
  explanation: string;

  @Field(() => [String], { description: 'The codes that mean the concept itself, as `LIST:CODE`.' })
  strongCodes: string[];

  @Field(() => Boolean, {
    description:
      'True if each result stands for it. False if it only puts the results in order, because few or none stand for all that was said.',
  })
  isRequired: boolean;
}

/** What a part of a text can be understood as, as a GraphQL enum. */
export const UnderstoodKind = enumOf(
  understoodKinds,
  'UnderstoodKind',
  'What a part of the text was understood as.',
  {
    CONCEPT: 'An idea that offerings can stand for, such as autism or boxing.',
    PLACE: 'A place to search from, or an area to search in.',
    YEAR: 'National curriculum years.',
    AGE: 'An age in whole years.',
    KEY_STAGE: 'Key stages.',
    WORD: 'A word that was searched for as it is.',
  },
);

@ObjectType('UnderstoodPart', {
  description: 'A part of the text as it was understood, to show so that a person can remove it.',
  simpleResolvers: true,
})
export class UnderstoodPartType {
  @Field(() => UnderstoodKind, { description: 'What the part was understood as.' })
  kind: keyof typeof UnderstoodKind;

  @Field(() => String, {
    description: 'The words that were typed, in lower case and without accents and apostrophes.',
  })
  said: string;

  @Field(() => String, { description: 'What they were understood as, in words to show.' })
  label: string;

  @Field(() => Boolean, {
    description: 'True if each result meets it. False if it only puts the results in order.',
  })
  isRequired: boolean;

  @Field(() => String, { description: 'The text to send to search without this part.' })
  textWithout: string;
}

@ObjectType('Understanding', { description: 'What a search was understood as.', simpleResolvers: true })
export class UnderstandingType {
  @Field(() => PlaceType, { nullable: true, description: 'The place; null if an area or nothing was given.' })
  place: PlaceType | null;

  @Field(() => String, { nullable: true, description: 'The name of the area; null if no area was given.' })
  area: string | null;

  @Field(() => Boolean, {
    description:
      'True if the place or area was read in the text. To search without it, send `placeInText: false` or remove its part.',
  })
  isPlaceFromText: boolean;

  @Field(() => [String], {
    description:
      'Places that the text may mean, where several have the same name. They do not narrow the search: offer them, and send the one that is meant as `near`.',
  })
  possiblePlaces: string[];

  @Field(() => Int, { nullable: true, description: 'The radius in metres; null if there is none.' })
  radiusMetres: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How distances are measured: sentences to show next to them; null if there are no distances.',
  })
  distances: string | null;

  @Field(() => [Int], {
    description:
      'The national curriculum years that the text asks for, and by which the results were filtered; 0 is reception. Empty if the filter says a year, an age or a key stage itself.',
  })
  yearGroups: number[];

  @Field(() => [Int], {
    description: 'The ages that the text asks for, in whole years, and by which the results were filtered.',
  })
  ages: number[];

  @Field(() => [String], {
    description: 'Codes of the key stages that the text asks for, and by which the results were filtered.',
  })
  keyStages: string[];

  @Field(() => [UnderstoodPartType], {
    description:
      'The parts of the text that count, in its order. Show them so that a person can see and remove each.',
  })
  parts: UnderstoodPartType[];

  @Field(() => [String], {
    description:
      'Texts that may have been meant, at most three, the likeliest first. Empty unless a word is in no entry and is like others that are.',
  })
  didYouMean: string[];

  @Field(() => [UnderstoodConceptType], { description: 'The concepts that the text names.' })
  concepts: UnderstoodConceptType[];

  @Field(() => Boolean, {
    description:
      'True if no offering stands for a concept that must be met, so that offerings that are related to it count too.',
  })
  widened: boolean;

  @Field(() => [String], { description: 'The words that were searched for as they are.' })
  words: string[];

  @Field(() => [String], {
    description:
      'The words that need not match, because nothing would be found with them. They only put the results in order.',
  })
  ignoredWords: string[];
}
