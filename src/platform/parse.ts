import { z } from 'zod';
import { type Problem, UserProblem } from './errors.js';
import { screenText } from './screen-text.js';

const UNSTORABLE = '\0';

/** Whether Postgres can hold a text: every character but U+0000. */
export function isStorable(text: string): boolean {
  return !text.includes(UNSTORABLE);
}

/** Text of up to so many characters, all of which can be stored. */
export const storableText = (max: number) =>
  z.string().max(max).refine(isStorable, 'Leave out the character U+0000: it cannot be stored.');

/** Text of up to so many characters in somebody's own words: trimmed, and refused when it seems to hold pupil data. */
export const freeText = (max: number) =>
  storableText(max)
    .trim()
    .superRefine((text, context) => {
      const message = screenText(text);
      if (message) context.addIssue({ code: 'custom', message });
    });

/** Text that is an opaque global id: an `ID` in the graph. */
export const globalId = z.string().max(60);

/**
 * The value as its rules make it (trimmed, defaults filled in).
 * @throws UserProblem with one problem per broken rule, each with the path of its field below `path`.
 */
export function parseInput<S extends z.ZodType>(
  rules: S,
  value: unknown,
  path: readonly string[] = ['input'],
): z.output<S> {
  const result = rules.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  throw new UserProblem(problemsOf(result.error, path));
}

/** Like `parseInput` for arguments of a query, where null is the same as nothing said. */
export function parseArguments<S extends z.ZodType>(
  rules: S,
  value: unknown,
  path: readonly string[],
): z.output<S> {
  return parseInput(rules, withoutNulls(value), path);
}

/**
 * Like `parseInput` for a partial change: only what was given comes back, since zod fills in the defaults of
 * fields that were left out.
 */
export function parseChanges<S extends z.ZodObject>(
  rules: S,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[] = ['input'],
): Partial<z.output<S>> {
  const parsed = parseInput(rules, value, path) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parsed).filter(([key]) => value[key] !== undefined)) as Partial<
    z.output<S>
  >;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function problemsOf(error: z.ZodError, path: readonly string[]): Problem[] {
  return error.issues.map((issue) => ({
    field: [...path, ...issue.path.map(String)],
    code: 'INVALID',
    message: issue.message,
  }));
}

/** What a broken rule means to a person, where the rule itself does not say. */
const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'too_small':
      return `Give at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return `Give at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'invalid_type':
      return issue.input === undefined ? 'This is needed.' : `Give ${article(issue.expected)}.`;
    case 'invalid_value':
      return `Give one of ${issue.values.join(', ')}.`;
    case 'unrecognized_keys':
      return `There is no ${issue.keys.join(', ')} here.`;
    default:
      return undefined;
  }
};

function unitOf(origin: string): string {
  return { string: ' characters', array: ' entries' }[origin] ?? '';
}

function article(type: string): string {
  return { int: 'a whole number', array: 'a list', object: 'an object' }[type] ?? `a ${type}`;
}
