import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { decodeId } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { Overview } from '../../register/list/entry-list.service.js';
import { RegisterOverviewType } from '../../register/list/register-entry.type.js';
import type { ThresholdAdvice } from '../threshold/threshold.rules.js';
import type { OverviewService, QualityOverview } from './overview.service.js';
import { QualityOverviewType, ThresholdAdviceType } from './overview.type.js';

/** The quality figures in the overview of a local authority's register, and advice on one provider. */
@Resolver(() => RegisterOverviewType)
export class OverviewResolver {
  constructor(private readonly overviews: OverviewService) {}

  @Requires('quality.read')
  @FieldResolver(() => QualityOverviewType, {
    description: 'Quality figures for today. Needs quality.read there.',
  })
  quality(
    @Root() { localAuthorityCode }: Overview,
    @Ctx() { actor }: RequestContext,
  ): Promise<QualityOverview> {
    return this.overviews.of(actor, localAuthorityCode);
  }

  @Requires('quality.read')
  @Query(() => ThresholdAdviceType, {
    nullable: true,
    description:
      'Whether a provider in your register looks close to having to register as a school. Null if there is no such provider in your register.',
  })
  async thresholdAdvice(
    @Ctx() { actor }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
  ): Promise<ThresholdAdvice | null> {
    actor.require('quality.read');
    const uuid = decodeId('prv', provider);
    return uuid === null ? null : this.overviews.adviceOn(actor, uuid);
  }
}
