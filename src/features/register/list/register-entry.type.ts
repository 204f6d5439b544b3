import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { RegisterState } from '../../provider/provider.entity.js';
import { RegisterStateName } from '../../provider/provider.type.js';
import { EntryKindEnum } from '../entry/entry.type.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { stepNames } from '../entry/steps.js';
import { type ReviewReason, reviewReasons } from './register-filter.rules.js';

/** The steps as an enum of the graph. */
export const StepEnum = enumOf(
  stepNames,
  'RegisterStep',
  'A step that moves an entry from one state to another.',
  {
    SUBMIT: 'Sends a draft to the council. It becomes SUBMITTED.',
    START_REVIEW: 'Starts the council’s review of a submitted entry. It becomes IN_REVIEW.',
    APPROVE: 'Approves an entry in review. It becomes LISTED, and is public if its provider is listed too.',
    REFUSE: 'Refuses an entry that is submitted or in review. It becomes DRAFT again. A reason is needed.',
    SUSPEND: 'Hides a listed entry from the public at once. It becomes SUSPENDED. A reason is needed.',
    WITHDRAW: 'Takes an entry out of the register. It becomes WITHDRAWN. A reason is needed.',
    RESTORE: 'Brings an entry back. A suspended entry becomes LISTED again, a withdrawn one DRAFT.',
  },
);

@ObjectType('TakenStep', {
  description:
    'The step that brought an entry to its current state. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class TakenStepType {
  @Field(() => RegisterStateName, {
    nullable: true,
    description: 'The state before the step. Null if the entry was created in its current state.',
  })
  from: RegisterState | null;

  @Field(() => RegisterStateName, { description: 'The state after the step.' })
  to: RegisterState;

  @Field(() => DateTime, { description: 'When the step was taken.' })
  at: Date;

  @Field(() => String, {
    description: 'The person or client that took the step, as the change log names them.',
  })
  actor: string;

  @Field(() => String, { nullable: true, description: 'The reason for the step. Null if none was given.' })
  reason: string | null;
}

@ObjectType('RegisterEntry', {
  description:
    'An entry of the register in any state. Identified by `entryId`: it has no id of its own, because that is the id of the provider, site or offering. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class RegisterEntryType {
  @Field(() => EntryKindEnum, { description: 'The kind of the entry.' })
  kind: EntryKindName;

  @Field(() => String, { description: 'The name of a provider or site, or the title of an offering.' })
  name: string;

  @Field(() => RegisterStateName, { description: 'The state of the entry.' })
  state: RegisterState;

  @Field(() => Int, { description: 'The version of the entry. Send it with your change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the entry was last changed.' })
  updatedAt: Date;

  @Field(() => DateTime, { description: 'When the entry came to its current state.' })
  stateSince: Date;
}

@ObjectType('StateCount', {
  description: 'The number of entries of one kind in one state.',
  simpleResolvers: true,
})
export class StateCountType {
  @Field(() => EntryKindEnum, { description: 'The kind of the entries.' })
  kind: EntryKindName;

  @Field(() => RegisterStateName, { description: 'The state of the entries.' })
  state: RegisterState;

  @Field(() => Int, { description: 'The number of entries.' })
  count: number;
}

@ObjectType('FreshnessCounts', {
  description: 'The numbers of vacancies of listed offerings, by how far they can be relied on now.',
  simpleResolvers: true,
})
export class FreshnessCountsType {
  @Field(() => Int, {
    description:
      'The number of vacancies that were confirmed, and are not yet halfway to their expiry or do not expire.',
  })
  confirmed: number;

  @Field(() => Int, {
    description: 'The number of vacancies that were confirmed, but are at least halfway to their expiry.',
  })
  ageing: number;

  @Field(() => Int, { description: 'The number of vacancies whose confirmation has expired.' })
  stale: number;

  @Field(() => Int, { description: 'The number of vacancies that were never confirmed.' })
  unknown: number;
}

/** The reasons to look at a provider again, as an enum of the graph. */
export const ReviewReasonEnum = enumOf(
  reviewReasons,
  'ReviewReason',
  'A reason to look at a provider again, which comes from GIAS.',
  {
    SCHOOL_CLOSED: 'The school with its URN has closed.',
    SCHOOL_PROPOSED_TO_CLOSE: 'The school with its URN is open, but it is proposed to close.',
    SCHOOL_NOT_OPEN: 'The school with its URN is not open yet.',
  },
);

@ObjectType('ReviewReasonCount', {
  description: 'The number of providers with one reason to look at them again.',
  simpleResolvers: true,
})
export class ReviewReasonCountType {
  @Field(() => ReviewReasonEnum, { description: 'The reason.' })
  reason: ReviewReason;

  @Field(() => Int, { description: 'The number of providers, without withdrawn ones.' })
  providers: number;

  @Field(() => Int, { description: 'The number of those that are listed.' })
  listed: number;
}

@ObjectType('RegisterOverview', {
  description: 'An overview of a local authority’s register. Class: commissioner.',
  simpleResolvers: true,
})
export class RegisterOverviewType {
  @Field(() => [StateCountType], {
    description: 'The number of entries for each kind and state. States without entries are left out.',
  })
  states: StateCountType[];

  @Field(() => Int, {
    description: 'The number of entries that wait for the council: those submitted or in review.',
  })
  waitingEntries: number;

  @Field(() => Int, { description: 'The number of change requests that wait for a decision.' })
  openChangeRequests: number;

  @Field(() => [ReviewReasonCountType], {
    description:
      'Reasons to look at providers again, such as a school that has closed. Reasons without providers are left out.',
  })
  reviewReasons: ReviewReasonCountType[];

  @Field(() => FreshnessCountsType, { description: 'The number of vacancies by freshness.' })
  vacancies: FreshnessCountsType;
}

/** A page of the register. */
export const RegisterEntryConnection = connectionOf(RegisterEntryType, 'RegisterEntry', {
  one: 'a register entry',
  many: 'register entries',
});
