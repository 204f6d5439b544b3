import { type ClassType, Field, ObjectType } from 'type-graphql';
import { enumOf } from './enum.js';

/** What can be wrong with what somebody asks of a feature. */
interface UserErrors {
  /** What is asked for: "a search". */
  readonly about: string;
  /** Of the enum of codes: a sentence. */
  readonly why: string;
  /** The codes, or what each of them means, a sentence each. */
  readonly codes: readonly string[] | Readonly<Record<string, string>>;
}

/** Makes `XUserError` and the enum of its codes, `XErrorCode`: problems as the graph shows them. */
export function userErrorType(name: string, { about, why, codes }: UserErrors): ClassType {
  const [names, meanings] = Array.isArray(codes) ? [codes, {}] : [Object.keys(codes), codes];
  const Code = enumOf(names, `${name}ErrorCode`, why, meanings as Readonly<Record<string, string>>);

  @ObjectType(`${name}UserError`, {
    description: `Something about ${about} that can be put right.`,
    simpleResolvers: true,
  })
  class UserErrorType {
    @Field(() => [String], {
      nullable: true,
      description: 'Path of the argument; null when no one is to blame.',
    })
    field: string[] | null;

    @Field(() => Code, { description: 'What kind of problem.' })
    code: string;

    @Field(() => String, { description: 'What was wrong and what to do.' })
    message: string;
  }
  return UserErrorType;
}
