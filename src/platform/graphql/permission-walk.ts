import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';
import type { OperationCheck } from './operation-runner.js';

/** What the `extensions` of a field say about who may select it. Any one of the permissions is enough. */
export interface FieldPermissions {
  readonly requires?: readonly string[];
}

/** Marks a field, query or mutation as one that needs any one of these permissions. */
export function requiresAny(...permissions: readonly string[]): MethodDecorator & PropertyDecorator {
  return Extensions({ requires: permissions });
}

/** The permissions of which a field needs one; empty if everyone may select it. */
export function permissionsOf(field: { readonly extensions: unknown }): readonly string[] {
  return (field.extensions as FieldPermissions).requires ?? [];
}

/** Adds the permission that each guarded field needs to its description. Call this once on a built schema. */
export function describePermissions(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const needed = permissionsOf(field);
      if (needed.length > 0) {
        field.description = `${field.description ?? ''} Needs the permission ${needed.join(' or ')}.`.trim();
      }
    }
  }
}

/** A guarded field that an operation selects, with the path of response names where it was first found. */
interface Demand {
  readonly permissions: readonly string[];
  readonly path: readonly string[];
}

/**
 * Refuses an operation before it runs if its sender lacks the permission for any one of its fields: `FORBIDDEN`, with the permission
 * and the path. The document is walked once, and the result is kept as long as the document. Fields that `@skip` or
 * `@include` leave out count, because permission must not depend on a variable.
 */
export function permissionCheck(
  schema: GraphQLSchema,
  may: (context: unknown, permission: string) => boolean,
): OperationCheck {
  const known = new WeakMap<OperationDefinitionNode, readonly Demand[]>();
  return ({ document, operation, context }) => {
    let demands = known.get(operation);
    if (!demands) {
      demands = demandsOf(schema, document, operation);
      known.set(operation, demands);
    }
    return demands
      .filter(({ permissions }) => !permissions.some((permission) => may(context, permission)))
      .map(forbidden);
  };
}

function forbidden({ permissions, path }: Demand): GraphQLError {
  const needed = permissions.join(' or ');
  return new GraphQLError(`${path.join('.')} needs the permission ${needed}.`, {
    extensions: { code: 'FORBIDDEN', permission: needed, path },
  });
}

function demandsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly Demand[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const demands: Demand[] = [];
  // One visit shows what a fragment selects. Repeated visits would let a short document take long.
  const visited = new Set<string>();

  const walk = (
    type: GraphQLNamedType | undefined,
    { selections }: SelectionSetNode,
    path: readonly string[],
  ) => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition ? schema.getType(node.typeCondition.name.value) : type;
        walk(on, node.selectionSet, path);
      } else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value);
        if (!fragment || visited.has(node.name.value)) continue;
        visited.add(node.name.value);
        walk(schema.getType(fragment.typeCondition.name.value), fragment.selectionSet, path);
      } else {
        const here = [...path, (node.alias ?? node.name).value];
        // A field of an interface resolves on the object, so it needs what any of the object types needs.
        const owners = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
        for (const owner of owners) {
          const field = fieldOf(owner, node.name.value);
          const permissions = field ? permissionsOf(field) : [];
          if (permissions.length > 0) demands.push({ permissions, path: here });
        }
        const field = fieldOf(type, node.name.value);
        if (field && node.selectionSet) walk(getNamedType(field.type), node.selectionSet, here);
      }
    }
  };
  walk(schema.getRootType(operation.operation) ?? undefined, operation.selectionSet, []);
  return demands;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string) {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
