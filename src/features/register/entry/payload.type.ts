import { type ClassType, Field, ObjectType } from 'type-graphql';
import { MutationPayloadType } from '../../../platform/graphql/mutation.js';
import { nameEnum } from '../../../platform/graphql/zod-input.js';

/** An enum of the graph for names that are a list in the program. */
export const namesOf = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

const RegisterErrorCode = namesOf([
  'INVALID',
  'TAKEN',
  'UNKNOWN_CODE',
  'EXPIRED_CODE',
  'NOT_FOUND',
  'CONFLICT',
  'ILLEGAL_STEP',
  'NOT_IN_THIS_STATE',
  'IN_THE_WAY',
  'REASON_NEEDED',
  'CHANGED_MEANWHILE',
  'EVIDENCE_OUT',
  'KEY_REUSED',
  'MALFORMED_POSTCODE',
  'UNKNOWN_POSTCODE',
  'NAMED_PERSON',
  'FORBIDDEN',
]);
nameEnum(RegisterErrorCode, 'RegisterErrorCode', 'Why a change of the register was not made.', {
  INVALID: 'A value breaks a rule.',
  TAKEN: 'Another entry has this value already.',
  UNKNOWN_CODE: 'The code is not in its list.',
  EXPIRED_CODE: 'The code may not be used today.',
  NOT_FOUND: 'There is none, or none that you may see.',
  CONFLICT: 'Somebody else has changed it since you read it: read it again.',
  ILLEGAL_STEP: 'That cannot be done from the state it is in; the message names what can.',
  NOT_IN_THIS_STATE: 'It may not be changed in the state it is in.',
  IN_THE_WAY: 'Something else must be changed first; the message says what.',
  REASON_NEEDED: 'Those concerned must be told why.',
  CHANGED_MEANWHILE: 'The entry is no longer as it was when the change was asked for.',
  EVIDENCE_OUT: 'Evidence that the listing follows has run out or failed; the message names it.',
  KEY_REUSED: 'The idempotency key belongs to another request.',
  MALFORMED_POSTCODE: 'It is not a postcode.',
  UNKNOWN_POSTCODE: 'Nobody knows this postcode.',
  NAMED_PERSON: 'The mailbox seems to be that of a person rather than of a role.',
  FORBIDDEN: 'One of several inputs: you may not make or change this entry.',
});

@ObjectType('RegisterUserError', {
  description: 'Something about a change of the register that can be put right.',
  simpleResolvers: true,
})
export class RegisterUserErrorType {
  @Field(() => [String], {
    nullable: true,
    description: 'Path of the argument; null when no one is to blame.',
  })
  field: string[] | null;

  @Field(() => RegisterErrorCode, { description: 'What kind of problem.' })
  code: string;

  @Field(() => String, { description: 'What was wrong and what to do.' })
  message: string;
}

/** A field of a payload beside its `userErrors`. */
interface PayloadField {
  readonly type: () => unknown;
  readonly description: string;
}

/** Makes `XPayload`: what was changed under its name, or null and what was wrong. */
export function payloadType(name: string, fields: Readonly<Record<string, PayloadField>>): ClassType {
  @ObjectType(`${name}Payload`, {
    description: `What ${name.charAt(0).toLowerCase()}${name.slice(1)} answers.`,
    simpleResolvers: true,
  })
  class Payload extends MutationPayloadType {
    @Field(() => [RegisterUserErrorType], { description: 'What was wrong; empty when it was done.' })
    userErrors: RegisterUserErrorType[];
  }
  for (const [key, { type, description }] of Object.entries(fields)) {
    Field(() => type() as never, { nullable: true, description })(Payload.prototype, key);
  }
  return Payload;
}
