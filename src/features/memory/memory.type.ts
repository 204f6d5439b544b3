import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { fieldSources, type RecordKind, recordKinds } from './memory.rules.js';

const RecordKindName = enumOf(recordKinds, 'RecordKind', 'What a record is about.');

const FieldSourceName = enumOf(fieldSources, 'FieldSource', 'Where a value comes from.', {
  GIAS: 'Get Information About Schools, the national register.',
  IMPORT_FILE: 'Another imported file.',
  COUNCIL: 'Somebody at the local authority.',
  PROVIDER: 'The provider itself.',
  DEMONSTRATION: 'Invented, for demonstration.',
  OTHER: 'A program or person of another kind: see the actor.',
});

const HistoryAction = enumOf(
  ['CREATED', 'CHANGED', 'REMOVED'],
  'HistoryAction',
  'What was done to a record.',
);

@ObjectType('FieldValue', { description: 'A value of a field at some time.', simpleResolvers: true })
export class FieldValueType {
  @Field(() => String, {
    nullable: true,
    description:
      'The value as JSON text, to be put back as it was; null for none. To show it, ask for `values`.',
  })
  value: string | null;

  @Field(() => [String], { description: 'What the codes or areas in it are called; empty for others.' })
  labels: string[];
}

@ObjectType('RecordField', { description: 'A field of a record and its value.', simpleResolvers: true })
export class RecordFieldType extends FieldValueType {
  @Field(() => String, { description: 'The field as it is called in the graph, such as `price.pence`.' })
  field: string;
}

@ObjectType('FieldChange', { description: 'What became of a field.', simpleResolvers: true })
export class FieldChangeType {
  @Field(() => String, { description: 'The field as it is called in the graph, such as `price.pence`.' })
  field: string;

  @Field(() => FieldValueType, { description: 'Before.' })
  from: FieldValueType;

  @Field(() => FieldValueType, { description: 'After.' })
  to: FieldValueType;
}

@ObjectType('HistoryEvent', {
  description: 'What somebody did to one record. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class HistoryEventType {
  @Field(() => DateTime, { description: 'When.' })
  at: Date;

  @Field(() => String, { description: 'Who: a role and the one who acted in it, or a program.' })
  actor: string;

  @Field(() => FieldSourceName, { description: 'What kind of source that is.' })
  source: keyof typeof FieldSourceName;

  @Field(() => String, { nullable: true, description: 'Why, where a reason was given.' })
  reason: string | null;

  @Field(() => RecordKindName, { description: 'What the record is.' })
  kind: RecordKind;

  @Field(() => ID, { description: 'The record that was changed: the entry itself, or a part of it.' })
  recordId: string;

  @Field(() => HistoryAction, { description: 'What was done.' })
  action: keyof typeof HistoryAction;

  @Field(() => Int, { nullable: true, description: 'Version of the record after it; null for a removal.' })
  version: number | null;

  @Field(() => [FieldChangeType], { description: 'The fields that changed, those that the reader may see.' })
  changes: FieldChangeType[];
}

/** A page of a history. */
export const HistoryEventConnection = connectionOf(HistoryEventType, 'HistoryEvent');

@ObjectType('RecordAsOf', {
  description: 'A record as it was known at some time. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class RecordAsOfType {
  @Field(() => RecordKindName, { description: 'What the record is.' })
  kind: RecordKind;

  @Field(() => ID, { description: 'Its global id, then and now.' })
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it was called; null for records without a name.',
  })
  name: string | null;

  @Field(() => Int, { description: 'Its version then.' })
  version: number;

  @Field(() => [RecordFieldType], { description: 'Its fields, those that the reader may see.' })
  fields: RecordFieldType[];
}

/** A page of the register as it was. */
export const RecordAsOfConnection = connectionOf(RecordAsOfType, 'RecordAsOf');

@ObjectType('EntryAsOf', { description: 'What was known of an entry at some time.', simpleResolvers: true })
export class EntryAsOfType {
  @Field(() => DateTime, { description: 'The time that was asked about.' })
  at: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when the entry is on record: when it was made, or when the record of changes began. Null while there is none.',
  })
  knownSince: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it existed then; null where that is not known, the record of changes being younger.',
  })
  existed: boolean | null;

  @Field(() => RecordAsOfType, {
    nullable: true,
    description: 'The entry itself; null where it was not there.',
  })
  record: RecordAsOfType | null;
}

@ObjectType('FieldProvenance', {
  description: 'Where the value of a field comes from. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class FieldProvenanceType {
  @Field(() => String, { description: 'The field as it is called in the graph, such as `price.pence`.' })
  field: string;

  @Field(() => FieldSourceName, { description: 'What kind of source.' })
  source: keyof typeof FieldSourceName;

  @Field(() => String, { description: 'Who wrote it: a role and the one who acted in it, or a program.' })
  actor: string;

  @Field(() => String, { nullable: true, description: 'Why, or the file it came from.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When the hub took it in.' })
  observedAt: Date;
}

/** What was wrong with a restoration. */
export const MemoryUserErrorType = userErrorType('Memory', {
  about: 'a restoration',
  why: 'Why an earlier version could not be restored.',
  codes: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'TAKEN', 'NOT_IN_THIS_STATE', 'UNKNOWN_CODE', 'EXPIRED_CODE'],
});
