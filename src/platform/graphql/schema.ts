import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType, type ContainerType, type NonEmptyArray } from 'type-graphql';
import { callDirectly } from './direct-resolvers.js';
import { markOneOf } from './one-of.js';
import { describePermissions } from './permission-walk.js';

/**
 * Builds the graph from resolver classes and the instances that answer for them. Without instances the schema can
 * be printed, but not executed. `oneOf`: input types of which exactly one key is given. No global middleware: it would cost more than everything else (per value).
 */
export async function buildGraph(
  resolvers: readonly ClassType[],
  oneOf: readonly string[],
  instances: readonly object[] = [],
): Promise<GraphQLSchema> {
  const byClass = new Map<unknown, object>(instances.map((instance) => [instance.constructor, instance]));
  const container: ContainerType = {
    get(resolver: ClassType) {
      const instance = byClass.get(resolver);
      if (!instance) throw new Error(`No instance of ${resolver.name} was given to buildGraph.`);
      return instance;
    },
  };
  const schema = await buildSchema({
    resolvers: [...resolvers] as unknown as NonEmptyArray<ClassType>,
    container,
    validate: false,
  });
  markOneOf(schema, oneOf);
  describePermissions(schema);
  callDirectly(schema, byClass);
  return schema;
}
