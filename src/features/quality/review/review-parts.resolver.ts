import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../platform/graphql/global-id.js';
import type { Principle } from '../framework/framework.entity.js';
import type { FrameworkService } from '../framework/framework.service.js';
import { PrincipleType } from '../framework/framework.type.js';
import type { Action, Finding } from './review.entity.js';
import { ActionType, FindingType } from './review.type.js';

/** Findings of a review. */
@Resolver(() => FindingType)
export class FindingResolver {
  constructor(private readonly frameworks: FrameworkService) {}

  @FieldResolver(() => PrincipleType, { description: 'The principle the finding is about.' })
  async principle(@Root() { frameworkId, principleId }: Finding): Promise<Principle> {
    const principles = await this.frameworks.principlesOf(frameworkId);
    return principles.find(({ id }) => id === principleId)!;
  }
}

/** Actions after a review. */
@Resolver(() => ActionType)
export class ActionResolver {
  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() action: Action): string {
    return encodeId('qac', action.id);
  }
}
