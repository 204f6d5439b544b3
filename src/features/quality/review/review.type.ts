import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { OfficerRoleName, payloadOf, QualityRating, QualityRecordType } from '../record/quality.type.js';

/** Where a review stands. */
export const ReviewState = enumOf(['PLANNED', 'DONE'], 'QualityReviewState', 'Where a review stands.', {
  PLANNED: 'Findings and ratings may still change.',
  DONE: 'What was found stays as it is.',
});

@ObjectType('QualityFinding', {
  description:
    'What was found about a principle, with the provider’s own rating beside it. Class: commissioner.',
  simpleResolvers: true,
})
export class FindingType {
  @Field(() => QualityRating, { nullable: true, description: 'What the officer found; null: nothing yet.' })
  finding: string | null;

  @Field(() => String, { description: 'Why.' })
  note: string;

  @Field(() => QualityRating, {
    nullable: true,
    description: 'How the provider rates itself; null: not yet.',
  })
  selfRating: string | null;

  @Field(() => String, { description: "The provider's own note." })
  selfNote: string;
}

@ObjectType('QualityAction', {
  description: 'Something a provider is to do after a review. Class: commissioner.',
  simpleResolvers: true,
})
export class ActionType extends QualityRecordType {
  @Field(() => String, { description: 'What is to be done.' })
  what: string;

  @Field(() => LocalDate, { description: 'The day by which it is to be done.' })
  dueOn: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day it was done; null: not yet.' })
  doneOn: string | null;
}

@ObjectType('QualityReview', {
  description:
    'A review of a provider against an edition of a framework. Needs quality.read. Class: commissioner.',
  simpleResolvers: true,
})
export class ReviewType extends QualityRecordType {
  @Field(() => ReviewState, { description: 'Where it stands.' })
  state: string;

  @Field(() => LocalDate, { description: 'The day by which it is to be done.' })
  dueOn: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day it was done; null: not yet.' })
  doneOn: string | null;

  @Field(() => OfficerRoleName, { description: 'In which role it is done.' })
  officerRole: string;

  @Field(() => String, { description: 'What was seen as a whole.' })
  summary: string;
}
/** A page of reviews. */
export const ReviewConnection = connectionOf(ReviewType, 'QualityReview');
/** What came of a change to a review. */
export const ReviewPayload = payloadOf(ReviewType, 'review', 'QualityReviewPayload');

@ObjectType('SelfRating', {
  description: "A provider's own rating on a principle. Class: provider's own.",
  simpleResolvers: true,
})
export class SelfRatingType {
  @Field(() => Int, { description: 'Number of the principle.' })
  principle: number;

  @Field(() => QualityRating, { description: 'How far it is met.' })
  rating: string;

  @Field(() => String, { description: 'Why.' })
  note: string;
}

@ObjectType('SelfAssessment', {
  description:
    "A review as the provider sees it: its own ratings, without what officers find. Needs entry.read. Class: provider's own.",
  simpleResolvers: true,
})
export class SelfAssessmentType extends QualityRecordType {
  @Field(() => ReviewState, { description: 'Ratings may change while the review is planned.' })
  state: string;

  @Field(() => LocalDate, { description: 'The day by which the review is to be done.' })
  dueOn: string;
}
/** What came of a provider's rating of itself. */
export const SelfAssessmentPayload = payloadOf(SelfAssessmentType, 'selfAssessment', 'SelfAssessmentPayload');
