import { z } from 'zod';
import { isBlank, isBroken, unshowable, unstorable, withLineFeeds, withoutUnseen } from './characters.js';
import { invalid, type Problem, UserProblem } from './errors.js';

/**
 * What a text that somebody sends is for. That decides what it may hold, and every text of the graph is of one kind:
 * - `id`: an opaque global id.
 * - `code`: a code of a list, or a number that somebody else gives out.
 * - `key`: a name in the sender's own system. On one line.
 * - `query`: what is looked for. It is never kept.
 * - `line`: words on one line, such as a name.
 * - `prose`: words on as many lines as it takes.
 * - `address`: of a mailbox or a web page; its own rule says how it looks.
 */
export const textKinds = ['id', 'code', 'key', 'query', 'line', 'prose', 'address'] as const;
export type TextKind = (typeof textKinds)[number];

const kinds = z.registry<{ readonly textKind: TextKind }>();

/** The kind of a rule that was made here, whatever has been added to it since; undefined for any other rule. */
export function textKindOf(rule: z.ZodType): TextKind | undefined {
  return kinds.get(rule)?.textKind;
}

/** A check by what says what is wrong, or null. What it finds ends the checking of that text. */
const by = (problemOf: (text: string) => string | null) =>
  [
    (text: string) => problemOf(text) === null,
    { abort: true, error: ({ input }: { input?: unknown }) => problemOf(String(input)) ?? undefined },
  ] as const;

/** The limit comes first and ends it: nothing looks at a text that is longer, however long it is. */
const limited = (kind: TextKind, max: number) =>
  z
    .string()
    .max(max, { abort: true })
    .refine(...by(unstorable))
    .register(kinds, { textKind: kind });

const visible = (text: string) => (isBlank(text) ? '' : withoutUnseen(text));

/** Without what nobody can see, so that nothing hides behind it; nothing, where there is nothing else. */
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

/** A code of a list, or a number that somebody else gives out. Whether there is such a one is for others to say. */
export const codeText = (max = 60) => limited('code', max);

/** What is looked for: up to so many characters, which are never kept. */
export const queryText = (max: number) => limited('query', max);

/** What is typed into a search box, up to so many characters: a query in which even U+0000 only parts words. */
export const typedText = (max: number) =>
  z
    .string()
    .max(max, { abort: true })
    .overwrite((text) => text.replaceAll('\0', ' '))
    .refine(...by(unstorable))
    .register(kinds, { textKind: 'query' });

/**
 * The kinds that are words, each of up to so many characters. `screen` tells why words are refused, or null: what they may not hold
 * is for whoever keeps them to say.
 */
export const wordKinds = (screen: (text: string) => string | null) => ({
  /** Words on one line. */
  lineText: (max: number) => onOneLine('line', max).refine(...by(screen)),
  /** Words on as many lines as it takes. */
  proseText: (max: number) =>
    seen('prose', max)
      .overwrite(withLineFeeds)
      .refine(...by(screen)),
  /** The sender's own key of something; one that has spaces is words, and looked at as these are. */
  keyText: (max: number) =>
    onOneLine('key', max)
      .min(1)
      .refine(...by((text) => (text.includes(' ') ? screen(text) : null))),
});

/** An address of up to so many characters, to which its own rule is to be added. */
export const addressText = (max: number) => onOneLine('address', max);

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

/**
 * Like `parseInput`, with codes looked at by `checkCodes` before the rules on several fields, which go by what codes mean: a code
 * that is in no list is told as that, and not as what would follow from it.
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
  return error.issues.map((issue) => invalid([...path, ...issue.path.map(String)], issue.message));
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
