import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { RegisterState } from '../provider/provider.entity.js';
import { RegisterStateName, STATE_DESCRIPTION } from '../provider/provider.type.js';
import { attendances, ehcPlanRules, transports, weekdays } from './offering.rules.js';

const Weekday = enumOf(weekdays, 'Weekday', 'A day of the week.', {
  MON: 'Monday.',
  TUE: 'Tuesday.',
  WED: 'Wednesday.',
  THU: 'Thursday.',
  FRI: 'Friday.',
  SAT: 'Saturday.',
  SUN: 'Sunday.',
});
const Attendance = enumOf(attendances, 'Attendance', 'Whether pupils attend full time or part time.', {
  FULL_TIME: 'Pupils get full-time education there.',
  PART_TIME: 'Pupils get less than full-time education there.',
  EITHER: 'Both full-time and part-time attendance are possible.',
});
const Transport = enumOf(transports, 'Transport', 'How pupils get to the offering.', {
  INCLUDED: 'The provider takes pupils there at no extra cost.',
  ARRANGED_AT_COST: 'The provider arranges transport at an extra cost.',
  NOT_PROVIDED: 'The provider does not arrange transport.',
});
const EhcPlanRule = enumOf(
  ehcPlanRules,
  'EhcPlanRule',
  'Whether an offering takes pupils with an education, health and care (EHC) plan.',
  {
    ACCEPTED: 'Pupils with an EHC plan can be placed, and so can pupils without one.',
    REQUIRED: 'Only pupils with an EHC plan can be placed.',
    NOT_ACCEPTED: 'Pupils with an EHC plan cannot be placed.',
  },
);

@ObjectType('Price', { description: 'An exact price, without VAT and transport.', simpleResolvers: true })
export class PriceType {
  @Field(() => Int, { description: 'The price of one `unit` in pence.' })
  pence: number;
}

@ObjectType('Offering', {
  description: 'Something that a provider offers: what it is, which pupils it is for and how to refer to it.',
  implements: NodeType,
  simpleResolvers: true,
})
export class OfferingType extends NodeType {
  @Field(() => String, { description: 'The offering’s title. Class: public.' })
  title: string;

  @Field(() => String, { description: 'What the offering is, in the provider’s own words. Class: public.' })
  description: string;

  @Field(() => Int, {
    description:
      'The first national curriculum year that the offering takes, 0 (reception) to 14. Class: public.',
  })
  minYear: number;

  @Field(() => Int, {
    description:
      'The last national curriculum year that the offering takes, 0 (reception) to 14. Class: public.',
  })
  maxYear: number;

  @Field(() => [Weekday], {
    description: 'The days of the week on which the offering runs. Empty if not stated. Class: public.',
  })
  days: (keyof typeof Weekday)[];

  @Field(() => Float, { nullable: true, description: 'The hours a week. Null if not stated. Class: public.' })
  hoursPerWeek: number | null;

  @Field(() => Attendance, {
    nullable: true,
    description: 'Whether pupils attend full time or part time. Null if not stated. Class: public.',
  })
  attendance: keyof typeof Attendance | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The largest number of pupils in a group. Null if not stated. Class: public.',
  })
  groupSize: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The typical length of a stay in weeks. Null if it is open. Class: public.',
  })
  typicalWeeks: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The longest stay in weeks. Null if there is no limit. Class: public.',
  })
  maximumWeeks: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The shortest booking in weeks. Null if not stated. Class: public.',
  })
  minimumBookingWeeks: number | null;

  @Field(() => Transport, {
    nullable: true,
    description: 'How pupils get to the offering. Null if not stated. Class: public.',
  })
  transport: keyof typeof Transport | null;

  @Field(() => String, {
    nullable: true,
    description: 'The web address of the referral form. Null if there is none. Class: public.',
  })
  referralUrl: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The number of school days within which the provider promises to reply to a referral. Null if it makes no promise. Class: public.',
  })
  responseDays: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a pupil can start before being excluded. Null if not stated. Class: public.',
  })
  beforeExclusion: boolean | null;

  @Field(() => EhcPlanRule, {
    nullable: true,
    description: 'Whether the offering takes pupils with an EHC plan. Null if not stated. Class: public.',
  })
  ehcPlan: keyof typeof EhcPlanRule | null;

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True if the offering is invented, for demonstration.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'The version of the offering. It grows with each change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the offering was last changed.' })
  updatedAt: Date;
}

@ObjectType('PriceBand', {
  description: 'The price of a school day as a band, without VAT and transport.',
  simpleResolvers: true,
})
export class PriceBandType {
  @Field(() => Int, { description: 'The lower end of the band, in pence a school day.' })
  minDailyPence: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The upper end of the band, in pence a school day. Null if the band has no upper end.',
  })
  maxDailyPence: number | null;

  @Field(() => String, { description: 'The band in words, such as “Over £50, up to £100 a day”.' })
  label: string;
}

/** A page of offerings. */
export const OfferingConnection = connectionOf(OfferingType, 'Offering', {
  one: 'an offering',
  many: 'offerings',
});
