import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { DateTime, LocalDate } from '../../../platform/graphql/scalars.js';
import { EntryKindEnum } from '../entry/entry.type.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { type ChangeRequestState, changeRequestStates } from './change-request.entity.js';

const ChangeRequestStateEnum = enumOf(
  changeRequestStates,
  'ChangeRequestState',
  'The state of a change request.',
  {
    OPEN: 'The council has not decided yet.',
    APPROVED: 'The council approved all its fields.',
    PARTLY_APPROVED: 'The council approved some of its fields and refused the others.',
    REFUSED: 'The council refused all its fields and gave a reason.',
    FAILED:
      'The council approved it for a later day, but on that day it could no longer be made. `decisionReason` says why.',
  },
);

@ObjectType('RequestedFieldChange', {
  description: 'A change to one field that a provider asks for. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class RequestedChangeType {
  @Field(() => String, { description: 'The name of the field, as in the inputs.' })
  field: string;

  @Field(() => String, {
    description: 'The value at the time of the request, as JSON. To show it to people, use `fromValues`.',
  })
  from: string;

  @Field(() => String, {
    description: 'The value that the provider asks for, as JSON. To show it to people, use `toValues`.',
  })
  to: string;
}

@ObjectType('ChangeRequest', {
  description:
    'A provider’s request to change fields of a listed entry that the council owns. Class: commissioner and the provider’s own.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ChangeRequestType extends NodeType {
  @Field(() => EntryKindEnum, { description: 'The kind of entry that the request is about.' })
  entryKind: EntryKindName;

  @Field(() => String, { nullable: true, description: 'The provider’s reason. Null if it gave none.' })
  reason: string | null;

  @Field(() => String, {
    description: 'The person or client that made the request, as the change log names them.',
  })
  requestedBy: string;

  @Field(() => ChangeRequestStateEnum, { description: 'The state of the request.' })
  state: ChangeRequestState;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day on which the approved changes are made. Null if they are made at once, or if there is no decision yet.',
  })
  effectiveOn: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The person or client that decided, as the change log names them. Null if there is no decision yet.',
  })
  decidedBy: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the council decided. Null if there is no decision yet.',
  })
  decidedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The reason for the decision. If the request failed, it also says why. Null if there is none.',
  })
  decisionReason: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the approved changes were made to the entry. Null if they have not been.',
  })
  appliedAt: Date | null;

  @Field(() => Int, { description: 'The version of the request. It grows with each change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the request was made.' })
  createdAt: Date;
}
