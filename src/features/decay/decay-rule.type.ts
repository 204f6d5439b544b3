import { Field, Float, Int, ObjectType } from 'type-graphql';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { userErrorType } from '../../platform/graphql/user-error.js';

@ObjectType('DecayRule', {
  description:
    'How long a confirmation of places can be relied on, by the kind of place and of provider. The most specific rule applies: a rule for a unit before a rule for a setting type. It is applied when someone confirms. Class: public.',
  simpleResolvers: true,
})
export class DecayRuleType {
  @Field(() => Int, {
    description: 'The number of days after which a confirmation expires if no other number is given.',
  })
  confirmedForDays: number;

  @Field(() => Float, {
    description:
      'The share of the time until it expires after which a confirmation is ageing: 0 at once, 1 never.',
  })
  ageingFromShare: number;

  @Field(() => Int, { description: 'The largest number of days that anyone can confirm for.' })
  longestDays: number;

  @Field(() => LocalDate, { description: 'The first day on which the rule applies.' })
  validFrom: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day on which the rule applies. Null if it applies until further notice.',
  })
  validTo: string | null;

  @Field(() => Int, { description: 'The version, which a change is based on.' })
  version: number;
}

const payloadNamed = payloadTypes(
  userErrorType('Decay', 'a change to a decay rule'),
  'What was wrong. Empty if the change was made.',
);

/** The result of setting a rule. */
export const DecayRuleSetPayload = payloadNamed('DecayRuleSetPayload', 'The result of `decayRuleSet`.', {
  decayRule: { type: () => DecayRuleType, description: 'The rule as it is now. Null if nothing was done.' },
});
