/** One thing that a person can put right. */
export interface Problem {
  /** Where: the path of the field below the arguments, such as `['input', 'name']`; null when no one field is to blame. */
  readonly field: string[] | null;
  /** What kind, for programs: capitals and underscores, such as `TOO_SHORT`. */
  readonly code: string;
  /** What was wrong and what to do, for people: a sentence. */
  readonly message: string;
}

/** The path of a field below the arguments; null when no one field is to blame. */
type Path = readonly string[] | null;

/** What a value is told that breaks a rule. */
export function invalid(field: Path, message: string): Problem {
  return { field: field && [...field], code: 'INVALID', message };
}

/** What a code is told that is in no list, or not in the one that it should be in. */
export function unknownCode(field: Path, message: string): Problem {
  return { field: field && [...field], code: 'UNKNOWN_CODE', message };
}

/** That a text which somebody gave is not what was asked for, such as "a code of LANGUAGE". */
export function isNot(given: string, what: string): string {
  return `"${given.slice(0, 60)}" is not ${what}.`;
}

/**
 * An error that is an answer. It has no stack: nobody looks for a bug, one answer may hold hundreds of them, and writing a stack
 * down takes longer than finding the value that is wrong.
 */
abstract class Expected extends Error {
  constructor(message: string, options?: ErrorOptions) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * The request cannot be carried out as it is, and whoever sent it can put it right.
 * From a mutation it becomes `userErrors`, from a query an error with the code `BAD_USER_INPUT`.
 */
export class UserProblem extends Expected {
  override readonly name = 'UserProblem';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'The request cannot be carried out as it is.');
    this.problems = problems;
  }

  /** One thing to put right. */
  static of(field: Path, code: string, message: string): UserProblem {
    return new UserProblem([{ field: field && [...field], code, message }]);
  }
}

/** @throws UserProblem when there is any problem. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserProblem(problems);
}

/** What was asked for does not exist, or not for the one who asks. A query answers null instead. */
export class NotFound extends Expected {
  override readonly name = 'NotFound';
}

/** Somebody else has changed the record meanwhile, or it is in a state that does not allow the change. */
export class Conflict extends Expected {
  override readonly name = 'Conflict';

  /** @param field the argument in which the version was given. */
  constructor(
    message: string,
    readonly field = 'version',
  ) {
    super(message);
  }
}

/** Who asks could not be established: their token or key is no good, or cannot be checked just now. */
export class Unauthenticated extends Expected {
  override readonly name = 'Unauthenticated';

  constructor(
    message: string,
    readonly code: 'UNAUTHENTICATED' | 'SIGN_IN_UNAVAILABLE' = 'UNAUTHENTICATED',
  ) {
    super(message);
  }
}

/** Nothing is wrong with the request: the hub cannot carry it out just now. Answered with status 503 and `UNAVAILABLE`. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  /** @param message for whoever asked: what to do. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Whether a change was made cannot be found out; the message says how to repeat it safely. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The one who asks may not do this. */
export class Forbidden extends Expected {
  override readonly name = 'Forbidden';

  /** @param permission the permission that is missing, such as `book.lend`, when one would do. */
  constructor(
    message: string,
    readonly permission?: string,
  ) {
    super(message);
  }
}

/** What is wrong with a request that cannot be carried out as it is. @throws the error itself when it is another one. */
export function userProblemsOf(error: unknown): readonly Problem[] {
  if (error instanceof UserProblem) return error.problems;
  throw error;
}

/**
 * What the sender can put right in an error of a mutation: a version that is out of date is `CONFLICT`, an unknown id
 * `NOT_FOUND`.
 * @throws the error itself when nobody can put it right.
 */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Conflict) return [{ field: [error.field], code: 'CONFLICT', message: error.message }];
  if (error instanceof NotFound) return [{ field: ['id'], code: 'NOT_FOUND', message: error.message }];
  return userProblemsOf(error);
}
