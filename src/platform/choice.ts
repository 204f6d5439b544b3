import { z } from 'zod';
import { codeText, globalId } from './parse.js';

/** The values a field can hold. All operators that are given must hold. An empty `anyOf` matches nothing. */
export interface Choice {
  readonly anyOf?: readonly string[] | undefined;
  readonly noneOf?: readonly string[] | undefined;
}

/** The same for a field that holds several values. */
export interface Choices extends Choice {
  readonly allOf?: readonly string[] | undefined;
}

const codes = z.array(codeText(100)).max(50);
const anyOf = codes.optional().describe('The field must hold at least one of these codes.');
const noneOf = codes.optional().describe('The field must hold none of these codes.');
const HOW = 'An entry must meet all the conditions given. An empty `anyOf` finds nothing.';

/** A filter on a field that holds one code. */
export const codeFilter = z
  .strictObject({ anyOf: codes.optional().describe('The field must hold one of these codes.'), noneOf })
  .describe(`Conditions on a field that holds one code. ${HOW}`);

/** A filter on a field that holds several codes. */
export const codesFilter = z
  .strictObject({
    anyOf,
    allOf: codes.optional().describe('The field must hold all of these codes.'),
    noneOf,
  })
  .describe(
    'Conditions on a field that holds several codes. An entry must meet all the conditions given. An empty `anyOf` or `allOf` finds nothing.',
  );

const ids = z.array(globalId).max(50);
/** A filter on a field that holds ids. */
export const idFilter = z
  .strictObject({
    anyOf: ids.optional().describe('The field must hold one of these ids.'),
    noneOf: ids.optional().describe('The field must hold none of these ids.'),
  })
  .describe(`Conditions on a field that holds an id. ${HOW}`);

/** Whether a choice allows a value. No choice allows every value. */
export function isChosen(choice: Choice | undefined, value: string): boolean {
  return (choice?.anyOf?.includes(value) ?? true) && !choice?.noneOf?.includes(value);
}

/** Calls `of` for the values of each operator that is given, with that operator's path. */
export function eachChosen<T>(
  choice: Choices | undefined,
  path: readonly string[],
  of: (values: readonly string[], path: readonly string[]) => readonly T[],
): T[] {
  return (['anyOf', 'allOf', 'noneOf'] as const).flatMap((operator) =>
    choice?.[operator] ? of(choice[operator], [...path, operator]) : [],
  );
}
