import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { Prices } from './prices.js';

/** The fields of a connection that stand for its items. The others, such as `totalCount`, occur once for a page. */
const OF_ITEMS = new Set(['nodes', 'edges']);

/** Points in the selection on a connection that count once for a page, and not for each of its items. */
export type CountedOnce = (connection: string, selection: SelectionSetNode | undefined) => number;

/**
 * Finds such points in a document. It leaves out fields that depend on `@skip` or `@include`. They count once for each
 * item, which may be too much but never too little.
 */
export function countedOnce({ fields }: Prices, document: DocumentNode): CountedOnce {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // Each fragment is visited once, however often it is used.
  const known = new Map<string, number>();
  const ofFragment = (connection: string, name: string): number => {
    const key = `${connection} ${name}`;
    const points = known.get(key);
    if (points !== undefined) return points;
    known.set(key, 0);
    const found = of(connection, fragments.get(name)?.selectionSet);
    known.set(key, found);
    return found;
  };
  const of: CountedOnce = (connection, selection) => {
    let points = 0;
    for (const node of selection?.selections ?? []) {
      if ((node.directives?.length ?? 0) > 0) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) points += ofFragment(connection, node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) points += of(connection, node.selectionSet);
      else if (!OF_ITEMS.has(node.name.value)) points += fields[`${connection}.${node.name.value}`] ?? 0;
    }
    return points;
  };
  return of;
}
