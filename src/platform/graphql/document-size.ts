import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** The fragments of a document, by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fragments of a document. Of two with the same name, which is an error, it has the first. */
export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION || fragments.has(definition.name.value)) continue;
    fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/** The size of a document with each use of a fragment expanded. */
export interface Expansion {
  /** Infinity if its fragments form a cycle, or if it is too large to count. */
  readonly size: number;
  /** What is expanded: operations, and fragments that none of them uses. */
  readonly roots: readonly SelectionSetNode[];
}

/**
 * The size with each use of a fragment expanded. Fields, uses of fragments, directives and values of arguments count
 * one each. Every fragment is visited once, however often it is used. Infinity if the fragments form a cycle.
 */
export function expandedSize(
  roots: readonly SelectionSetNode[],
  fragments: Fragments,
  sizes = new Map<string, number>(),
): number {
  const ofFragment = (name: string): number => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    // A fragment that is met again below itself forms a cycle.
    sizes.set(name, Infinity);
    const fragment = fragments.get(name);
    const size = fragment ? ofSelections(fragment.selectionSet) : 0;
    sizes.set(name, size);
    return size;
  };
  const ofSelections = ({ selections }: SelectionSetNode): number => {
    let size = 0;
    for (const node of selections) size += ofSelection(node);
    return size;
  };
  const ofSelection = (node: SelectionNode): number => {
    let size = 1 + ofDirectives(node.directives);
    if (node.kind === Kind.FRAGMENT_SPREAD) return size + ofFragment(node.name.value);
    if (node.kind === Kind.FIELD) size += ofArguments(node.arguments);
    return node.selectionSet ? size + ofSelections(node.selectionSet) : size;
  };
  return roots.reduce((sum, root) => sum + ofSelections(root), 0);
}

/** The size of a document: everything that validation walks through. */
export function expansionOf(document: DocumentNode, fragments: Fragments): Expansion {
  const sizes = new Map<string, number>();
  const roots: SelectionSetNode[] = [];
  let size = 0;
  const add = (root: SelectionSetNode) => {
    roots.push(root);
    size += expandedSize([root], fragments, sizes);
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) add(definition.selectionSet);
  }
  for (const [name, { selectionSet }] of fragments) {
    if (!sizes.has(name)) add(selectionSet);
  }
  return { size, roots };
}

/**
 * A response name that is selected more than `most` times in one place; null if there is none. Validation compares all
 * such fields with each other. This walks the expanded document, so use it only if the size is bounded.
 */
export function repeatedName(
  roots: readonly SelectionSetNode[],
  fragments: Fragments,
  most: number,
): string | null {
  const found = (sets: readonly SelectionSetNode[]): string | null => {
    for (const [name, nodes] of byResponseName(sets, fragments)) {
      if (nodes.length > most) return name;
      const below = found(nodes.flatMap(({ selectionSet }) => selectionSet ?? []));
      if (below !== null) return below;
    }
    return null;
  };
  for (const root of roots) {
    const name = found([root]);
    if (name !== null) return name;
  }
  return null;
}

function byResponseName(sets: readonly SelectionSetNode[], fragments: Fragments): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const used = new Set<string>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const others = fields.get(name);
        if (others) others.push(node);
        else fields.set(name, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        collect(node.selectionSet);
      } else if (!used.has(node.name.value)) {
        used.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function ofDirectives(directives: readonly DirectiveNode[] = []): number {
  return directives.reduce((sum, directive) => sum + 1 + ofArguments(directive.arguments), 0);
}

function ofArguments(given: readonly ArgumentNode[] = []): number {
  return given.reduce((sum, { value }) => sum + ofValue(value), 0);
}

function ofValue(node: ValueNode): number {
  if (node.kind === Kind.LIST) return node.values.reduce((sum, value) => sum + ofValue(value), 1);
  if (node.kind === Kind.OBJECT) return node.fields.reduce((sum, { value }) => sum + ofValue(value), 1);
  return 1;
}
