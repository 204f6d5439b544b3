import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

interface Described {
  readonly description?: string | null;
}

/** `Type`, `Type.field`, `Type.field(argument)` whose description is missing or does not end with a full stop. */
export function withoutFullStop(schema: GraphQLSchema): string[] {
  const wrong: string[] = [];
  const check = (where: string, { description }: Described, optional = false) => {
    if (optional && description == null) return;
    if (!description?.trimEnd().endsWith('.')) wrong.push(where);
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of ownTypes(schema)) {
    if (!roots.some((root) => root === type)) check(type.name, type);
    if (isEnumType(type)) {
      // Many values say it all ("MON"); what is said is said in a sentence.
      for (const value of type.getValues()) check(`${type.name}.${value.name}`, value, true);
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field);
        for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
  }
  return wrong;
}

/** What is not as Relay wants connections (with `nodes` and `totalCount` besides): `Type.field: is X, should be Y`. */
export function brokenConnections(schema: GraphQLSchema): string[] {
  const wrong: string[] = [];
  const expectFields = (type: GraphQLNamedType | undefined, name: string, fields: Record<string, string>) => {
    const found = isObjectType(type) ? type.getFields() : {};
    for (const [field, should] of Object.entries(fields)) {
      const is = String(found[field]?.type ?? 'missing');
      if (is !== should) wrong.push(`${name}.${field}: is ${is}, should be ${should}`);
    }
  };
  const cursor = { startCursor: 'String', endCursor: 'String' };
  expectFields(schema.getType('PageInfo'), 'PageInfo', {
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    ...cursor,
  });
  for (const type of ownTypes(schema)) {
    const node = /^(.+)Connection$/.exec(type.name)?.[1];
    if (node) {
      const page = {
        edges: `[${node}Edge!]!`,
        nodes: `[${node}!]!`,
        pageInfo: 'PageInfo!',
        totalCount: 'Int!',
      };
      expectFields(type, type.name, page);
      expectFields(schema.getType(`${node}Edge`), `${node}Edge`, { cursor: 'String!', node: `${node}!` });
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!/Connection!?$/.test(String(field.type))) continue;
      const given = field.args.map(
        ({ name, type, defaultValue }) => `${name}: ${type} = ${defaultValue ?? null}`,
      );
      for (const should of [
        'first: Int = null',
        'after: String = null',
        'last: Int = null',
        'before: String = null',
      ]) {
        if (!given.includes(should)) wrong.push(`${type.name}.${field.name}: lacks the argument ${should}`);
      }
    }
  }
  return wrong;
}

/** `Type.field` of every list that is not a page of a connection, sorted. */
export function listFields(schema: GraphQLSchema): string[] {
  return ownTypes(schema)
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isListType(getNullableType(field.type)) && !isPage(type.name, field.name))
        .map((field) => `${type.name}.${field.name}`),
    )
    .sort();
}

const isPage = (type: string, field: string) =>
  type.endsWith('Connection') && ['edges', 'nodes'].includes(field);

/** Names of the inputs that are `@oneOf`, sorted. */
export function oneOfInputs(schema: GraphQLSchema): string[] {
  return inputs(schema, ({ isOneOf }) => isOneOf);
}

/** Names of the inputs whose description promises that exactly one key is given, sorted. */
export function inputsThatSayExactlyOne(schema: GraphQLSchema): string[] {
  return inputs(schema, ({ description }) => /exactly one/i.test(description ?? ''));
}

function inputs(
  schema: GraphQLSchema,
  chosen: (type: Described & { isOneOf: boolean }) => boolean,
): string[] {
  return ownTypes(schema)
    .filter((type) => isInputObjectType(type) && chosen(type))
    .map(({ name }) => name)
    .sort();
}

function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}
