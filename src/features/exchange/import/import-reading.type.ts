import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { type ImportKind, importKinds } from './import-kinds.terms.js';
import { type ImportOutcome, type ImportSubject, importOutcomes, importSubjects } from './import-notes.js';

/** The kinds of import, as a GraphQL enum. */
export const ImportKindName = enumOf(
  importKinds,
  'ImportKind',
  'A kind of data that is imported from files.',
  {
    POSTCODES: 'Postcodes with their positions: Code-Point Open, ONSPD or NSPL.',
    GIAS: 'Schools from Get Information About Schools (GIAS).',
    GIAS_LINKS: 'Predecessors and successors of schools, from GIAS.',
    AREAS: 'Districts and local authorities, and which came after which.',
    PLACES: 'Towns, villages and other named places: OS Open Names.',
  },
);

/** What an import did, as a GraphQL enum. */
export const ImportOutcomeName = enumOf(
  importOutcomes,
  'ImportOutcome',
  'What an import did with a row of its file, or with a stored record.',
  {
    ADDED: 'A record was added.',
    CHANGED: 'A stored record was changed.',
    REMOVED: 'A stored record was removed.',
    REFUSED: 'A row was left out because of an error.',
    LEFT_OUT: 'One value of a row was left out because it cannot be used. What was stored for it has stayed.',
    REVIEW: 'A person has to decide what to do.',
  },
);

/** What it did that to, as a GraphQL enum. */
export const ImportSubjectName = enumOf(
  importSubjects,
  'ImportSubject',
  'A kind of record that imports write.',
  {
    POSTCODE: 'A postcode.',
    LOCAL_AUTHORITY: 'A local authority, by its code.',
    DISTRICT: 'A district, by its code.',
    SCHOOL: 'A school, by its URN.',
    ENTRY: 'A provider in the register, by its URN.',
    SCHOOL_LINK: 'A link from one school to another, by the URN of the first.',
    SUCCESSION: 'A succession of one area by another, by the code of the first.',
    NAMED_PLACE: 'A town, village or other named place, by its identifier in OS Open Names.',
  },
);

@ObjectType('ImportCount', {
  description: 'How often an import did one thing to one kind of record.',
  simpleResolvers: true,
})
export class ImportCountType {
  @Field(() => ImportOutcomeName, { description: 'What was done.' })
  outcome: ImportOutcome;

  @Field(() => ImportSubjectName, { description: 'What it was done to.' })
  subject: ImportSubject;

  @Field(() => Int, { description: 'How often.' })
  count: number;
}

@ObjectType('Import', {
  description: 'An import of a file that was stored. Needs import.read.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ImportType extends NodeType {
  @Field(() => ImportKindName, { description: 'The kind of data.' })
  kind: ImportKind;

  @Field(() => String, { description: 'The product that the file was recognised as, such as ONSPD.' })
  product: string;

  @Field(() => String, { description: 'The name of the file or folder.' })
  fileName: string;

  @Field(() => DateTime, { description: 'When the import began.' })
  startedAt: Date;

  @Field(() => DateTime, { description: 'When the import ended.' })
  finishedAt: Date;
}

@ObjectType('ImportRow', {
  description:
    'One thing that an import did, at its `position` in that import. Never contains a value of the file, apart from the key. Needs import.read.',
  simpleResolvers: true,
})
export class ImportRowType {
  @Field(() => Int, { description: 'The place among the rows of the import that were kept.' })
  position: number;

  @Field(() => ImportOutcomeName, { description: 'What was done.' })
  outcome: ImportOutcome;

  @Field(() => ImportSubjectName, { description: 'What it was done to.' })
  subject: ImportSubject;

  @Field(() => String, {
    nullable: true,
    description: 'The natural key of the record, such as a URN. Null if it cannot be read.',
  })
  key: string | null;

  @Field(() => Int, { nullable: true, description: 'The line of the file. Null if it is not known.' })
  line: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, or which columns. Null if there is nothing to add.',
  })
  detail: string | null;
}

@ObjectType('ImportSource', {
  description: 'How old the data of one kind is. Identified by `kind`. Needs import.read.',
  simpleResolvers: true,
})
export class ImportSourceType {
  @Field(() => ImportKindName, { description: 'The kind of data.' })
  kind: ImportKind;

  @Field(() => String, {
    nullable: true,
    description: 'The product that was imported last. Null if there was none.',
  })
  product: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the file that was imported last. Null if there was none.',
  })
  fileName: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was. Null if it was never imported.' })
  importedAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Whole days since then. Null if it was never imported.',
  })
  ageDays: number | null;
}

/** A page of imports. */
export const ImportConnection = connectionOf(ImportType, 'Import', { one: 'an import', many: 'imports' });
/** A page of the rows of an import. */
export const ImportRowConnection = connectionOf(ImportRowType, 'ImportRow', {
  one: 'a row of an import',
  many: 'rows of an import',
});
