import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';

/** Writes one line of JSON: what happened, as a short fixed message, with the facts. */
type Write = (facts: object, message: string) => void;

/** The program's log. Never write personal data, variables, query text or secrets to it. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
}

/** Severities, from the least to the most severe; `silent` logs nothing. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * A log of JSON lines with `level`, `time` (ISO 8601, UTC) and `msg`. Lines go to standard output in the
 * background, in order. All are written before the process ends. Tests pass a destination of their own.
 */
export function createLog(
  level: LogLevel,
  to: DestinationStream = destination({ dest: 1, sync: false }),
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
}

/**
 * Standard error, written in the background. If writing fails because the terminal was closed, lines are dropped: otherwise pino
 * would try again for ever at the end of the process.
 */
export function standardError(): DestinationStream {
  const stream = destination({ dest: 2, sync: false });
  stream.on('error', () => {
    stream.write = () => true;
    stream.flushSync = () => {};
    stream.end = () => {};
  });
  return stream;
}

const CAUSES = 3;

/** The part of an error that can be logged: its message without the values that it quotes. */
export interface ErrorFacts {
  readonly message: string;
  readonly [fact: string]: unknown;
}

/**
 * The facts of an error that can be logged: name, message, stack and causes, and for a database error also its code and the
 * constraint, table and column. A statement, its parameters, the detail of a database error and values quoted in its message are
 * left out because they hold what people entered.
 */
export function errorFacts(error: unknown, causes = CAUSES): ErrorFacts {
  if (!(error instanceof Error) && !isErrorLike(error)) return { message: `Not an error: ${typeof error}` };
  const { code, constraint, table, column } = { ...driverError(error), ...error } as Record<string, unknown>;
  const message = withoutQuotedValues(error.message);
  return {
    name: error.name,
    message,
    code,
    constraint,
    table,
    column,
    stack: error.stack?.replace(error.message, () => message),
    cause: error.cause === undefined || causes === 0 ? undefined : errorFacts(error.cause, causes - 1),
  };
}

/** Errors from another realm (worker threads, test sandboxes) are not an `instanceof` our Error. */
function isErrorLike(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error && 'stack' in error;
}

/** TypeORM wraps the driver's error. */
function driverError(error: Error): object {
  return 'driverError' in error && typeof error.driverError === 'object' ? { ...error.driverError } : {};
}

/** Postgres: `invalid input syntax for type uuid: "Jo Bloggs"`; JSON: `Unexpected token 'J', "Jo Bloggs" is not valid`. */
function withoutQuotedValues(message: string): string {
  return message.replace(/([:,] )"[\s\S]*"/, '$1"…"');
}
