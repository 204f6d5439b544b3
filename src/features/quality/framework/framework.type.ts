import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { payloadOf, QualityRecordType } from '../record/quality.type.js';

const FrameworkState = enumOf(
  ['DRAFT', 'PUBLISHED'],
  'QualityFrameworkState',
  'Whether an edition may still change.',
  {
    DRAFT: 'It is being written.',
    PUBLISHED: 'It stays as it is.',
  },
);

@ObjectType('QualityPrinciple', {
  description: 'One principle of a framework. Class: public.',
  simpleResolvers: true,
})
export class PrincipleType {
  @Field(() => Int, { description: 'Its number in the framework, from 1.' })
  number: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Which part of the framework it belongs to, from 1; null: none, or not known.',
  })
  part: number | null;

  @Field(() => String, { description: 'The principle in a line.' })
  title: string;

  @Field(() => String, { description: 'What it means; empty when nothing more is said.' })
  description: string;

  @Field(() => Boolean, { description: 'True where its wording or part still has to be confirmed.' })
  toBeConfirmed: boolean;
}

@ObjectType('QualityFramework', {
  description:
    'An edition of a framework of principles, national or of a local authority. Class: public once published.',
  simpleResolvers: true,
})
export class FrameworkType extends QualityRecordType {
  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => Int, { description: '1, 2, 3 of the same owner.' })
  edition: number;

  @Field(() => FrameworkState, { description: 'Whether it may still change.' })
  state: string;

  @Field(() => LocalDate, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedOn: string | null;

  @Field(() => [String], { description: 'Titles of its parts, in order.' })
  parts: string[];

  @Field(() => String, { description: 'Who wrote it.' })
  source: string;
}

/** What came of a change to a framework. */
export const FrameworkPayload = payloadOf(FrameworkType, 'framework', 'QualityFrameworkPayload');
