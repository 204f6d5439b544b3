import { Field, ObjectType } from 'type-graphql';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { SignpostThemeName } from '../vocabulary/vocabulary.type.js';

@ObjectType('Signpost', {
  description:
    'Where someone in need of help can turn: a line, a text service or a page. Its details were read on the pages in `sources` on the day `checkedOn`. Identified by `key`.',
  simpleResolvers: true,
})
export class SignpostType {
  @Field(() => String, { description: 'A short name that never changes.' })
  key: string;

  @Field(() => String, { description: 'The name to show.' })
  label: string;

  @Field(() => String, { description: 'One plain sentence to show, which says what it is for.' })
  sentence: string;

  @Field(() => String, { nullable: true, description: 'The number to call; null if there is none.' })
  telephone: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number to send a text message to; null if there is none.',
  })
  sms: string | null;

  @Field(() => String, { nullable: true, description: 'The address of its website; null if there is none.' })
  website: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it is open, in words; null if that is not known for certain: see its website.',
  })
  openingHours: string | null;

  @Field(() => String, { description: 'Who can use it, in words.' })
  forWhom: string;

  @Field(() => [SignpostThemeName], { description: 'What it helps with.' })
  themes: string[];

  @Field(() => [String], { description: 'The addresses of the pages on which its details stand.' })
  sources: string[];

  @Field(() => LocalDate, { description: 'The day those pages were read.' })
  checkedOn: string;
}
