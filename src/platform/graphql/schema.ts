import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType, Field, type NonEmptyArray } from 'type-graphql';
import { callDirectly } from './direct-resolvers.js';
import { markOneOf } from './one-of.js';
import { describePermissions } from './permission-walk.js';

/** A field that one feature adds to another's input. */
export interface InputFieldAddition {
  /** The class of the input. */
  readonly of: ClassType;
  readonly name: string;
  /** The class of the field's type. The field may be null. */
  readonly type: ClassType;
  readonly description: string;
}

/** The parts that make up the graph. */
export interface GraphParts {
  readonly resolvers: readonly ClassType[];
  /** Types that are in the graph although no field names them. */
  readonly types: readonly object[];
  /** Input types of which exactly one key is given. */
  readonly oneOf: readonly string[];
  readonly inputFields: readonly InputFieldAddition[];
}

/**
 * Builds the graph from resolver classes and their instances. Without instances the schema can be printed but not
 * executed. It uses no global middleware, because running it for each value would cost more than everything else.
 * @throws Error naming a resolver class that has no instance although others have one, or an instance of a class that
 * is not listed.
 */
export async function buildGraph(
  { resolvers, types, oneOf, inputFields }: GraphParts,
  instances: readonly object[] = [],
): Promise<GraphQLSchema> {
  const byClass = new Map<unknown, object>(instances.map((instance) => [instance.constructor, instance]));
  const unlisted = instances.find((one) => !resolvers.includes(one.constructor as ClassType));
  if (unlisted)
    throw new Error(`${unlisted.constructor.name} is composed, but no feature lists it among its resolvers.`);
  const missing = resolvers.find((resolver) => !byClass.has(resolver));
  if (missing && instances.length > 0)
    throw new Error(`${missing.name} is listed among resolvers, but no feature composes it.`);
  for (const addition of inputFields) addField(addition);
  const schema = await buildSchema({
    resolvers: [...resolvers] as unknown as NonEmptyArray<ClassType>,
    orphanedTypes: [...types] as never,
    container: { get: (resolver: ClassType) => byClass.get(resolver) },
    validate: false,
  });
  markOneOf(schema, oneOf);
  describePermissions(schema);
  callDirectly(schema, byClass);
  return schema;
}

/** type-graphql keeps its metadata for the whole process, so a field is added only once. */
const added = new Set<InputFieldAddition>();

function addField(addition: InputFieldAddition): void {
  if (added.has(addition)) return;
  added.add(addition);
  const { of, name, type, description } = addition;
  Field(() => type, { nullable: true, description })(of.prototype as object, name);
}
