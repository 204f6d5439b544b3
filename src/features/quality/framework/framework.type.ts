import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { payloadOf, QualityRecordType } from '../record/quality.type.js';

const FrameworkState = enumOf(
  ['DRAFT', 'PUBLISHED'],
  'QualityFrameworkState',
  'Whether an edition of a framework can still change.',
  {
    DRAFT: 'It is being written and can change.',
    PUBLISHED: 'It is published and cannot change.',
  },
);

@ObjectType('QualityPrinciple', {
  description: 'One principle of a framework. Class: public.',
  simpleResolvers: true,
})
export class PrincipleType {
  @Field(() => Int, { description: 'The number of the principle in the framework, from 1.' })
  number: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The part of the framework it belongs to, from 1. Null if it belongs to none or this is not known.',
  })
  part: number | null;

  @Field(() => String, { description: 'The principle in one line.' })
  title: string;

  @Field(() => String, { description: 'What the principle means. Empty if there is no description.' })
  description: string;

  @Field(() => Boolean, { description: 'True if its wording or part still has to be confirmed.' })
  toBeConfirmed: boolean;
}

@ObjectType('QualityFramework', {
  description:
    'An edition of a framework of principles: national, or a local authority’s own. Drafts need quality.read. Class: public once published.',
  implements: NodeType,
  simpleResolvers: true,
})
export class FrameworkType extends QualityRecordType {
  @Field(() => String, { description: 'The title of the framework.' })
  title: string;

  @Field(() => Int, { description: 'The number of the edition: 1, 2, 3 and so on for the same owner.' })
  edition: number;

  @Field(() => FrameworkState, { description: 'Whether the edition can still change.' })
  state: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the edition was published. Null for a draft.',
  })
  publishedOn: string | null;

  @Field(() => [String], { description: 'The titles of its parts, in order. Empty if it has none.' })
  parts: string[];

  @Field(() => String, { description: 'The organisation that wrote it.' })
  source: string;
}

/** The result of a change to a framework. */
export const FrameworkPayload = payloadOf(FrameworkType, 'framework', 'QualityFrameworkPayload');
