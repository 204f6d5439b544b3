import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { RegisterState } from '../../provider/provider.entity.js';
import { RegisterStateName } from '../../provider/provider.type.js';
import { EntryKindEnum } from '../entry/entry.type.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import { stepNames } from '../entry/steps.js';

/** A step, as an enum of the graph. */
export const StepEnum = enumOf(stepNames, 'RegisterStep', 'What moves an entry from one state to another.', {
  SUBMIT: 'A draft is sent to the council.',
  START_REVIEW: 'The council begins to look at it.',
  APPROVE: 'The council lists it: it is public.',
  REFUSE: 'It goes back to being a draft, with a reason.',
  SUSPEND: 'It is taken out of sight at once, with a reason.',
  WITHDRAW: 'It is taken out of the register, with a reason.',
  RESTORE: 'A suspended entry is listed again; a withdrawn one is a draft again.',
});

@ObjectType('TakenStep', {
  description: 'How an entry came to the state it is in. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class TakenStepType {
  @Field(() => RegisterStateName, {
    nullable: true,
    description: 'The state before; null: it was made in this one.',
  })
  from: RegisterState | null;

  @Field(() => RegisterStateName, { description: 'The state it is in since.' })
  to: RegisterState;

  @Field(() => DateTime, { description: 'When.' })
  at: Date;

  @Field(() => String, { description: 'Who, as the change log names them.' })
  actor: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;
}

@ObjectType('RegisterEntry', {
  description: 'An entry of the register in any state. Class: commissioner and the provider’s own.',
  simpleResolvers: true,
})
export class RegisterEntryType {
  @Field(() => EntryKindEnum, { description: 'What kind of entry.' })
  kind: EntryKindName;

  @Field(() => String, { description: 'Name, or title of an offering.' })
  name: string;

  @Field(() => RegisterStateName, { description: 'Where it stands.' })
  state: RegisterState;

  @Field(() => Int, { description: 'Version to base a change on.' })
  version: number;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: Date;

  @Field(() => DateTime, { description: 'When it came to its state.' })
  stateSince: Date;
}

@ObjectType('StateCount', { description: 'How many entries are in a state.', simpleResolvers: true })
export class StateCountType {
  @Field(() => EntryKindEnum, { description: 'What kind of entries.' })
  kind: EntryKindName;

  @Field(() => RegisterStateName, { description: 'The state.' })
  state: RegisterState;

  @Field(() => Int, { description: 'How many.' })
  count: number;
}

@ObjectType('FreshnessCounts', {
  description: 'Vacancies of listed offerings by how far they can be relied on now.',
  simpleResolvers: true,
})
export class FreshnessCountsType {
  @Field(() => Int, { description: 'Confirmed recently.' })
  confirmed: number;

  @Field(() => Int, { description: 'More than half of their confirmation has run out.' })
  ageing: number;

  @Field(() => Int, { description: 'Their confirmation has run out.' })
  stale: number;

  @Field(() => Int, { description: 'Nobody ever confirmed them.' })
  unknown: number;
}

@ObjectType('RegisterOverview', {
  description: 'What a local authority’s register stands at. Class: commissioner.',
  simpleResolvers: true,
})
export class RegisterOverviewType {
  @Field(() => [StateCountType], {
    description: 'Entries by kind and state; states without any are left out.',
  })
  states: StateCountType[];

  @Field(() => Int, { description: 'Entries that wait: submitted or in review.' })
  waitingEntries: number;

  @Field(() => Int, { description: 'Change requests that nobody has decided on.' })
  openChangeRequests: number;

  @Field(() => FreshnessCountsType, { description: 'Vacancies by freshness.' })
  vacancies: FreshnessCountsType;
}

/** A page of the register. */
export const RegisterEntryConnection = connectionOf(RegisterEntryType, 'RegisterEntry');
