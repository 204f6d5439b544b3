import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { DateTime, LocalDate } from '../../../platform/graphql/scalars.js';
import { EntryKindEnum } from '../entry/entry.type.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { type ChangeRequestState, changeRequestStates } from './change-request.entity.js';

const ChangeRequestStateEnum = enumOf(
  changeRequestStates,
  'ChangeRequestState',
  'What a change request stands at.',
  {
    OPEN: 'Nobody has decided on it yet.',
    APPROVED: 'In whole.',
    PARTLY_APPROVED: 'Some of its fields.',
    REFUSED: 'With a reason.',
    FAILED: 'Approved, but the register had moved on when its day came; the reason says how.',
  },
);

@ObjectType('RequestedFieldChange', {
  description: 'A field as it is and as it is wanted. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class RequestedChangeType {
  @Field(() => String, { description: 'Name of the field, as in the inputs.' })
  field: string;

  @Field(() => String, {
    description: 'Value when the change was asked for, as JSON. To show it, ask for `fromValues`.',
  })
  from: string;

  @Field(() => String, { description: 'Value that is wanted, as JSON. To show it, ask for `toValues`.' })
  to: string;
}

@ObjectType('ChangeRequest', {
  description:
    'A provider’s wish to change fields of a listed entry that the council owns. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class ChangeRequestType {
  @Field(() => EntryKindEnum, { description: 'What kind of entry it is about.' })
  entryKind: EntryKindName;

  @Field(() => String, { nullable: true, description: 'Why it is wanted.' })
  reason: string | null;

  @Field(() => String, { description: 'Who asked, as the change log names them.' })
  requestedBy: string;

  @Field(() => ChangeRequestStateEnum, { description: 'What it stands at.' })
  state: ChangeRequestState;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'First day on which what was approved holds; null: from the decision on.',
  })
  effectiveOn: string | null;

  @Field(() => String, { nullable: true, description: 'Who decided; null while nobody has.' })
  decidedBy: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it is open.' })
  decidedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decisionReason: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it became the entry’s; null while it has not.',
  })
  appliedAt: Date | null;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt: Date;
}
