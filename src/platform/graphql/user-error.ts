import { type ClassType, Field, InterfaceType, ObjectType } from 'type-graphql';
import { type UserErrorCode, userErrorCodes } from '../user-error-codes.js';
import { enumOf } from './enum.js';

const Code = enumOf(
  Object.keys(userErrorCodes) as UserErrorCode[],
  'UserErrorCode',
  'The kind of problem. A code means the same everywhere.',
  userErrorCodes,
);

/** A problem with a request that the caller can put right. Every error in `userErrors` is one. */
@InterfaceType('UserError', {
  description: 'A problem with a request that you can put right. Every error in `userErrors` is one.',
  // Each graph contains only the kinds that its features name.
  autoRegisterImplementations: false,
})
abstract class UserErrorType {
  @Field(() => [String], {
    nullable: true,
    description:
      'Path to the argument at fault, one name or index for each step. Null if no single argument is at fault.',
    simple: true,
  })
  field: string[] | null;

  @Field(() => Code, { description: 'The kind of problem, for programs.', simple: true })
  code: UserErrorCode;

  @Field(() => String, { description: 'What was wrong and what to do about it, for people.', simple: true })
  message: string;
}

/**
 * Creates `XUserError`, the type of a feature's problems in the graph.
 * @param about what the caller asked for, such as "a search".
 */
export function userErrorType(name: string, about: string): ClassType {
  @ObjectType(`${name}UserError`, {
    description: `A problem with ${about} that you can put right.`,
    implements: UserErrorType,
  })
  class FeatureUserErrorType extends UserErrorType {}
  return FeatureUserErrorType;
}
