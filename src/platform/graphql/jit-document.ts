import {
  type ArgumentNode,
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  separateOperations,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isCondition, variablesIn } from './variables-in.js';

/**
 * A scalar that accepts any value. Documents for graphql-jit declare their variables with it, so that graphql-jit keeps
 * the values that graphql-js has coerced. Its own coercion does not know `@oneOf` and loses defaults.
 */
const coercedByGraphql = new GraphQLScalarType({ name: 'CoercedByGraphql', parseValue: (value) => value });

const HOISTED = 'hoisted';

/** An argument that was moved from the document to a variable of the compiled query. */
export interface HoistedArgument {
  readonly variable: string;
  /**
   * The value for the coerced variables of this request. Undefined if the value does not fit the argument, such as a
   * missing variable where a value is required.
   */
  readonly valueWith: (variables: Record<string, unknown>) => unknown;
}

/** A document without anything that graphql-jit handles differently from graphql-js. */
export interface JitDocument {
  readonly document: DocumentNode;
  readonly hoisted: readonly HoistedArgument[];
}

/**
 * The schema as graphql-jit needs it: with the scalar for coerced variables, which is not part of the contract.
 * @throws Error if graphql-jit cannot tell two fields apart, because it joins the names of type and field.
 */
export function jitSchema(schema: GraphQLSchema): GraphQLSchema {
  const names = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || type.name.startsWith('__')) continue;
    for (const field of Object.keys(type.getFields())) {
      const joined = type.name + field;
      const other = names.get(joined);
      if (other)
        throw new Error(`${type.name}.${field} and ${other} have the same joined name. Rename one of them.`);
      names.set(joined, `${type.name}.${field}`);
    }
  }
  return Object.create(schema, {
    getType: {
      value: (name: string) => (name === coercedByGraphql.name ? coercedByGraphql : schema.getType(name)),
    },
  }) as GraphQLSchema;
}

/** Whether `@skip` or `@include` anywhere in a part of a document depends on variables. */
export function isConditional(part: ASTNode): boolean {
  return variablesIn(part, isCondition).size > 0;
}

/** The variables that decide which fields of an operation are selected, by `@skip` and `@include`. */
export function conditionVariables(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const names = variablesIn(document, isCondition);
  const defined = operation.variableDefinitions ?? [];
  return defined.map(({ variable }) => variable.name.value).filter((name) => names.has(name));
}

/**
 * Rewrites a validated document for graphql-jit, for given values of its conditions. It carries out directives, and
 * turns every argument that is not a plain variable into one. So client input never reaches the code that graphql-jit
 * generates, which evaluates strings of a certain form. It also avoids the way graphql-jit handles conditions in shared
 * fragments. Null if the operation has something that graphql-jit does not handle correctly; graphql-js must run it
 * then.
 */
export function jitDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): JitDocument | null {
  const needed = separateOperations(document)[operation.name?.value ?? ''];
  if (!needed || operation.operation !== 'query') return null;
  let supported = true;
  const hoisted: HoistedArgument[] = [];
  const types = new TypeInfo(schema);
  const keepIncluded = (node: SelectionNode) => (isIncluded(node, variables) ? undefined : null);
  const rewritten = visit(
    needed,
    visitWithTypeInfo(types, {
      VariableDefinition({ variable: { name } }) {
        if (name.value === '__proto__' || name.value.startsWith(HOISTED)) supported = false;
        return variableDefinition(name.value);
      },
      InlineFragment: keepIncluded,
      FragmentSpread: keepIncluded,
      Field(node) {
        if (!isIncluded(node, variables)) return null;
        if (!isSupportedField(node, types)) supported = false;
        return undefined;
      },
      Directive: () => null,
      Argument(node) {
        const type = types.getArgument()?.type;
        if (!type || node.value.kind === Kind.VARIABLE) return undefined;
        const variable = `${HOISTED}${hoisted.length}`;
        hoisted.push({ variable, valueWith: evaluator(node.value, type) });
        return variableArgument(node, variable);
      },
    }),
  );
  return supported ? { document: withVariables(rewritten, hoisted), hoisted } : null;
}

function withVariables(document: DocumentNode, hoisted: readonly HoistedArgument[]): DocumentNode {
  const added = hoisted.map(({ variable }) => variableDefinition(variable));
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, variableDefinitions: [...(definition.variableDefinitions ?? []), ...added] }
      : definition,
  );
  return { ...document, definitions };
}

function isSupportedField({ alias, name }: FieldNode, types: TypeInfo): boolean {
  const response = (alias ?? name).value;
  // graphql-jit joins response names with "_", so names that contain one could be confused. This also excludes
  // introspection.
  if ([response, name.value].some((one) => one.includes('_') && one !== '__typename')) return false;
  if (!isKnownAtOnce(getNamedType(types.getType()))) return false;
  return types.getFieldDef()?.args.every((argument) => isPlain(argument.defaultValue)) ?? false;
}

/**
 * The extension of an interface or a union that is true if its `resolveType` uses only the value, returns at once and
 * never throws.
 */
export const TYPE_KNOWN_AT_ONCE = 'typeKnownAtOnce';

/**
 * graphql-jit cannot wait for the type of an interface or a union. If finding the type fails after a promise, the
 * unhandled rejection ends the process.
 */
function isKnownAtOnce(type: GraphQLNamedType | null | undefined): boolean {
  return !isAbstractType(type) || type.extensions[TYPE_KNOWN_AT_ONCE] === true;
}

/** Whether a default keeps its value when it is written into the generated code as JSON. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null)
    return typeof value !== 'bigint' && typeof value !== 'function';
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every(isPlain);
}

/** Whether `@skip` and `@include` keep a field or fragment, for variables that fit. */
export function isIncluded(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  const holds = (name: string, without: boolean) => {
    const directive = node.directives?.find((one) => one.name.value === name);
    return directive ? condition(directive, variables) : without;
  };
  return !holds('skip', false) && holds('include', true);
}

function condition(
  { arguments: [given] = [] }: DirectiveNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  if (given?.value.kind === Kind.VARIABLE) return variables[given.value.name.value] === true;
  return given?.value.kind === Kind.BOOLEAN && given.value.value;
}

function evaluator(node: ValueNode, type: GraphQLInputType): HoistedArgument['valueWith'] {
  if (!holdsVariable(node)) {
    const constant = valueFromAST(node, type);
    // Requests may share only a value that no resolver can change.
    if (constant !== undefined && (typeof constant !== 'object' || constant === null)) return () => constant;
  }
  return (variables) => valueFromAST(node, type, variables);
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some((field) => holdsVariable(field.value));
  return node.kind === Kind.VARIABLE;
}

function variableArgument(node: ArgumentNode, variable: string): ArgumentNode {
  return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } } };
}

function variableDefinition(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: coercedByGraphql.name } },
  };
}
