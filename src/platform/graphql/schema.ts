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
  /** The class of the field's type; the field may be null. */
  readonly type: ClassType;
  readonly description: string;
}

/** What shapes the graph. */
export interface GraphParts {
  readonly resolvers: readonly ClassType[];
  /** Types that enter it although no field names them. */
  readonly types: readonly object[];
  /** Input types of which exactly one key is given. */
  readonly oneOf: readonly string[];
  readonly inputFields: readonly InputFieldAddition[];
}

/**
 * Builds the graph from resolver classes and the instances that answer for them. Without instances the schema can
 * be printed, but not executed. No global middleware: it would cost more than everything else (per value).
 * @throws Error that names a resolver class of which there is no instance, when there are others, or an instance of no such class.
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

/** What type-graphql knows of classes is kept for all of a process: a field is added once. */
const added = new Set<InputFieldAddition>();

function addField(addition: InputFieldAddition): void {
  if (added.has(addition)) return;
  added.add(addition);
  const { of, name, type, description } = addition;
  Field(() => type, { nullable: true, description })(of.prototype as object, name);
}
