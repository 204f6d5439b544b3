import { Arg, Field, ID, InterfaceType, Query, Resolver } from 'type-graphql';
import { invalid, UserProblem } from '../errors.js';
import { decodeId, prefixOf } from './global-id.js';

const MOST_IDS = 100;

/** Anything that can be looked up by its opaque global id. */
@InterfaceType('Node', {
  description: 'Anything that can be looked up by its opaque global id.',
  resolveType: (value: object) => NodeRegistry.typeNameOf(value),
  // A kind enters only graphs of features that name it.
  autoRegisterImplementations: false,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque global id.' })
  id: string;
}

/** How nodes of one kind are found. */
export interface NodeKind {
  /** Three letters that begin its ids. */
  readonly prefix: string;
  readonly typeName: string;
  /** The class of the values that `load` answers. */
  readonly entity: new () => object;
  readonly load: (id: string) => object | null | Promise<object | null>;
}

/** Which node an id stands for; each feature adds its own kinds. */
export class NodeRegistry {
  private static readonly typeNames = new Map<unknown, string>();
  private readonly kinds = new Map<string, NodeKind>();

  /** The graph's type of a loaded value. */
  static typeNameOf(value: object): string | undefined {
    return NodeRegistry.typeNames.get(value.constructor);
  }

  /** @throws Error when another kind has the same prefix. */
  add(kind: NodeKind): void {
    const other = this.kinds.get(kind.prefix);
    if (other)
      throw new Error(`Ids of ${kind.typeName} and of ${other.typeName} both begin with "${kind.prefix}".`);
    this.kinds.set(kind.prefix, kind);
    NodeRegistry.typeNames.set(kind.entity, kind.typeName);
  }

  /** The node, null when the id is none or names nothing that the reader may see. */
  load(globalId: string): object | null | Promise<object | null> {
    const kind = this.kinds.get(prefixOf(globalId));
    const id = kind && decodeId(kind.prefix, globalId);
    return id ? kind.load(id) : null;
  }
}

/** Look-ups by global id. */
@Resolver()
export class NodeResolver {
  constructor(private readonly registry: NodeRegistry) {}

  @Query(() => NodeType, { nullable: true, description: 'A node by its id; null when there is none.' })
  async node(@Arg('id', () => ID, { description: 'Opaque global id.' }) id: string): Promise<object | null> {
    return this.registry.load(id);
  }

  @Query(() => [NodeType], {
    nullable: 'items',
    description: 'Up to 100 nodes in the order of their ids, null where there is none.',
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'Opaque global ids, up to 100.' }) ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > MOST_IDS) {
      const message = `At most ${MOST_IDS} ids can be looked up at once, not ${ids.length}.`;
      throw new UserProblem([invalid(['ids'], message)]);
    }
    // Each is read once, however often it is named.
    const nodes = new Map(ids.map((id) => [id, null as ReturnType<NodeRegistry['load']>]));
    for (const id of nodes.keys()) nodes.set(id, this.registry.load(id));
    return Promise.all(ids.map((id) => nodes.get(id) ?? null));
  }
}
