import { londonDay } from '../../../platform/clock.js';
import { dayBetween } from '../../../platform/day.js';
import { invalid, type Problem, UserProblem } from '../../../platform/errors.js';
import { codeText } from '../../../platform/parse.js';

/** Code of the local authority that keeps a record. */
export const keeper = codeText(3).describe('Code of the local authority that keeps the record.');

/** A `yyyy-mm-dd` date of this age. */
export const day = dayBetween('1990-01-01', '2100-01-01');

/** The UUID behind a global id of the kind, null when it is none. */
export type DecodeId = (prefix: string, id: string) => string | null;

/** @throws UserProblem when the id is not one of that kind. */
export function uuidOf(decode: DecodeId, prefix: string, id: string, field: string[], what: string): string {
  const uuid = decode(prefix, id);
  if (uuid !== null) return uuid;
  throw problem(field, 'NOT_FOUND', `There is no ${what} with this id.`);
}

/** One thing to put right, to be thrown. */
export const problem: (field: string[] | null, code: QualityProblemCode, message: string) => UserProblem =
  UserProblem.of;

/** What is wrong with a date on which something is said to have happened: that it is still to come. */
export function futureProblems(date: string | null | undefined, now: number, field: string[]): Problem[] {
  return date && date > londonDay(now) ? [invalid(field, 'This day is still to come.')] : [];
}

/** What can be wrong with an input of this feature. */
export type QualityProblemCode =
  | 'INVALID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNKNOWN_CODE'
  | 'EXPIRED_CODE'
  | 'TAKEN'
  | 'NOT_NOW'
  | 'KEY_REUSED';
