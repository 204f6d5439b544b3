import { Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Repository } from 'typeorm';
import { encodeId } from '../../../../src/platform/graphql/global-id.js';
import { NodeType } from '../../../../src/platform/graphql/node.js';
import type { Toy } from './toy.entity.js';

/** A toy in the graph. */
@ObjectType('Toy', { description: 'A toy.', implements: NodeType })
export class ToyType extends NodeType {
  @Field(() => String, { description: 'Its name.' })
  name: string;
}

/** Toys. */
@Resolver(() => ToyType)
export class ToyResolver {
  constructor(private readonly repository: Repository<Toy>) {}

  @Query(() => [ToyType], { name: 'toys', description: 'All toys.' })
  all(): Promise<Toy[]> {
    return this.repository.find();
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() { id }: Toy): string {
    return encodeId('toy', id);
  }
}
