import { Field, ObjectType } from 'type-graphql';
import { enumOf } from '../../platform/graphql/enum.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { codeLists } from './vocabulary.service.js';

/** Names of the code lists, as an enum of the graph. */
export const CodeListName = enumOf(codeLists, 'CodeListName', 'The code lists the hub keeps.');

@ObjectType('Code', {
  description: 'A code of a list that changes over time, with the dates between which it may be used.',
  simpleResolvers: true,
})
export class CodeType {
  @Field(() => CodeListName, { description: 'The list it belongs to.' })
  list: string;

  @Field(() => String, { description: 'The code, unique in its list.' })
  code: string;

  @Field(() => String, { description: 'What to show for it.' })
  label: string;

  @Field(() => String, { description: 'What it means.' })
  description: string;

  @Field(() => String, { description: 'Where the code comes from.' })
  source: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day it may be used; null: it always could.' })
  validFrom: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day it may be used; null: no end is known.' })
  validTo: string | null;
}

@ObjectType('Concept', {
  description: 'What people type, and the codes it stands for in a search.',
  simpleResolvers: true,
})
export class ConceptType {
  @Field(() => String, { description: 'A short name that stays the same.' })
  id: string;

  @Field(() => String, { description: 'What to show for it.' })
  label: string;

  @Field(() => String, { description: 'One sentence that explains it.' })
  explanation: string;

  @Field(() => [String], { description: 'Phrases that are understood as this concept.' })
  phrases: string[];

  @Field(() => [String], { description: 'Codes (LIST:CODE) that mean it.' })
  strongCodes: string[];

  @Field(() => [String], { description: 'Codes (LIST:CODE) that often go with it.' })
  relatedCodes: string[];
}

@ObjectType('LabelledValue', {
  description: 'A value as it is written, and what to show for it.',
  simpleResolvers: true,
})
export class LabelledValueType {
  @Field(() => String, { description: 'The value: a text, number, day, code, or id of the graph.' })
  value: string;

  @Field(() => String, {
    description: 'What people call it: of a code, an area or a record its name, else the value itself.',
  })
  label: string;
}
