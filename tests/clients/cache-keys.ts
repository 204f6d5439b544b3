import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** For Apollo Client: which types each interface and union stands for. */
export function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}

/** For graphcache: objects without an id are kept within what they belong to. */
export function withoutIdIn(schema: GraphQLSchema): Record<string, () => null> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  return Object.fromEntries(
    objects.filter((type) => !type.getFields().id).map(({ name }) => [name, () => null]),
  );
}
