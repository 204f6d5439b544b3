import { Field, Int, ObjectType } from 'type-graphql';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';

@ObjectType('HoldRule', {
  description:
    'What a school can hold, from a day on. If no rule is in force, nothing can be held. Identified by `validFrom`. Class: public.',
  simpleResolvers: true,
})
export class HoldRuleType {
  @Field(() => Int, { description: 'The largest number of days from now until a hold ends.' })
  longestDays: number;

  @Field(() => Int, { description: 'The largest number of live holds that one school can have.' })
  mostLive: number;

  @Field(() => Int, { description: 'How often a hold can be extended.' })
  mostExtensions: number;

  @Field(() => LocalDate, {
    description:
      'The first day that the rule is in force. Of several that hold on a day, the one that began last counts.',
  })
  validFrom: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day that the rule is in force. Null if no end is known.',
  })
  validTo: string | null;

  @Field(() => Int, { description: 'The version, which a change is based on.' })
  version: number;
}

const payloadNamed = payloadTypes(
  userErrorType('HoldRule', 'a rule on what schools can hold'),
  'What was wrong. Empty if it was done.',
);

/** The result of setting a rule. */
export const HoldRuleSetPayload = payloadNamed('HoldRuleSetPayload', 'The result of `holdRuleSet`.', {
  holdRule: { type: () => HoldRuleType, description: 'The rule as it is now. Null if nothing was done.' },
});
