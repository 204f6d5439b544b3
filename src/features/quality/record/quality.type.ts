import { type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../../platform/graphql/enum.js';
import { payloadTypes } from '../../../platform/graphql/mutation.js';
import { userErrorType } from '../../../platform/graphql/user-error.js';
import type { QualityProblemCode } from './quality.rules.js';
import { evidenceStates, officerRoles, ratings, safeguardings } from './quality.terms.js';

/** How far a principle is met. */
export const QualityRating = enumOf(ratings, 'QualityRating', 'How far a principle is met.');

/** In which role somebody reviewed or verified. */
export const OfficerRoleName = enumOf(
  officerRoles,
  'OfficerRole',
  'In which role somebody of a local authority reviewed or verified; names of persons are not kept.',
);

/** How far evidence was verified. */
export const EvidenceStateName = enumOf(evidenceStates, 'EvidenceState', 'How far evidence was verified.', {
  ATTESTED: 'The provider says so.',
  IN_PROCESS: 'Somebody is looking at it.',
  VALIDATED: 'Somebody of the local authority has seen it.',
  NEEDS_REVALIDATION: 'It has run out, or has to be looked at again.',
  FAILED: 'It was looked at and does not do.',
});

/** What an inspection says of safeguarding. */
export const SafeguardingJudgement = enumOf(
  safeguardings,
  'SafeguardingJudgement',
  'What an inspection says of safeguarding.',
);

const QualityUserErrorType = userErrorType('Quality', {
  about: 'a change to quality records',
  why: 'Why a change to quality records could not be made.',
  codes: {
    INVALID: 'A value breaks a rule.',
    NOT_FOUND: 'There is no such record, or not for you.',
    CONFLICT: 'Somebody else has changed it meanwhile.',
    UNKNOWN_CODE: 'The code is not in its list.',
    EXPIRED_CODE: 'The code is not valid on that day.',
    TAKEN: 'There is one already.',
    NOT_NOW: 'The record is in a state that does not allow it.',
    KEY_REUSED: 'The idempotency key belongs to another request.',
  } satisfies Record<QualityProblemCode, string>,
});
const payloadNamed = payloadTypes(QualityUserErrorType, 'What was wrong; empty when it was done.');

/** Makes the type `name`: the object under `key`, or null and what was wrong. */
export function payloadOf(type: ClassType, key: string, name: string): ClassType<object> {
  const description = 'As it is now; null when it could not be done.';
  return payloadNamed(name, 'What came of a change.', { [key]: { type: () => type, description } });
}

@ObjectType('QualityProvider', {
  description: 'A provider as quality records name it, listed or not. Class: commissioner.',
  simpleResolvers: true,
})
export class QualityProviderType {
  @Field(() => ID, { description: 'Id of the provider.' })
  id: string;

  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether it is listed now.' })
  isListed: boolean;
}

/** What every record of this feature shows. */
@ObjectType()
export abstract class QualityRecordType {
  @Field(() => ID, { description: 'Opaque global id.' })
  id: string;

  @Field(() => Int, { description: 'Grows with every change; give it back with the next one.' })
  version: number;
}
