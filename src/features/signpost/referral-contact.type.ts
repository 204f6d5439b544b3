import { Field, Int, ObjectType } from 'type-graphql';
import { payloadTypes } from '../../platform/graphql/mutation.js';
import { userErrorType } from '../../platform/graphql/user-error.js';

@ObjectType('ReferralContact', {
  description:
    'The team of a local authority to ask about a place in alternative provision. There is one for each authority, or none. Class: public.',
  simpleResolvers: true,
})
export class ReferralContactType {
  @Field(() => String, { description: 'The name of the team.' })
  team: string;

  @Field(() => String, { nullable: true, description: 'The telephone number; null if there is none.' })
  telephone: string | null;

  @Field(() => String, { nullable: true, description: 'The mailbox of the team; null if there is none.' })
  email: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The address of a page about referrals; null if there is none.',
  })
  website: string | null;

  @Field(() => String, { description: 'What to know before asking; empty if there is nothing.' })
  note: string;

  @Field(() => Int, { description: 'The version, which a change is based on.' })
  version: number;
}

const payloadNamed = payloadTypes(
  userErrorType('Referral', 'a change to a referral contact'),
  'What was wrong. Empty if the change was made.',
);

/** The result of setting a referral contact. */
export const ReferralContactSetPayload = payloadNamed(
  'ReferralContactSetPayload',
  'The result of `referralContactSet`.',
  {
    referralContact: {
      type: () => ReferralContactType,
      description: 'The contact as it is now. Null if nothing was done.',
    },
  },
);

/** The result of removing a referral contact. */
export const ReferralContactRemovePayload = payloadNamed(
  'ReferralContactRemovePayload',
  'The result of `referralContactRemove`.',
  {
    referralContact: {
      type: () => ReferralContactType,
      description: 'The contact as it was before it was removed. Null if nothing was done.',
    },
  },
);
