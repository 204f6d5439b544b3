import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

/** Makes the variables of a request; null when one does not fit its type, of which graphql-js then says what is wrong. */
export type Coercion = (given: Readonly<Record<string, unknown>>) => Record<string, unknown> | null;

/** Answers the value as resolvers get it, or MISFIT. */
type Coercer = (value: unknown) => unknown;
const MISFIT = Symbol('does not fit');

/**
 * Compiles the coercion of variables (GraphQL specification, 6.1.2). Answers are those of graphql-js's `getVariableValues`, without its
 * work on errors that are not there: it looks at the type of every value and notes its path, a tenth of what a search costs.
 */
export function createCoercions(schema: GraphQLSchema) {
  const coercers = new Map<GraphQLInputType, Coercer>();

  const made = (type: GraphQLInputType): Coercer => {
    if (isNonNullType(type)) return nonNull(coercerOf(type.ofType));
    if (isListType(type)) return list(coercerOf(type.ofType));
    return isInputObjectType(type) ? inputObject(type, coercerOf) : leaf(type);
  };
  const coercerOf = (type: GraphQLInputType): Coercer => {
    let coercer = coercers.get(type);
    if (!coercer) {
      coercer = made(type);
      coercers.set(type, coercer);
    }
    return coercer;
  };

  return (definitions: readonly VariableDefinitionNode[]): Coercion => {
    const variables = definitions.map(({ variable, type: node, defaultValue }) => {
      const type = typeFromAST(schema, node as never);
      const isInput = isInputType(type);
      return {
        name: variable.name.value,
        coerce: isInput ? coercerOf(type) : () => MISFIT,
        // Anew each time: a resolver might change it.
        absent: () => {
          if (!isInput) return MISFIT;
          if (defaultValue) return valueFromAST(defaultValue, type);
          return isNonNullType(type) ? MISFIT : undefined;
        },
        hasDefault: defaultValue !== undefined,
      };
    });
    return (given) => {
      const coerced: Record<string, unknown> = {};
      for (const { name, coerce, absent, hasDefault } of variables) {
        const isGiven = Object.hasOwn(given, name);
        const value = isGiven ? coerce(given[name]) : absent();
        if (value === MISFIT) return null;
        if (isGiven || hasDefault) coerced[name] = value;
      }
      return coerced;
    };
  };
}

const nonNull =
  (coerce: Coercer): Coercer =>
  (value) =>
    value == null ? MISFIT : coerce(value);

/** A value that is no list is a list of one. Of what comes as JSON, only arrays and no strings are lists. */
const list =
  (coerceItem: Coercer): Coercer =>
  (value) => {
    if (value == null) return null;
    const items: unknown[] = [];
    for (const item of Array.isArray(value) ? value : [value]) {
      const coerced = coerceItem(item);
      if (coerced === MISFIT) return MISFIT;
      items.push(coerced);
    }
    return items;
  };

const leaf =
  (type: GraphQLLeafType): Coercer =>
  (value) => {
    if (value == null) return null;
    try {
      const parsed = type.parseValue(value);
      return parsed === undefined ? MISFIT : parsed;
    } catch {
      return MISFIT;
    }
  };

/** Its fields are looked at when the first value comes, since types may hold themselves. */
function inputObject(type: GraphQLInputObjectType, coercerOf: (type: GraphQLInputType) => Coercer): Coercer {
  let fields: readonly { name: string; absent: unknown; coerce: Coercer }[] | undefined;
  const names = new Set(Object.keys(type.getFields()));
  return (value) => {
    if (value == null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) return MISFIT;
    fields ??= Object.values(type.getFields()).map((field) => ({
      name: field.name,
      absent: withoutValue(field),
      coerce: coercerOf(field.type),
    }));
    const given = value as Record<string, unknown>;
    for (const name in given) if (!names.has(name)) return MISFIT;
    const coerced: Record<string, unknown> = {};
    for (const { name, absent, coerce } of fields) {
      const part = given[name] === undefined ? absent : coerce(given[name]);
      if (part === MISFIT) return MISFIT;
      if (part !== undefined) coerced[name] = part;
    }
    return type.isOneOf && !isOneOf(coerced) ? MISFIT : coerced;
  };
}

/** What a field is that is not given; undefined: not there. */
function withoutValue({ defaultValue, type }: GraphQLInputField): unknown {
  if (defaultValue !== undefined) return defaultValue;
  return isNonNullType(type) ? MISFIT : undefined;
}

function isOneOf(coerced: Record<string, unknown>): boolean {
  const values = Object.values(coerced);
  return values.length === 1 && values[0] !== null;
}
