/** What matters of a node of swc's syntax tree. */
export interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly id?: Node;
  readonly init?: Node | null;
  readonly pattern?: unknown;
  readonly flags?: unknown;
  readonly source?: Node | null;
  readonly callee?: Node;
  readonly property?: Node;
  readonly arguments?: readonly { readonly expression: Node }[];
  readonly quasis?: readonly { readonly cooked: string }[];
  readonly expressions?: readonly Node[];
}

/** A node and all below it, in the order in which they are written. */
export function* nodes(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node === null) return;
  yield node as Node;
  for (const inner of Object.values(node)) yield* nodes(inner);
}
