import { londonDay } from '../../../platform/clock.js';
import { dayBetween } from '../../../platform/day.js';
import { invalid, type Problem, UserProblem } from '../../../platform/errors.js';
import { codeText } from '../../../platform/parse.js';

/** Code of the local authority that keeps a record. */
export const keeper = codeText(3).describe('Code of the local authority that keeps the record.');

/** A `yyyy-mm-dd` date from 1990 to 2099. */
export const day = dayBetween('1990-01-01', '2100-01-01');

/** The UUID in a global id of the kind; null if it is not an id of that kind. */
export type DecodeId = (prefix: string, id: string) => string | null;

/** @throws UserProblem if the id is not of that kind. */
export function uuidOf(decode: DecodeId, prefix: string, id: string, field: string[], what: string): string {
  const uuid = decode(prefix, id);
  if (uuid !== null) return uuid;
  throw problem(field, 'NOT_FOUND', `There is no ${what} with this id.`);
}

/** Creates an error about one input. */
export const problem = UserProblem.of;

/** The problem with the date of a past event, if that date is in the future. */
export function futureProblems(date: string | null | undefined, now: number, field: string[]): Problem[] {
  return date && date > londonDay(now)
    ? [invalid(field, 'This day is in the future. Give today or an earlier day.')]
    : [];
}
