import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { payloadTypes } from '../../../platform/graphql/mutation.js';
import { NodeType } from '../../../platform/graphql/node.js';
import { userErrorType } from '../../../platform/graphql/user-error.js';
import { evidenceStates, officerRoles, ratings, safeguardings } from './quality.terms.js';

/** How far a principle is met. */
export const QualityRating = enumOf(ratings, 'QualityRating', 'How far a principle is met.', {
  MET_IN_FULL: 'All of the principle is met.',
  PARTIALLY_MET: 'Some of the principle is met.',
  NOT_YET_MET: 'The principle is not met yet.',
  NOT_APPLICABLE: 'The principle does not apply to this provider.',
});

/** The role of an officer who reviewed or verified. */
export const OfficerRoleName = enumOf(
  officerRoles,
  'OfficerRole',
  'The role of a local authority officer who reviewed or verified. The hub does not keep names of people.',
  {
    QUALITY_OFFICER: 'An officer who reviews the quality of providers.',
    COMMISSIONER: 'An officer who commissions provision.',
    SAFEGUARDING_OFFICER: 'An officer responsible for safeguarding.',
    SEND_OFFICER: 'An officer for special educational needs and disabilities (SEND).',
    HEALTH_AND_SAFETY_OFFICER: 'An officer for health and safety.',
  },
);

/** How far evidence has been verified. */
export const EvidenceStateName = enumOf(
  evidenceStates,
  'EvidenceState',
  'How far evidence has been verified.',
  {
    ATTESTED: 'The provider has stated it. No officer has checked it yet.',
    IN_PROCESS: 'An officer is checking it.',
    VALIDATED: 'An officer of the local authority has seen it.',
    NEEDS_REVALIDATION: 'It has expired, or has to be checked again.',
    FAILED: 'An officer has checked it, and it is not valid.',
  },
);

/** What an inspection found about safeguarding. */
export const SafeguardingJudgement = enumOf(
  safeguardings,
  'SafeguardingJudgement',
  'What an inspection found about safeguarding.',
  {
    MET: 'The safeguarding standards are met.',
    NOT_MET: 'The safeguarding standards are not met.',
    NOT_JUDGED: 'The inspection made no judgement on safeguarding.',
  },
);

const QualityUserErrorType = userErrorType('Quality', 'a change to quality records');
const payloadNamed = payloadTypes(QualityUserErrorType, 'What was wrong. Empty if the change was made.');

/** Creates the payload type `name`: the object in the field `key`, or null with what was wrong. */
export function payloadOf(type: ClassType, key: string, name: string): ClassType<object> {
  const description = 'The record after the change. Null if the change was not made.';
  return payloadNamed(name, 'The result of a change.', { [key]: { type: () => type, description } });
}

@ObjectType('QualityProvider', {
  description:
    'The provider that a quality record is about, listed or not. Identified by `providerId`. Class: commissioner.',
  simpleResolvers: true,
})
export class QualityProviderType {
  @Field(() => String, { description: 'The provider’s name.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether the provider is listed now.' })
  isListed: boolean;
}

/** The fields that all quality records share. */
@ObjectType()
export abstract class QualityRecordType extends NodeType {
  @Field(() => Int, {
    description: 'The version of the record. It goes up with every change. Send it with your next change.',
  })
  version: number;
}
