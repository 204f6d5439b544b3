import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { fieldSources, type RecordKind, recordKinds } from './memory.rules.js';

const RecordKindName = enumOf(recordKinds, 'RecordKind', 'The kind of a record in the history.', {
  PROVIDER: 'A provider.',
  SITE: 'A site of a provider.',
  OFFERING: 'An offering of a provider.',
  VACANCY: 'A vacancy of an offering.',
  CONTACT: 'A contact of a provider.',
});

const FieldSourceName = enumOf(fieldSources, 'FieldSource', 'The kind of source that a value comes from.', {
  GIAS: 'Get Information About Schools, the national register.',
  IMPORT_FILE: 'Another imported file.',
  COUNCIL: 'An officer or administrator of the local authority.',
  PROVIDER: 'The provider itself.',
  DEMONSTRATION: 'Invented demonstration data.',
  OTHER: 'Another program or person. See `actor`.',
});

const HistoryAction = enumOf(
  ['CREATED', 'CHANGED', 'REMOVED'],
  'HistoryAction',
  'The kind of change to a record.',
  {
    CREATED: 'The record was created.',
    CHANGED: 'Fields of the record changed.',
    REMOVED: 'The record was removed.',
  },
);

@ObjectType('FieldValue', { description: 'The value of a field at one time.', simpleResolvers: true })
export class FieldValueType {
  @Field(() => String, {
    nullable: true,
    description:
      'The value as JSON text, so that it can be restored exactly. Null if there was no value. To show the value to people, use `values`.',
  })
  value: string | null;

  @Field(() => [String], {
    description: 'The labels of the codes or areas in the value. Empty for other values.',
  })
  labels: string[];
}

@ObjectType('RecordField', { description: 'A field of a record, with its value.', simpleResolvers: true })
export class RecordFieldType extends FieldValueType {
  @Field(() => String, { description: 'The name of the field in this API, such as `price.pence`.' })
  field: string;
}

@ObjectType('FieldChange', { description: 'A change to one field.', simpleResolvers: true })
export class FieldChangeType {
  @Field(() => String, { description: 'The name of the field in this API, such as `price.pence`.' })
  field: string;

  @Field(() => FieldValueType, { description: 'The value before the change.' })
  from: FieldValueType;

  @Field(() => FieldValueType, { description: 'The value after the change.' })
  to: FieldValueType;
}

@ObjectType('HistoryEvent', {
  description:
    'A change to one record by a person or program. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class HistoryEventType {
  @Field(() => DateTime, { description: 'The time of the change.' })
  at: Date;

  @Field(() => String, {
    description:
      'Who made the change: a role with the pseudonym of a person or the id of a client, or the name of another program.',
  })
  actor: string;

  @Field(() => FieldSourceName, { description: 'The kind of source that the actor is.' })
  source: keyof typeof FieldSourceName;

  @Field(() => String, { nullable: true, description: 'The reason. Null if none was given.' })
  reason: string | null;

  @Field(() => RecordKindName, { description: 'The kind of the record.' })
  kind: RecordKind;

  @Field(() => ID, {
    description: 'The global id of the record that changed: the entry itself, or a part of it.',
  })
  recordId: string;

  @Field(() => HistoryAction, { description: 'The kind of change.' })
  action: keyof typeof HistoryAction;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the record after the change. Null if the record was removed, or if only the sites of an offering changed.',
  })
  version: number | null;

  @Field(() => [FieldChangeType], {
    description: 'The fields that changed, limited to those that you may see.',
  })
  changes: FieldChangeType[];
}

/** A page of a history. */
export const HistoryEventConnection = connectionOf(HistoryEventType, 'HistoryEvent', {
  one: 'a history event',
  many: 'history events',
});

@ObjectType('RecordAsOf', {
  description:
    'A record as it was known at one time. It has no key, because the same record differs from one time to another. Do not cache it by `recordId`. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class RecordAsOfType {
  @Field(() => RecordKindName, { description: 'The kind of the record.' })
  kind: RecordKind;

  @Field(() => ID, { description: 'The global id of the record. It never changes.' })
  recordId: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the record at that time. Null for records without a name.',
  })
  name: string | null;

  @Field(() => Int, { description: 'The version of the record at that time.' })
  version: number;

  @Field(() => [RecordFieldType], {
    description: 'The fields of the record, limited to those that you may see.',
  })
  fields: RecordFieldType[];
}

/** A page of the register as it was. */
export const RecordAsOfConnection = connectionOf(RecordAsOfType, 'RecordAsOf', {
  one: 'a state of a record',
  many: 'states of records',
});

@ObjectType('EntryAsOf', {
  description: 'What was known about an entry at one time. It has no key. Do not cache it.',
  simpleResolvers: true,
})
export class EntryAsOfType {
  @Field(() => DateTime, { description: 'The time that you gave.' })
  at: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The start of what is known about the entry: the time it was created, or the time the change log began if the entry is older. Null if there is no change log yet.',
  })
  knownSince: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the entry existed at that time. Null if this is not known, because the change log began later.',
  })
  existed: boolean | null;

  @Field(() => RecordAsOfType, {
    nullable: true,
    description: 'The entry itself. Null if it did not exist or this is not known.',
  })
  record: RecordAsOfType | null;
}

@ObjectType('FieldProvenance', {
  description:
    'The source of the current value of a field. Class: commissioner, and the provider it is about.',
  simpleResolvers: true,
})
export class FieldProvenanceType {
  @Field(() => String, { description: 'The name of the field in this API, such as `price.pence`.' })
  field: string;

  @Field(() => FieldSourceName, { description: 'The kind of source.' })
  source: keyof typeof FieldSourceName;

  @Field(() => String, {
    description:
      'Who entered the value: a role with the pseudonym of a person or the id of a client, or the name of another program.',
  })
  actor: string;

  @Field(() => String, {
    nullable: true,
    description: 'The reason, or the file that the value came from. Null if neither was given.',
  })
  reason: string | null;

  @Field(() => DateTime, { description: 'The time the hub stored the value.' })
  observedAt: Date;
}

/** An error in a request to restore a version. */
export const MemoryUserErrorType = userErrorType('Memory', 'a restoration');
