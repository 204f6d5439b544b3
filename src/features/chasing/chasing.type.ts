import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime, LocalDate } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';
import { type ChasingReach, type ChasingState, chasingReaches, chasingStates } from './chasing.rules.js';

/** The states of reminders as an enum of the graph. */
export const ChasingStateName = enumOf(
  chasingStates,
  'ChasingState',
  'What is so about the reminders of a provider.',
  {
    DUE: 'A reminder is due, and will be sent if one can reach the provider.',
    CHASED: 'The provider was reminded. The next reminder is not due yet.',
    GAVE_UP:
      'For at least one vacancy, as many reminders as the rule allows were made without an answer. No more are sent for it, so speak to the provider.',
  },
);

const ChasingReachName = enumOf(
  chasingReaches,
  'ChasingReach',
  'Whether a reminder can reach a provider, or why not.',
  {
    REACHABLE: 'It has a mailbox, and the last mail to it did not fail.',
    NO_MAILBOX:
      'It has no mailbox for any of the roles VACANCIES, ADMISSIONS, REFERRALS and ENQUIRIES. Set one with `contactSet`.',
    OPTED_OUT: 'It asked for no more reminders.',
    UNDELIVERED: 'The last mail to it could not be delivered. Check its mailbox.',
  },
);

@ObjectType('ChasingDue', {
  description:
    'A provider with public vacancies that nobody has confirmed for as long as the rule says. Its `provider` identifies it. Class: commissioner.',
  simpleResolvers: true,
})
export class ChasingDueType {
  @Field(() => ChasingStateName, { description: 'What is so about its reminders.' })
  state: ChasingState;

  @Field(() => Int, { description: 'How many of its vacancies are due.' })
  vacanciesDue: number;

  @Field(() => LocalDate, { description: 'The day on which the first of them became due.' })
  dueSince: string;

  @Field(() => Int, {
    description:
      'How many reminders were made without an answer, for the vacancy that had most. 0 if none was.',
  })
  timesChased: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the last reminder about one of them was made. Null if none was.',
  })
  lastChasedAt: Date | null;

  @Field(() => ChasingReachName, { description: 'Whether a reminder can reach it, or why not.' })
  reach: ChasingReach;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it asked for no more reminders. Null if it gets them.',
  })
  optedOutAt: Date | null;
}

/** A page of providers with vacancies that are due. */
export const ChasingDueConnection = connectionOf(ChasingDueType, 'ChasingDue', {
  one: 'a provider with vacancies that are due',
  many: 'providers with vacancies that are due',
});

@ObjectType('Chase', {
  description:
    'A reminder: one mail to a provider about all of its vacancies that were due. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ChaseType extends NodeType {
  @Field(() => DateTime, { description: 'When the reminder was made. It is sent within a few minutes.' })
  madeAt: Date;

  @Field(() => Int, {
    description:
      'How many reminders in a row this one makes, for the vacancy that had most without an answer.',
  })
  number: number;
}

@ObjectType('ChasingRule', {
  description:
    'When providers are reminded of vacancies that nobody has confirmed. Its `localAuthority` and `validFrom` identify it.',
  simpleResolvers: true,
})
export class ChasingRuleType {
  @Field(() => Int, { description: 'Days from the confirmation to the first reminder.' })
  firstAfterDays: number;

  @Field(() => Int, { description: 'Days from one reminder to the next.' })
  thenEveryDays: number;

  @Field(() => Int, { description: 'After so many reminders without an answer no more are sent.' })
  stopAfter: number;

  @Field(() => LocalDate, {
    description:
      'The first day that the rule holds. Of several that hold on a day, the one that began last counts.',
  })
  validFrom: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day that the rule holds. Null if no end is known.',
  })
  validTo: string | null;

  @Field(() => Int, { description: 'The version, which a change is based on.' })
  version: number;
}

@ObjectType('ChasingOptOut', {
  description: 'Whether a provider gets reminders. Its `provider` identifies it.',
  simpleResolvers: true,
})
export class ChasingOptOutType {
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the provider asked for no more reminders. Null if it gets them.',
  })
  optedOutAt: Date | null;
}

const payloadNamed = payloadTypes(
  userErrorType('Chasing', 'a reminder or its rule'),
  'What was wrong. Empty if it was done.',
);

/** The result of a reminder that was asked for. */
export const ChaseNowPayload = payloadNamed('ChaseNowPayload', 'The result of `chaseNow`.', {
  chase: { type: () => ChaseType, description: 'The reminder. Null if none was made.' },
});

/** The result of setting a rule. */
export const ChasingRuleSetPayload = payloadNamed(
  'ChasingRuleSetPayload',
  'The result of `chasingRuleSet`.',
  {
    chasingRule: {
      type: () => ChasingRuleType,
      description: 'The rule as it is now. Null if nothing was done.',
    },
  },
);

/** The result of setting whether a provider gets reminders. */
export const ChasingOptOutSetPayload = payloadNamed(
  'ChasingOptOutSetPayload',
  'The result of `chasingOptOutSet`.',
  {
    chasingOptOut: {
      type: () => ChasingOptOutType,
      description: 'Whether the provider gets reminders now. Null if nothing was done.',
    },
  },
);
