import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import { OfficerRoleName, payloadOf, QualityRating, QualityRecordType } from '../record/quality.type.js';

/** The state of a review. */
export const ReviewState = enumOf(['PLANNED', 'DONE'], 'QualityReviewState', 'The state of a review.', {
  PLANNED: 'The review is not done yet. Findings and ratings can still change.',
  DONE: 'The review is done. Its findings and ratings cannot change.',
});

@ObjectType('QualityFinding', {
  description: 'An officer’s finding on one principle, with the provider’s own rating. Class: commissioner.',
  simpleResolvers: true,
})
export class FindingType {
  @Field(() => QualityRating, {
    nullable: true,
    description: 'How far the officer found the principle to be met. Null if there is no finding yet.',
  })
  finding: string | null;

  @Field(() => String, { description: 'The officer’s reasons. Empty if there are none.' })
  note: string;

  @Field(() => QualityRating, {
    nullable: true,
    description:
      'How far the provider says that it meets the principle. Null if it has not rated itself yet.',
  })
  selfRating: string | null;

  @Field(() => String, { description: "The provider's reasons for its own rating." })
  selfNote: string;
}

@ObjectType('QualityAction', {
  description: 'An action: something a provider must do after a review. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ActionType extends QualityRecordType {
  @Field(() => String, { description: 'What the provider must do.' })
  what: string;

  @Field(() => LocalDate, { description: 'The day by which the action must be done.' })
  dueOn: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the action was done. Null if it is not done yet.',
  })
  doneOn: string | null;
}

@ObjectType('QualityReview', {
  description:
    'A review of a provider against an edition of a framework. Needs quality.read. Class: commissioner.',
  implements: NodeType,
  simpleResolvers: true,
})
export class ReviewType extends QualityRecordType {
  @Field(() => ReviewState, { description: 'The state of the review.' })
  state: string;

  @Field(() => LocalDate, { description: 'The day by which the review must be done.' })
  dueOn: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day the review was done. Null if it is not done yet.',
  })
  doneOn: string | null;

  @Field(() => OfficerRoleName, { description: 'The role of the officer who carries out the review.' })
  officerRole: string;

  @Field(() => String, { description: 'A summary of the whole review. Empty if there is none.' })
  summary: string;
}
/** A page of reviews. */
export const ReviewConnection = connectionOf(ReviewType, 'QualityReview', {
  one: 'a quality review',
  many: 'quality reviews',
});
/** The result of a change to a review. */
export const ReviewPayload = payloadOf(ReviewType, 'review', 'QualityReviewPayload');

@ObjectType('SelfRating', {
  description: "A provider's own rating on a principle. Class: provider's own.",
  simpleResolvers: true,
})
export class SelfRatingType {
  @Field(() => Int, { description: 'The number of the principle in the framework of the review.' })
  principle: number;

  @Field(() => QualityRating, { description: 'How far the provider says that it meets the principle.' })
  rating: string;

  @Field(() => String, { description: 'The provider’s reasons.' })
  note: string;
}

@ObjectType('SelfAssessment', {
  description:
    "A review as the provider sees it: its own ratings, without the officers' findings. Needs entry.read. Class: provider's own.",
  implements: NodeType,
  simpleResolvers: true,
})
export class SelfAssessmentType extends QualityRecordType {
  @Field(() => ReviewState, {
    description: 'The state of the review. Ratings can change while it is PLANNED.',
  })
  state: string;

  @Field(() => LocalDate, { description: 'The day by which the review must be done.' })
  dueOn: string;
}
/** The result of a change to a provider's own ratings. */
export const SelfAssessmentPayload = payloadOf(SelfAssessmentType, 'selfAssessment', 'SelfAssessmentPayload');
