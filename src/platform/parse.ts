import { z } from 'zod';
import { type Problem, UserProblem } from './errors.js';

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
  const result = rules.safeParse(value);
  if (result.success) return result.data;
  throw new UserProblem(problemsOf(result.error, path));
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

function problemsOf(error: z.ZodError, path: readonly string[]): Problem[] {
  return error.issues.map((issue) => ({
    field: [...path, ...issue.path.map(String)],
    code: 'INVALID',
    message: issue.message,
  }));
}
