import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';

/**
 * Makes input types `@oneOf`, so that exactly one of their fields must be given. graphql-js then validates and prints
 * it. Call this on the built schema before the first operation. type-graphql has no decorator for it.
 * @throws Error naming the type if it is missing or not an input type, or has a field that is required or has a
 * default.
 */
export function markOneOf(schema: GraphQLSchema, names: readonly string[]): void {
  for (const name of names) {
    const type = schema.getType(name);
    if (!isInputObjectType(type))
      throw new Error(`${name} cannot be @oneOf: it is not an input type of the schema.`);
    for (const field of Object.values(type.getFields())) {
      if (isNonNullType(field.type) || field.defaultValue !== undefined) {
        throw new Error(
          `${name} cannot be @oneOf: ${name}.${field.name} must be nullable and have no default.`,
        );
      }
    }
    type.isOneOf = true;
  }
}
