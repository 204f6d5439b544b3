import type { Choice, Choices } from '../choice.js';

/** Adds a value to the parameters of a statement and returns its placeholder: `$1`, `$2` ... */
export type Bind = (value: unknown) => string;

/** A condition in SQL. */
export type Condition = (bind: Bind) => string;

const NOTHING: Condition = () => 'false';

/** A single value is compared by `=`, because an index in the order of a page supports that, but not `any`. */
const among = (column: string, values: readonly string[], type: string): Condition =>
  values.length === 1
    ? (bind) => `${column} = ${bind(values[0])}::${type}`
    : (bind) => `${column} = any(${bind(values)}::${type}[])`;

/** The conditions of a choice. `has` builds the condition that a row holds any of some values. */
export function chosenBy(
  { anyOf, allOf, noneOf }: Choices,
  has: (values: readonly string[]) => Condition,
): Condition[] {
  const found: Condition[] = [];
  if (anyOf) found.push(anyOf.length === 0 ? NOTHING : has(anyOf));
  if (allOf) found.push(...(allOf.length === 0 ? [NOTHING] : allOf.map((value) => has([value]))));
  if (noneOf && noneOf.length > 0) {
    const held = has(noneOf);
    found.push((bind) => `(${held(bind)}) is not true`);
  }
  return found;
}

/** The conditions of a choice on a column that holds one value. */
export function chosen(column: string, choice: Choice | undefined, type = 'text'): Condition[] {
  return choice ? chosenBy(choice, (values) => among(column, values, type)) : [];
}

/** The conditions of a choice on columns that each hold several values. */
export function chosenAmong(columns: readonly string[], choices: Choices | undefined): Condition[] {
  if (!choices) return [];
  return chosenBy(choices, (values) => (bind) => {
    const wanted = `${bind(values)}::text[]`;
    return `(${columns.map((column) => `${column} && ${wanted}`).join(' or ')})`;
  });
}

/** The condition that an instant is at or after another. */
export function since(column: string, instant: Date | undefined): Condition[] {
  return instant ? [(bind) => `${column} >= ${bind(instant)}::timestamptz`] : [];
}

/** The condition that a column is true, or that it is not. */
export function whichIs(column: string, wanted: boolean | undefined): Condition[] {
  return wanted === undefined ? [] : [() => (wanted ? column : `not ${column}`)];
}

/** The values of a statement in the order in which they were bound, and the function that binds them. `first` values come first. */
export function binding(...first: unknown[]): { readonly values: unknown[]; readonly bind: Bind } {
  const values: unknown[] = [...first];
  return { values, bind: (value) => `$${values.push(value)}` };
}
