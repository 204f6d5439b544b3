import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import type { ThresholdLevel } from '../threshold/threshold.rules.js';
import { thresholdLevels } from '../threshold/threshold.rules.js';

const ThresholdLevelName = enumOf(
  thresholdLevels,
  'ThresholdLevel',
  'How close a provider looks to having to register as a school. This is advice: the commissioner decides.',
  {
    NONE: 'Nothing suggests that it must register, or it is registered already.',
    LOOK: 'Something suggests that it must register, or too little is known to rule it out. Look into it.',
    CLOSE: 'It would have to register after a small change.',
    LIKELY: 'By what has been entered, it probably has to register.',
  },
);

@ObjectType('RegistrationRuleAdvice', {
  description:
    'What one rule on registration as a school, in force or not, means for a provider. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class RegistrationRuleAdviceType {
  @Field(() => String, { description: 'The code of the rule.' })
  code: string;

  @Field(() => String, { description: 'What the rule requires, in a few words.' })
  title: string;

  @Field(() => String, { description: 'The Acts and sections that contain the rule.' })
  law: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the rule comes into force. Null if it is not known yet.',
  })
  inForceFrom: string | null;

  @Field(() => Boolean, { description: 'Whether the rule is in force today.' })
  isInForce: boolean;

  @Field(() => String, { description: 'A sentence that says whether the rule is in force.' })
  standing: string;

  @Field(() => ThresholdLevelName, { description: 'How close the provider looks under this rule.' })
  level: ThresholdLevel;
}

@ObjectType('ThresholdAdvice', {
  description:
    'Whether a provider looks close to having to register as a school. This is advice, never a finding. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class ThresholdAdviceType {
  @Field(() => ThresholdLevelName, {
    description: 'How close the provider looks under the rules in force today.',
  })
  level: ThresholdLevel;

  @Field(() => Int, {
    description: 'The version of the way the hub applies the rules. It goes up when that changes.',
  })
  version: number;

  @Field(() => [String], { description: 'The reasons, in sentences, most important first.' })
  reasons: readonly string[];

  @Field(() => [String], { description: 'What is not known and could change the level, in sentences.' })
  unknown: readonly string[];

  @Field(() => [RegistrationRuleAdviceType], {
    description: 'The advice under each rule, including rules that are not in force yet.',
  })
  rules: readonly RegistrationRuleAdviceType[];
}

@ObjectType('ThresholdCount', {
  description: 'The number of providers at one level of advice. Class: commissioner.',
  simpleResolvers: true,
})
export class ThresholdCountType {
  @Field(() => ThresholdLevelName, { description: 'The level of advice.' })
  level: ThresholdLevel;

  @Field(() => Int, {
    description:
      'The number of providers in the register at this level, without drafts and withdrawn providers.',
  })
  providers: number;
}

@ObjectType('QualityOverview', {
  description:
    "A local authority's quality figures for today. Needs quality.read there. Class: commissioner.",
  simpleResolvers: true,
})
export class QualityOverviewType {
  @Field(() => Int, {
    description: 'The amount of evidence that has expired, has failed or needs revalidation.',
  })
  evidenceToRevalidate: number;

  @Field(() => Int, { description: 'The amount of evidence that expires today or within 30 days.' })
  evidenceExpiringIn30Days: number;

  @Field(() => Int, {
    description: 'The amount of evidence that expires today or within 60 days, including the first 30.',
  })
  evidenceExpiringIn60Days: number;

  @Field(() => Int, {
    description: 'The amount of evidence that expires today or within 90 days, including the first 60.',
  })
  evidenceExpiringIn90Days: number;

  @Field(() => Int, {
    description:
      'The number of listed providers whose listing depends on evidence that is no longer valid. The next daily check suspends them.',
  })
  listingsAffected: number;

  @Field(() => Int, {
    description: 'The number of providers suspended because of evidence that has expired or failed.',
  })
  suspendedByEvidence: number;

  @Field(() => Int, {
    description:
      'The number of those whose evidence is valid again. `providerRestore` lists such a provider again.',
  })
  readyToRestore: number;

  @Field(() => Int, { description: 'The number of planned reviews that are overdue.' })
  reviewsOverdue: number;

  @Field(() => Int, { description: 'The number of planned reviews due today or within 30 days.' })
  reviewsDueIn30Days: number;

  @Field(() => Int, { description: 'The number of actions that are overdue and not done.' })
  actionsOverdue: number;

  @Field(() => [ThresholdCountType], { description: 'The number of providers at each level of advice.' })
  thresholdAdvice: readonly ThresholdCountType[];
}
