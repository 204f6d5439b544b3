import {
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { TYPE_KNOWN_AT_ONCE } from './jit-document.js';

type Storage = ReturnType<typeof getMetadataStorage>;
type Call = Pick<Storage['queries'][number], 'methodName' | 'target' | 'params' | 'middlewares' | 'roles'>;
type Taken = (root: unknown, args: Record<string, unknown>, context: unknown) => unknown;
type Method = (...given: unknown[]) => unknown;

const direct = new WeakSet<object>();

/** Whether a resolver is known to use only root, arguments and context. */
export function takesNoInfo(resolver: object): boolean {
  return direct.has(resolver);
}

/**
 * Makes the fields of a built schema call the methods of our resolver classes directly, without type-graphql in
 * between. For every value, type-graphql looks up the instance, gathers middlewares (there are none) and copies
 * arguments into instances of their classes. Nothing needs that, because services parse what they get, and it took a
 * twelfth of the time of a search. A method that takes anything other than the whole root, arguments and context is
 * left to type-graphql.
 */
export function callDirectly(schema: GraphQLSchema, instances: ReadonlyMap<unknown, object>): void {
  const { queries, mutations, fieldResolvers, objectTypes, interfaceTypes } = getMetadataStorage();
  const typeNames = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]));
  const replace = (typeName: string | undefined, fieldName: string, call: Call) => {
    const type = schema.getType(typeName ?? '');
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    const resolve = field && directCall(call, instances.get(call.target));
    if (!resolve) return;
    field.resolve = resolve;
    direct.add(resolve);
  };
  for (const query of queries) replace(schema.getQueryType()?.name, query.schemaName, query);
  for (const mutation of mutations) replace(schema.getMutationType()?.name, mutation.schemaName, mutation);
  for (const field of fieldResolvers) {
    if (field.kind === 'external') replace(typeNames.get(field.getObjectType?.()), field.schemaName, field);
  }
  // type-graphql would return a promise for each value; what a result opens is counted before that settles. Our type
  // resolvers return the type of a class, and nothing for an object without one.
  for (const { name, resolveType } of interfaceTypes) {
    const type = schema.getType(name);
    if (!isInterfaceType(type) || !resolveType) continue;
    type.resolveType = resolveType as GraphQLTypeResolver<unknown, unknown>;
    type.extensions = { ...type.extensions, [TYPE_KNOWN_AT_ONCE]: true };
  }
}

/** Null if the method needs something that only type-graphql can give. */
function directCall(
  { methodName, params = [], middlewares = [], roles }: Call,
  instance: object | undefined,
): GraphQLFieldResolver<unknown, unknown> | null {
  if (!instance || middlewares.length > 0 || roles) return null;
  const method = (instance as Record<string, unknown>)[methodName] as Method;
  const inOrder = [...params].sort((a, b) => a.index - b.index);
  const takers = inOrder.map(takerOf);
  if (!takers.every((taker) => taker !== null)) return null;
  const [first, second] = takers;
  if (first && takers.length === 1) {
    return inOrder[0]!.kind === 'root'
      ? (root) => method.call(instance, root)
      : (root, args, context) => method.call(instance, first(root, args, context));
  }
  if (first && second && takers.length === 2)
    return (root, args, context) =>
      method.call(instance, first(root, args, context), second(root, args, context));
  return (root, args, context) =>
    method.apply(
      instance,
      takers.map((take) => take(root, args, context)),
    );
}

function takerOf(param: NonNullable<Call['params']>[number]): Taken | null {
  switch (param.kind) {
    case 'root':
      return param.propertyName ? null : (root) => root;
    case 'context':
      return param.propertyName ? null : (_root, _args, context) => context;
    case 'arg':
      return (_root, args) => args[param.name];
    case 'args':
      return (_root, args) => args;
    default:
      return null;
  }
}
