import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { callDirectly } from './direct-resolvers.js';
import { markOneOf } from './one-of.js';
import { describePermissions } from './permission-walk.js';

/** What shapes the graph. */
export interface GraphParts {
  readonly resolvers: readonly ClassType[];
  /** Types that enter it although no field names them. */
  readonly types: readonly object[];
  /** Input types of which exactly one key is given. */
  readonly oneOf: readonly string[];
}

/**
 * Builds the graph from resolver classes and the instances that answer for them. Without instances the schema can
 * be printed, but not executed. No global middleware: it would cost more than everything else (per value).
 * @throws Error that names a resolver class of which there is no instance, when there are others, or an instance of no such class.
 */
export async function buildGraph(
  { resolvers, types, oneOf }: GraphParts,
  instances: readonly object[] = [],
): Promise<GraphQLSchema> {
  const byClass = new Map<unknown, object>(instances.map((instance) => [instance.constructor, instance]));
  const unlisted = instances.find((one) => !resolvers.includes(one.constructor as ClassType));
  if (unlisted)
    throw new Error(`${unlisted.constructor.name} is composed, but no feature lists it among its resolvers.`);
  const missing = resolvers.find((resolver) => !byClass.has(resolver));
  if (missing && instances.length > 0)
    throw new Error(`${missing.name} is listed among resolvers, but no feature composes it.`);
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
