import type { ClassType } from 'type-graphql';
import { payloadTypes } from '../../../platform/graphql/mutation.js';
import { userErrorType } from '../../../platform/graphql/user-error.js';

/** What was wrong with a change of the register. */
export const RegisterUserErrorType = userErrorType('Register', {
  about: 'a change of the register',
  why: 'Why a change of the register was not made.',
  codes: {
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
  },
});
/** What `userErrors` mean in every answer to such a change. */
export const ABOUT_ERRORS = 'What was wrong; empty when it was done.';

const payloadNamed = payloadTypes(RegisterUserErrorType, ABOUT_ERRORS);

/** Makes `XPayload`: what was changed under its name, or null and what was wrong. */
export function payloadType(name: string, fields: Parameters<typeof payloadNamed>[2]): ClassType<object> {
  return payloadNamed(
    `${name}Payload`,
    `What ${name.charAt(0).toLowerCase()}${name.slice(1)} answers.`,
    fields,
  );
}
