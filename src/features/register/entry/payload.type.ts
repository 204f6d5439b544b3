import type { ClassType } from 'type-graphql';
import { payloadTypes } from '../../../platform/graphql/mutation.js';
import { userErrorType } from '../../../platform/graphql/user-error.js';

/** A problem with a change to the register. */
export const RegisterUserErrorType = userErrorType('Register', 'a change to the register');
/** The description of `userErrors` in the result of each such change. */
export const ABOUT_ERRORS = 'What was wrong. Empty if the change was made.';

const payloadNamed = payloadTypes(RegisterUserErrorType, ABOUT_ERRORS);

/** Creates the type `XPayload`: the changed record under its name, or null and the problems. */
export function payloadType(name: string, fields: Parameters<typeof payloadNamed>[2]): ClassType<object> {
  return payloadNamed(
    `${name}Payload`,
    `The result of \`${name.charAt(0).toLowerCase()}${name.slice(1)}\`.`,
    fields,
  );
}
