import {
  GraphQLError,
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

/**
 * Coerces the variables of a request. Returns null at the first value that does not fit its type, and calls `onMisfit`
 * with the reason, which repeats nothing that was sent.
 */
export type Coercion = (
  given: Readonly<Record<string, unknown>>,
  onMisfit?: (error: GraphQLError) => void,
) => Record<string, unknown> | null;

/** Returns the value as resolvers get it, or a Misfit. `depth` is the number of input objects around it. */
type Coercer = (value: unknown, depth: number) => unknown;

/** The deepest nesting of input objects, because the call stack is limited. None of ours is half as deep. */
const MOST_DEPTH = 100;

/**
 * A value that does not fit: why, and where below its variable. Created where it is found; the path is added on the way
 * back.
 */
class Misfit {
  private path = '';

  constructor(private readonly why: string) {}

  below(step: string): this {
    this.path = step + this.path;
    return this;
  }

  /** The error for this variable. */
  error({ variable }: VariableDefinitionNode): GraphQLError {
    const name = variable.name.value;
    const where = this.path ? ` at "${name}${this.path}"` : '';
    return new GraphQLError(`Variable "$${name}" got invalid value${where}: ${this.why}`, {
      nodes: variable,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
}

/**
 * Compiles the coercion of variables (GraphQL specification, 6.1.2). Results equal those of graphql-js's
 * `getVariableValues`, which does much more work for errors. It looks up the type and notes the path of every value,
 * which takes a tenth of the time of a search. It also reports every misfit with the whole object around it, which is
 * quadratic.
 */
export function createCoercions(schema: GraphQLSchema) {
  const coercers = new Map<GraphQLInputType, Coercer>();

  const coercerFor = (type: GraphQLInputType): Coercer => {
    if (isNonNullType(type)) return nonNull(coercerOf(type.ofType));
    if (isListType(type)) return list(coercerOf(type.ofType));
    return isInputObjectType(type) ? inputObject(type, coercerOf) : leaf(type);
  };
  const coercerOf = (type: GraphQLInputType): Coercer => {
    let coercer = coercers.get(type);
    if (!coercer) {
      coercer = coercerFor(type);
      coercers.set(type, coercer);
    }
    return coercer;
  };

  const known = new WeakMap<readonly VariableDefinitionNode[], Coercion>();
  const made = (definitions: readonly VariableDefinitionNode[]): Coercion => {
    const variables = definitions.map((definition) => {
      const { variable, type: node, defaultValue } = definition;
      const type = typeFromAST(schema, node as never);
      const isInput = isInputType(type);
      return {
        definition,
        name: variable.name.value,
        coerce: isInput ? coercerOf(type) : noInput,
        // A new copy each time, because a resolver might change it.
        absent: () => {
          if (!isInput) return noInput();
          if (defaultValue) return valueFromAST(defaultValue, type);
          return isNonNullType(type) ? new Misfit(`a value of type "${type}" is required.`) : undefined;
        },
        hasDefault: defaultValue !== undefined,
      };
    });
    return (given, onMisfit) => {
      const coerced: Record<string, unknown> = {};
      for (const { definition, name, coerce, absent, hasDefault } of variables) {
        const isGiven = Object.hasOwn(given, name);
        const value = isGiven ? coerce(given[name], 0) : absent();
        if (value instanceof Misfit) {
          onMisfit?.(value.error(definition));
          return null;
        }
        if (isGiven || hasDefault) coerced[name] = value;
      }
      return coerced;
    };
  };
  /** Built once for the variables of each operation. */
  return (definitions: readonly VariableDefinitionNode[]): Coercion => {
    let coercion = known.get(definitions);
    if (!coercion) {
      coercion = made(definitions);
      known.set(definitions, coercion);
    }
    return coercion;
  };
}

const noInput = () => new Misfit('its type cannot be used for input.');

const nonNull =
  (coerce: Coercer): Coercer =>
  (value, depth) =>
    value == null ? new Misfit('it must not be null.') : coerce(value, depth);

/** A value that is not a list is coerced to a list of one. In JSON only an array is a list; a string is not. */
const list =
  (coerceItem: Coercer): Coercer =>
  (value, depth) => {
    if (value == null) return null;
    const items: unknown[] = [];
    for (const item of Array.isArray(value) ? value : [value]) {
      const coerced = coerceItem(item, depth);
      if (coerced instanceof Misfit)
        return Array.isArray(value) ? coerced.below(`[${items.length}]`) : coerced;
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
      if (parsed !== undefined) return parsed;
    } catch {
      // The scalar's own error might repeat the value.
    }
    return new Misfit(`it is not a value of type "${type.name}".`);
  };

/** Builds the fields when the first value arrives, because types may contain themselves. */
function inputObject(type: GraphQLInputObjectType, coercerOf: (type: GraphQLInputType) => Coercer): Coercer {
  let fields: readonly { name: string; absent: () => unknown; coerce: Coercer }[] | undefined;
  const names = new Set(Object.keys(type.getFields()));
  return (value, depth) => {
    if (value == null) return null;
    if (typeof value !== 'object' || Array.isArray(value))
      return new Misfit(`it must be an object ("${type.name}").`);
    if (depth > MOST_DEPTH) return new Misfit('it is nested too deeply.');
    fields ??= Object.values(type.getFields()).map((field) => ({
      name: field.name,
      absent: withoutValue(field),
      coerce: coercerOf(field.type),
    }));
    const given = value as Record<string, unknown>;
    for (const name in given) {
      if (!names.has(name)) return new Misfit(`it has a field that is not defined by type "${type.name}".`);
    }
    const coerced: Record<string, unknown> = {};
    for (const { name, absent, coerce } of fields) {
      const part = given[name] === undefined ? absent() : coerce(given[name], depth + 1);
      if (part instanceof Misfit) return part.below(`.${name}`);
      if (part !== undefined) coerced[name] = part;
    }
    if (!type.isOneOf || isOneOf(coerced)) return coerced;
    return new Misfit(`exactly one field of "${type.name}" must be given.`);
  };
}

/** Returns the value of a field that is left out; undefined if it stays absent. */
function withoutValue({ defaultValue, type }: GraphQLInputField): () => unknown {
  if (defaultValue === undefined && isNonNullType(type)) return () => new Misfit('it is required.');
  return () => defaultValue;
}

function isOneOf(coerced: Record<string, unknown>): boolean {
  const values = Object.values(coerced);
  return values.length === 1 && values[0] !== null;
}
