import { type ClassType, Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import type { z } from 'zod';
import { globalId } from '../parse.js';
import { LocalDate } from './scalars.js';

/** What this file needs of zod's definition of a type. */
interface Definition {
  readonly type: string;
  readonly innerType?: Described;
  readonly element?: Described;
  readonly shape?: Readonly<Record<string, Described>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly format?: string;
  readonly defaultValue?: unknown;
}
type Described = z.ZodType & { readonly def: Definition };

const inputs = new WeakMap<object, { readonly name: string; readonly input: ClassType }>();
const enums = new Map<string, object>();

/** Names the GraphQL types of nested rules, which zod does not name. */
export function nameEnum(entries: Readonly<Record<string, string>>, name: string, description: string): void {
  const key = enumKey(entries);
  if (enums.has(key)) return;
  enums.set(key, entries);
  registerEnumType(entries, { name, description });
}

/**
 * Derives an @InputType from a zod object, so that shape, nullability, descriptions and rules are written once.
 * Nested objects must have been derived before; enums named by `nameEnum` or registered with the same entries.
 * A default makes a field optional; it is filled in when the rules are applied.
 */
export function inputFrom(rules: z.ZodObject, name: string): ClassType {
  const known = inputs.get(rules.shape);
  if (known) {
    if (known.name !== name)
      throw new Error(`The rules of ${name} already have the input type ${known.name}.`);
    return known.input;
  }
  const input = { [name]: class {} }[name] as ClassType;
  for (const [key, rule] of Object.entries(rules.shape as Record<string, Described>)) {
    const { inner, nullable } = unwrapped(rule);
    const description = rule.description ?? inner.description;
    if (!description?.endsWith('.'))
      throw new Error(`${name}.${key} needs a description that ends with a full stop.`);
    const { type, list } = graphType(inner, `${name}.${key}`);
    Field(() => (list ? [type()] : type()) as never, { nullable, description })(input.prototype, key);
  }
  InputType(name, { description: rules.description ?? '' })(input);
  inputs.set(rules.shape, { name, input });
  return input;
}

function unwrapped(rule: Described): { inner: Described; nullable: boolean } {
  let inner = rule;
  let nullable = false;
  while (['optional', 'nullable', 'default'].includes(inner.def.type) && inner.def.innerType) {
    nullable = true;
    inner = inner.def.innerType;
  }
  return { inner, nullable };
}

function graphType(rule: Described, where: string): { type: () => unknown; list: boolean } {
  const { def } = rule;
  switch (def.type) {
    case 'string':
      if (rule === globalId) return { type: () => ID, list: false };
      return { type: () => (def.format === 'date' ? LocalDate : String), list: false };
    case 'number':
      return { type: () => (def.format === 'safeint' ? Int : Float), list: false };
    case 'boolean':
      return { type: () => Boolean, list: false };
    case 'enum': {
      const registered = enums.get(enumKey(def.entries ?? {}));
      if (!registered) throw new Error(`${where}: name its enum with nameEnum first.`);
      return { type: () => registered, list: false };
    }
    case 'array': {
      if (!def.element) break;
      return { type: graphType(unwrapped(def.element).inner, where).type, list: true };
    }
    case 'object': {
      const known = inputs.get(def.shape ?? {});
      if (!known) throw new Error(`${where}: derive the input type of its object first.`);
      return { type: () => known.input, list: false };
    }
  }
  throw new Error(`${where}: a ${def.type} has no GraphQL type.`);
}

function enumKey(entries: Readonly<Record<string, string>>): string {
  return Object.keys(entries).join(' ');
}
