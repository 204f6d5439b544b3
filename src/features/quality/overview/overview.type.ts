import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import type { ThresholdLevel } from '../threshold/threshold.rules.js';
import { thresholdLevels } from '../threshold/threshold.rules.js';

const ThresholdLevelName = enumOf(
  thresholdLevels,
  'ThresholdLevel',
  'How close a provider looks to having to be a registered school. Advice: the commissioner decides.',
  {
    NONE: 'Nothing points to it, or it is registered.',
    LOOK: 'Something points to it, or too little is known to rule it out: look at it.',
    CLOSE: 'A little more would be enough.',
    LIKELY: 'What was entered says so.',
  },
);

@ObjectType('RegistrationRuleAdvice', {
  description:
    'What one rule on registration as a school, in force or not, says of a provider. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class RegistrationRuleAdviceType {
  @Field(() => String, { description: 'Code of the rule.' })
  code: string;

  @Field(() => String, { description: 'What it asks, in a few words.' })
  title: string;

  @Field(() => String, { description: 'Acts and sections.' })
  law: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Day of its commencement; null when it is not known yet.',
  })
  inForceFrom: string | null;

  @Field(() => Boolean, { description: 'Whether it is in force today.' })
  isInForce: boolean;

  @Field(() => String, { description: 'Whether it is in force, in a sentence.' })
  standing: string;

  @Field(() => ThresholdLevelName, { description: 'How close, by this rule.' })
  level: ThresholdLevel;
}

@ObjectType('ThresholdAdvice', {
  description:
    'Whether a provider looks close to having to be a registered school: advice, never a finding. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class ThresholdAdviceType {
  @Field(() => ThresholdLevelName, { description: 'How close, by the rules in force today.' })
  level: ThresholdLevel;

  @Field(() => Int, { description: 'Version of what the hub makes of the rules.' })
  version: number;

  @Field(() => [String], { description: 'Why, in sentences, what weighs most first.' })
  reasons: readonly string[];

  @Field(() => [String], { description: 'What is not known and could change it, in sentences.' })
  unknown: readonly string[];

  @Field(() => [RegistrationRuleAdviceType], {
    description: 'How close by each rule, those not yet in force included.',
  })
  rules: readonly RegistrationRuleAdviceType[];
}

@ObjectType('ThresholdCount', {
  description: 'How many providers stand at a level. Class: commissioner.',
  simpleResolvers: true,
})
export class ThresholdCountType {
  @Field(() => ThresholdLevelName, { description: 'The level.' })
  level: ThresholdLevel;

  @Field(() => Int, { description: 'Providers of the register that are neither drafts nor withdrawn.' })
  providers: number;
}

@ObjectType('QualityOverview', {
  description:
    "A local authority's quality at a glance, today. Needs quality.read there. Class: commissioner.",
  simpleResolvers: true,
})
export class QualityOverviewType {
  @Field(() => Int, { description: 'Evidence that has run out, failed or has to be looked at again.' })
  evidenceToRevalidate: number;

  @Field(() => Int, { description: 'Evidence that ends within 30 days.' })
  evidenceExpiringIn30Days: number;

  @Field(() => Int, { description: 'Evidence that ends within 60 days, those 30 included.' })
  evidenceExpiringIn60Days: number;

  @Field(() => Int, { description: 'Evidence that ends within 90 days, those 60 included.' })
  evidenceExpiringIn90Days: number;

  @Field(() => Int, {
    description:
      'Listed providers whose listing follows evidence that is out: the next daily look suspends them.',
  })
  listingsAffected: number;

  @Field(() => Int, { description: 'Providers that are suspended because evidence ran out.' })
  suspendedByEvidence: number;

  @Field(() => Int, {
    description: 'Those among them whose evidence is in order again: providerRestore lists them.',
  })
  readyToRestore: number;

  @Field(() => Int, { description: 'Planned reviews whose day has passed.' })
  reviewsOverdue: number;

  @Field(() => Int, { description: 'Planned reviews due today or within 30 days.' })
  reviewsDueIn30Days: number;

  @Field(() => Int, { description: 'Actions that are not done and whose day has passed.' })
  actionsOverdue: number;

  @Field(() => [ThresholdCountType], { description: 'Providers at each level of advice.' })
  thresholdAdvice: readonly ThresholdCountType[];
}
