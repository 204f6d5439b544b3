import { Arg, Ctx, Field, ID, InterfaceType, Query, Resolver } from 'type-graphql';
import { Forbidden, invalid, UserProblem } from '../errors.js';
import { decodeId, prefixOf } from './global-id.js';

const MOST_IDS = 100;

/** An object that can be looked up by its opaque global id. */
@InterfaceType('Node', {
  description:
    'An object that can be looked up by its opaque global id. Every type with a field `id` is a `Node`. An id stands for one object of one type, so clients can use it as a cache key.',
  resolveType: (value: object) => NodeRegistry.typeNameOf(value),
  // Each graph contains only the kinds that its features name.
  autoRegisterImplementations: false,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque global id.' })
  id: string;
}

/** What is known about one kind of node. */
interface KindOfNode {
  /** The three letters that its ids begin with. */
  readonly prefix: string;
  readonly typeName: string;
  /** The class of the loaded values. */
  readonly entity: new () => object;
}

/** Nodes that everyone can see, from a cache that batches what is requested at the same time. */
interface PublicKind extends KindOfNode {
  readonly load: (id: string) => object | null | Promise<object | null>;
}

/** Nodes that only some callers can see. */
interface GuardedKind extends KindOfNode {
  /**
   * Loads those of these records that the reader may see, in any order.
   * @throws Forbidden for a reader who may see none.
   */
  readonly loadAll: (ids: readonly string[], context: never) => Promise<readonly { readonly id: string }[]>;
}

/** How nodes of one kind are found. */
export type NodeKind = PublicKind | GuardedKind;

/** The nodes that ids stand for. Each feature adds its own kinds. */
export class NodeRegistry {
  private static readonly typeNames = new Map<unknown, string>();
  private readonly kinds = new Map<string, NodeKind>();

  /** The graph's type of a loaded value. */
  static typeNameOf(value: object): string | undefined {
    return NodeRegistry.typeNames.get(value.constructor);
  }

  /** @throws Error if another kind has the same prefix. */
  add(kind: NodeKind): void {
    const other = this.kinds.get(kind.prefix);
    if (other)
      throw new Error(`Ids of ${kind.typeName} and of ${other.typeName} both begin with "${kind.prefix}".`);
    this.kinds.set(kind.prefix, kind);
    NodeRegistry.typeNames.set(kind.entity, kind.typeName);
  }

  /** The node; null if the text is not an id, or if the reader may see no such node. */
  load(globalId: string, context: unknown): object | null | Promise<object | null> {
    const [kind, id] = this.find(globalId);
    if (!kind) return null;
    return 'load' in kind
      ? kind.load(id)
      : loadGuarded(kind, [id], context).then((found) => found.get(id) ?? null);
  }

  /**
   * The nodes in the order of their ids, with null as for `load`. Each is read once, and those of a guarded kind are
   * read together.
   */
  loadAll(globalIds: readonly string[], context: unknown): Promise<(object | null)[]> {
    const nodes = new Map<string, object | null | Promise<object | null>>();
    const guarded = new Map<GuardedKind, Map<string, string>>();
    for (const globalId of new Set(globalIds)) {
      const [kind, id] = this.find(globalId);
      if (!kind) nodes.set(globalId, null);
      else if ('load' in kind) nodes.set(globalId, kind.load(id));
      else guarded.set(kind, (guarded.get(kind) ?? new Map<string, string>()).set(globalId, id));
    }
    for (const [kind, ids] of guarded) {
      const found = loadGuarded(kind, [...ids.values()], context);
      for (const [globalId, id] of ids)
        nodes.set(
          globalId,
          found.then((all) => all.get(id) ?? null),
        );
    }
    return Promise.all(globalIds.map((id) => nodes.get(id) ?? null));
  }

  private find(globalId: string): [kind: NodeKind, id: string] | [kind: null, id: null] {
    const kind = this.kinds.get(prefixOf(globalId));
    const id = kind && decodeId(kind.prefix, globalId);
    return kind && id ? [kind, id] : [null, null];
  }
}

/** Loads nodes by id. A reader who may see none of a kind gets none: a refusal would confirm that the id exists. */
async function loadGuarded({ loadAll }: GuardedKind, ids: readonly string[], context: unknown) {
  try {
    return new Map((await loadAll(ids, context as never)).map((node) => [node.id, node]));
  } catch (error) {
    if (error instanceof Forbidden) return new Map<string, object>();
    throw error;
  }
}

/** Look-ups by global id. */
@Resolver()
export class NodeResolver {
  constructor(private readonly registry: NodeRegistry) {}

  @Query(() => NodeType, {
    nullable: true,
    description:
      'Gets a node by its id. Null if there is no such node, or if you do not have permission to see it.',
  })
  async node(
    @Arg('id', () => ID, { description: 'The opaque global id.' }) id: string,
    @Ctx() context: object,
  ): Promise<object | null> {
    return this.registry.load(id, context);
  }

  @Query(() => [NodeType], {
    nullable: 'items',
    description:
      'Gets up to 100 nodes, in the order of their ids. An item is null if there is no such node, or if you do not have permission to see it.',
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'Opaque global ids, up to 100.' }) ids: string[],
    @Ctx() context: object,
  ): Promise<(object | null)[]> {
    if (ids.length > MOST_IDS) {
      const message = `You can look up at most ${MOST_IDS} ids at a time, but you gave ${ids.length}.`;
      throw new UserProblem([invalid(['ids'], message)]);
    }
    return this.registry.loadAll(ids, context);
  }
}
