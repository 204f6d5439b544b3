import { type ClassType, Extensions, Field, Float, ID, InputType, Int } from 'type-graphql';
import type { z } from 'zod';
import { type TextKind, textKindOf } from '../parse.js';
import { enumWith } from './enum.js';
import { DateTime, LocalDate } from './scalars.js';

/** What this file needs from zod's definition of a type. */
interface Definition {
  readonly type: string;
  readonly innerType?: Described;
  readonly in?: Described;
  readonly out?: Described;
  readonly element?: Described;
  readonly shape?: Readonly<Record<string, Described>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly format?: string;
}
/** `format` is set if a check limits a number to whole numbers. */
type Described = z.ZodType & { readonly def: Definition; readonly format?: string | null };

/** A type of the graph as type-graphql takes it, and what may be null in it. */
interface GraphType {
  readonly type: () => unknown;
  readonly nullable: boolean | 'items' | 'itemsAndList';
}

const OPTIONAL = ['optional', 'nullable', 'default', 'prefault'];
const WHOLE = ['safeint', 'int32', 'uint32'];

const inputs = new WeakMap<object, { readonly name: string; readonly input: ClassType }>();

/**
 * Derives an @InputType from a zod object, so that shape, nullability, descriptions and rules are written once. Derive
 * nested objects first, and create enums with `enumOf` or `nameEnum`. A default makes a field optional, and is filled
 * in when the rules are applied.
 * @throws Error naming the field that has no description, no full stop, or no type in the graph.
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
    const where = `${name}.${key}`;
    const description = sentence(rule.description ?? unwrapped(rule).inner.description, where);
    const { type, nullable } = graphType(rule, where);
    Field(() => type() as never, { nullable, description })(input.prototype, key);
    // A guard looks for texts without a kind.
    Extensions({ textKind: textKindWithin(rule) })(input.prototype, key);
  }
  InputType(name, { description: sentence(rules.description, name) })(input);
  inputs.set(rules.shape, { name, input });
  return input;
}

function sentence(description: string | undefined, where: string): string {
  if (description?.endsWith('.')) return description;
  throw new Error(`${where} needs a description that ends with a full stop.`);
}

/** The rule for a value that is present, without what makes it optional or nullable and without what changes it. */
function unwrapped(rule: Described): { inner: Described; nullable: boolean } {
  let inner = rule;
  let nullable = false;
  for (;;) {
    const { type, innerType, in: before, out: after } = inner.def;
    if (OPTIONAL.includes(type)) nullable = true;
    const next = type === 'pipe' && before?.def.type === 'transform' ? after : (innerType ?? before);
    if (!next) return { inner, nullable };
    inner = next;
  }
}

/** The kind of a text or of the texts in a list; undefined if there is none. */
function textKindWithin(rule: Described): TextKind | undefined {
  const { inner } = unwrapped(rule);
  return textKindOf(inner.def.element ? unwrapped(inner.def.element).inner : inner);
}

function graphType(rule: Described, where: string): GraphType {
  const { inner, nullable } = unwrapped(rule);
  if (inner.def.type !== 'array' || !inner.def.element) return { type: namedType(inner, where), nullable };
  const item = unwrapped(inner.def.element);
  const type = namedType(item.inner, where);
  const mayBeNull = item.nullable ? (nullable ? 'itemsAndList' : 'items') : nullable;
  return { type: () => [type()], nullable: mayBeNull };
}

function namedType(rule: Described, where: string): () => unknown {
  const { type, entries = {}, shape = {} } = rule.def;
  const format = rule.def.format ?? rule.format ?? '';
  switch (type) {
    case 'string':
      if (textKindOf(rule) === 'id') return () => ID;
      return () => (format === 'date' ? LocalDate : String);
    case 'number':
      return () => (WHOLE.includes(format) ? Int : Float);
    case 'boolean':
      return () => Boolean;
    case 'date':
      return () => DateTime;
    case 'enum': {
      const known = enumWith(entries);
      if (!known) throw new Error(`${where}: create its enum with enumOf first.`);
      return () => known;
    }
    case 'object': {
      const known = inputs.get(shape);
      if (!known) throw new Error(`${where}: derive the input type of its object first.`);
      return () => known.input;
    }
  }
  throw new Error(`${where}: a ${type} has no GraphQL type.`);
}
