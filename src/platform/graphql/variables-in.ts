import { type ArgumentNode, type ASTNode, type DirectiveNode, type FieldNode, Kind, visit } from 'graphql';

/** Whether an argument of a field or directive is wanted. */
type Wanted = (argument: ArgumentNode, of: FieldNode | DirectiveNode) => boolean;

/** The names of the variables given, unchanged, to wanted arguments in a part of a document. */
export function variablesIn(part: ASTNode, wanted: Wanted): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (node: FieldNode | DirectiveNode): undefined => {
    for (const argument of node.arguments ?? []) {
      if (argument.value.kind === Kind.VARIABLE && wanted(argument, node))
        names.add(argument.value.name.value);
    }
  };
  visit(part, { Field: collect, Directive: collect });
  return names;
}

/** Whether an argument decides if something is selected: that of `@skip` and `@include`. */
export const isCondition: Wanted = (_, { kind, name: { value } }) =>
  kind === Kind.DIRECTIVE && (value === 'skip' || value === 'include');
