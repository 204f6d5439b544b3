import type { UserErrorCode } from './user-error-codes.js';

/** One thing that the sender can correct. */
export interface Problem {
  /** The path of the field below the arguments, such as `['input', 'name']`; null if no single field is at fault. */
  readonly field: string[] | null;
  /** The kind of problem, for programs. */
  readonly code: UserErrorCode;
  /** What was wrong and what to do, for people: a sentence. */
  readonly message: string;
}

/** The path of a field below the arguments; null if no single field is at fault. */
type Path = readonly string[] | null;

/** The problem with a value that breaks a rule. */
export function invalid(field: Path, message: string): Problem {
  return { field: field && [...field], code: 'INVALID', message };
}

/** The problem with a code that is not in any list, or not in the right one. */
export function unknownCode(field: Path, message: string): Problem {
  return { field: field && [...field], code: 'UNKNOWN_CODE', message };
}

/** Says that a given text is not what was expected, such as "a code of LANGUAGE". */
export function isNot(given: string, what: string): string {
  return `"${given.slice(0, 60)}" is not ${what}.`;
}

/**
 * An error that is a normal result. It has no stack: no one looks for a bug, one response can hold hundreds of them, and recording
 * a stack takes longer than finding the wrong value.
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
 * The request cannot be carried out as it is, and the sender can correct it.
 * A mutation turns it into `userErrors`, a query into an error with the code `BAD_USER_INPUT`.
 */
export class UserProblem extends Expected {
  override readonly name = 'UserProblem';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'The request cannot be carried out as it is.');
    this.problems = problems;
  }

  /** A problem with one thing to correct. */
  static of(field: Path, code: UserErrorCode, message: string): UserProblem {
    return new UserProblem([{ field: field && [...field], code, message }]);
  }
}

/** @throws UserProblem if there are any problems. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserProblem(problems);
}

/** The record does not exist, or the caller must not see it. A query returns null instead. */
export class NotFound extends Expected {
  override readonly name = 'NotFound';
}

/** Someone else has changed the record in the meantime, or its state does not allow the change. */
export class Conflict extends Expected {
  override readonly name = 'Conflict';

  /** @param field the argument that gave the version. */
  constructor(
    message: string,
    readonly field = 'version',
  ) {
    super(message);
  }
}

/** The caller cannot be identified: their token or key is not valid, or cannot be checked at the moment. */
export class Unauthenticated extends Expected {
  override readonly name = 'Unauthenticated';

  constructor(
    message: string,
    readonly code: 'UNAUTHENTICATED' | 'SIGN_IN_UNAVAILABLE' = 'UNAUTHENTICATED',
  ) {
    super(message);
  }
}

/** The request is valid, but the hub cannot carry it out at the moment. The response has status 503 and code `UNAVAILABLE`. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  /** @param message what the caller can do. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The hub cannot find out whether a change was stored. The message says how to repeat it safely. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The caller does not have permission. */
export class Forbidden extends Expected {
  override readonly name = 'Forbidden';

  /** @param permission the missing permission, such as `book.lend`, if a single one would be enough. */
  constructor(
    message: string,
    readonly permission?: string,
  ) {
    super(message);
  }
}

/** The problems of a request that cannot be carried out as it is. @throws the error itself if it is a different one. */
export function userProblemsOf(error: unknown): readonly Problem[] {
  if (error instanceof UserProblem) return error.problems;
  throw error;
}

/**
 * The problems that the sender of a mutation can correct. An outdated version is `CONFLICT`, an unknown id is `NOT_FOUND`.
 * @throws the error itself if the sender cannot correct it.
 */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Conflict) return [{ field: [error.field], code: 'CONFLICT', message: error.message }];
  if (error instanceof NotFound) return [{ field: ['id'], code: 'NOT_FOUND', message: error.message }];
  return userProblemsOf(error);
}
