import { z } from 'zod';
import { isBlank, isBroken, unshowable, unstorable, withLineFeeds, withoutUnseen } from './characters.js';
import { type Problem, UserProblem } from './errors.js';
import type { UserErrorCode } from './user-error-codes.js';

/**
 * What a text from a caller is for. The kind decides what the text can hold. Every text of the graph has one kind:
 * - `id`: an opaque global id.
 * - `code`: a code of a list, or a number that another organisation gives out.
 * - `key`: a name in the sender's own system. On one line.
 * - `query`: the text to search for. It is never kept.
 * - `line`: words on one line, such as a name.
 * - `prose`: words on one or more lines.
 * - `address`: an email or web address. Its own rule says what it must look like.
 */
export const textKinds = ['id', 'code', 'key', 'query', 'line', 'prose', 'address'] as const;
export type TextKind = (typeof textKinds)[number];

const kinds = z.registry<{ readonly textKind: TextKind }>();

/** The kind of a rule that was created here, even if checks were added to it later; undefined for any other rule. */
export function textKindOf(rule: z.ZodType): TextKind | undefined {
  return kinds.get(rule)?.textKind;
}

/** A check by a function that returns what is wrong, or null. A problem ends the checking of that text. */
const by = (problemOf: (text: string) => string | null, code: UserErrorCode = 'INVALID') =>
  [
    (text: string) => problemOf(text) === null,
    {
      abort: true,
      error: ({ input }: { input?: unknown }) => problemOf(String(input)) ?? undefined,
      params: { code },
    },
  ] as const;

/** A check by a function that returns what a text says about a person, or null. */
export const byScreen = (screen: (text: string) => string | null) => by(screen, 'PERSONAL_DATA');

/** The limit comes first and ends the check: no other rule reads a text that is too long. */
const limited = (kind: TextKind, max: number) =>
  z
    .string()
    .max(max, { abort: true })
    .refine(...by(unstorable))
    .register(kinds, { textKind: kind });

const visible = (text: string) => (isBlank(text) ? '' : withoutUnseen(text));

/** The text without characters that no one can see, so that nothing can hide behind them; empty if it has no others. */
const seen = (kind: TextKind, max: number) =>
  limited(kind, max)
    .trim()
    .refine(...by(unshowable))
    .overwrite(visible)
    .trim();

const onOneLine = (kind: TextKind, max: number) =>
  seen(kind, max).refine(
    ...by((text) => (isBroken(text) ? 'Give it on one line: leave out line breaks and tabs.' : null)),
  );

/** An opaque global id: an `ID` in the graph. */
export const globalId = limited('id', 60);

/** A code of a list, or a number that another organisation gives out. Other rules check that it exists. */
export const codeText = (max = 60) => limited('code', max);

/** A text to search for, up to `max` characters. It is never kept. */
export const queryText = (max: number) => limited('query', max);

/** What someone types into a search box, up to `max` characters: a query in which even U+0000 only separates words. */
export const typedText = (max: number) =>
  z
    .string()
    .max(max, { abort: true })
    .overwrite((text) => text.replaceAll('\0', ' '))
    .refine(...by(unstorable))
    .register(kinds, { textKind: 'query' });

/**
 * The kinds of text that are words, each of up to `max` characters. `screen` returns why words are refused, or null: the feature
 * that keeps the words decides what they must not hold.
 */
export const wordKinds = (screen: (text: string) => string | null) => ({
  /** Words on one line. */
  lineText: (max: number) => onOneLine('line', max).refine(...byScreen(screen)),
  /** Words on one or more lines. */
  proseText: (max: number) =>
    seen('prose', max)
      .overwrite(withLineFeeds)
      .refine(...byScreen(screen)),
  /** The sender's own key for something. A key with spaces counts as words and is screened like them. */
  keyText: (max: number) =>
    onOneLine('key', max)
      .min(1)
      .refine(...byScreen((text) => (text.includes(' ') ? screen(text) : null))),
});

/** An address of up to `max` characters. Add the rule of its kind to it. */
export const addressText = (max: number) => onOneLine('address', max);

/**
 * The value after its rules have been applied (trimmed, defaults filled in).
 * @throws UserProblem with one problem for each broken rule, each with the path of its field below `path`.
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

/**
 * Like `parseInput`, but `checkCodes` looks at the codes before the rules on several fields, which depend on what codes mean. An
 * unknown code is then reported as unknown, and not as a problem that results from it.
 */
export function parseWithCodes<S extends z.ZodObject>(
  rules: S,
  value: unknown,
  checkCodes: (values: z.output<S>) => void,
): z.output<S> {
  const result = rules.safeParse(value);
  const values = result.success ? result : z.strictObject(rules.shape).safeParse(value);
  if (values.success) checkCodes(values.data as z.output<S>);
  return result.success ? result.data : parseInput(rules, value);
}

/** Like `parseInput` for the arguments of a query, where null means the same as leaving an argument out. */
export function parseArguments<S extends z.ZodType>(
  rules: S,
  value: unknown,
  path: readonly string[],
): z.output<S> {
  return parseInput(rules, withoutNulls(value), path);
}

/**
 * Like `parseInput` for a partial change: returns only the fields that were given, because zod fills in defaults for
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
  const given: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null && inner !== undefined) given[key] = withoutNulls(inner);
  }
  return given;
}

function problemsOf(error: z.ZodError, path: readonly string[]): Problem[] {
  return error.issues.map((issue) => ({
    field: [...path, ...issue.path.map(String)],
    code: codeOf(issue),
    message: issue.message,
  }));
}

function codeOf(issue: z.core.$ZodIssue): UserErrorCode {
  return (issue.code === 'custom' && (issue.params?.code as UserErrorCode | undefined)) || 'INVALID';
}

/** What a broken rule means, in words, if the rule itself does not say. */
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
