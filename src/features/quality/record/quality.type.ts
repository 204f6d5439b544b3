import { type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { MutationPayloadType } from '../../../platform/graphql/mutation.js';
import { nameEnum } from '../../../platform/graphql/zod-input.js';
import { problemCodes } from './quality.rules.js';
import { evidenceStates, officerRoles, ratings, safeguardings } from './terms.entity.js';

/** An enum of the graph with these values. */
function enumOf<T extends string>(
  values: readonly T[],
  name: string,
  description: string,
  meanings: Readonly<Record<string, string>> = {},
): Readonly<Record<T, T>> {
  const entries = Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
  nameEnum(entries, name, description, meanings);
  return entries;
}

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

const QualityErrorCode = enumOf(
  problemCodes,
  'QualityErrorCode',
  'Why a change to quality records could not be made.',
  {
    INVALID: 'A value breaks a rule.',
    NOT_FOUND: 'There is no such record, or not for you.',
    CONFLICT: 'Somebody else has changed it meanwhile.',
    UNKNOWN_CODE: 'The code is not in its list.',
    EXPIRED_CODE: 'The code is not valid on that day.',
    TAKEN: 'There is one already.',
    NOT_NOW: 'The record is in a state that does not allow it.',
    KEY_REUSED: 'The idempotency key belongs to another request.',
  },
);

@ObjectType('QualityUserError', {
  description: 'Something about a change to quality records that can be put right.',
  simpleResolvers: true,
})
export class QualityUserErrorType {
  @Field(() => [String], {
    nullable: true,
    description: 'Path of the argument; null when no one is to blame.',
  })
  field: string[] | null;

  @Field(() => QualityErrorCode, { description: 'What kind of problem.' })
  code: string;

  @Field(() => String, { description: 'What was wrong and what to do.' })
  message: string;
}

/** Makes the type `name`: the object under `key`, or null and what was wrong. */
export function payloadOf(type: ClassType, key: string, name: string): ClassType {
  const payload = { [name]: class extends MutationPayloadType {} }[name] as ClassType;
  Field(() => type, { nullable: true, description: 'As it is now; null when it could not be done.' })(
    payload.prototype,
    key,
  );
  Field(() => [QualityUserErrorType], { description: 'What was wrong; empty when it was done.' })(
    payload.prototype,
    'userErrors',
  );
  ObjectType(name, { description: 'What came of a change.', simpleResolvers: true })(payload);
  return payload;
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
