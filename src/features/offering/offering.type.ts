import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { RegisterState } from '../provider/provider.entity.js';
import { RegisterStateName, STATE_DESCRIPTION } from '../provider/provider.type.js';
import { attendances, ehcPlanRules, transports, weekdays } from './offering.rules.js';

const Weekday = enumOf(weekdays, 'Weekday', 'A day of the week.');
const Attendance = enumOf(attendances, 'Attendance', 'How long pupils attend.');
const Transport = enumOf(transports, 'Transport', 'Who takes pupils there.');
const EhcPlanRule = enumOf(
  ehcPlanRules,
  'EhcPlanRule',
  'Whether pupils with an education, health and care plan may or must come.',
);

@ObjectType('Price', { description: 'A price without VAT and transport.', simpleResolvers: true })
export class PriceType {
  @Field(() => Int, { description: 'Pence per unit.' })
  pence: number;
}

@ObjectType('Offering', {
  description: 'What a provider teaches or does, for whom, and how to refer to it.',
  implements: NodeType,
  simpleResolvers: true,
})
export class OfferingType extends NodeType {
  @Field(() => String, { description: 'Title. Class: public.' })
  title: string;

  @Field(() => String, { description: 'What it is, in the words of the provider. Class: public.' })
  description: string;

  @Field(() => Int, {
    description: 'First national curriculum year it takes, 0 being reception. Class: public.',
  })
  minYear: number;

  @Field(() => Int, { description: 'Last national curriculum year it takes, up to 14. Class: public.' })
  maxYear: number;

  @Field(() => [Weekday], { description: 'Days it runs; empty when not stated. Class: public.' })
  days: (keyof typeof Weekday)[];

  @Field(() => Float, { nullable: true, description: 'Hours a week; null when not stated. Class: public.' })
  hoursPerWeek: number | null;

  @Field(() => Attendance, {
    nullable: true,
    description: 'Full or part time; null when not stated. Class: public.',
  })
  attendance: keyof typeof Attendance | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Most pupils in a group; null when not stated. Class: public.',
  })
  groupSize: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Typical length in weeks; null when open. Class: public.',
  })
  typicalWeeks: number | null;

  @Field(() => Int, { nullable: true, description: 'Longest stay in weeks; null when open. Class: public.' })
  maximumWeeks: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Shortest booking in weeks; null when not stated. Class: public.',
  })
  minimumBookingWeeks: number | null;

  @Field(() => Transport, {
    nullable: true,
    description: 'Who takes pupils there; null when not stated. Class: public.',
  })
  transport: keyof typeof Transport | null;

  @Field(() => String, { nullable: true, description: 'Address of the referral form. Class: public.' })
  referralUrl: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'School days in which a referral is promised an answer; null without a promise. Class: public.',
  })
  responseDays: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'May it be reached before an exclusion? Null when not stated. Class: public.',
  })
  beforeExclusion: boolean | null;

  @Field(() => EhcPlanRule, {
    nullable: true,
    description: 'Whether pupils with an EHC plan may or must come; null when not stated. Class: public.',
  })
  ehcPlan: keyof typeof EhcPlanRule | null;

  @Field(() => [String], {
    description:
      'Areas reached by outreach or online, such as ENGLAND, LA:926, DISTRICT:E07000147; empty for others. Class: public.',
  })
  areasServed: string[];

  @Field(() => RegisterStateName, { description: STATE_DESCRIPTION })
  state: RegisterState;

  @Field(() => Boolean, { description: 'True for invented demonstration data.' })
  isDemonstration: boolean;

  @Field(() => Int, { description: 'Grows with every change.' })
  version: number;

  @Field(() => DateTime, { description: 'When the record was last changed.' })
  updatedAt: Date;
}

@ObjectType('PriceBand', {
  description: 'What a school day costs, without VAT and transport, to the nearest band.',
  simpleResolvers: true,
})
export class PriceBandType {
  @Field(() => Int, { description: 'At least so many pence a school day.' })
  minDailyPence: number;

  @Field(() => Int, { nullable: true, description: 'At most so many pence a school day; null: more.' })
  maxDailyPence: number | null;

  @Field(() => String, { description: 'The band in words, such as "Over £50, up to £100 a day".' })
  label: string;
}

/** A page of offerings. */
export const OfferingConnection = connectionOf(OfferingType, 'Offering');
