import { registerEnumType } from 'type-graphql';

/** The program's values of an enum, by their names in the graph. */
type Entries = Readonly<Record<string, string>>;

const named = new Map<string, { readonly name: string; readonly entries: Entries }>();

/**
 * Creates an enum in the graph for values that are a list in the program. Rules with the same values get its type.
 * @param meanings what each value means, as a sentence.
 * @throws Error if another enum has its name or its values.
 */
export function enumOf<T extends string>(
  values: readonly T[],
  name: string,
  description: string,
  meanings: { readonly [K in NoInfer<T>]?: string } = {},
): { readonly [K in T]: K } {
  const entries = Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };
  return nameEnum(entries, name, description, meanings);
}

/** Like `enumOf`, for values with different names in the program and in the graph. */
export function nameEnum<E extends Entries>(
  entries: E,
  name: string,
  description: string,
  meanings: { readonly [K in keyof NoInfer<E>]?: string } = {},
): E {
  const key = keyOf(entries);
  const known = named.get(key) ?? [...named.values()].find((other) => other.name === name);
  if (known?.name === name && keyOf(known.entries) === key) return known.entries as E;
  if (known)
    throw new Error(`The enum ${name} has the same name or the same values as the enum ${known.name}.`);
  named.set(key, { name, entries });
  const valuesConfig = Object.fromEntries(
    Object.entries(meanings).map(([value, meaning]) => [value, { description: meaning }]),
  ) as { [K in keyof E]?: { description: string } };
  registerEnumType(entries, { name, description, valuesConfig });
  return entries;
}

/** The enum with these values; undefined if there is none. */
export function enumWith(entries: Entries): object | undefined {
  return named.get(keyOf(entries))?.entries;
}

function keyOf(entries: Entries): string {
  return Object.entries(entries)
    .map(([value, meant]) => `${value}=${meant}`)
    .sort()
    .join(' ');
}
