import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { decodeId } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import type { Overview } from '../../register/list/register.service.js';
import { RegisterOverviewType } from '../../register/list/register.type.js';
import type { ThresholdAdvice } from '../threshold/threshold.rules.js';
import type { OverviewService, QualityOverview } from './overview.service.js';
import { QualityOverviewType, ThresholdAdviceType } from './overview.type.js';

/** Quality, as a part of what a local authority's register stands at, and advice on one provider. */
@Resolver(() => RegisterOverviewType)
export class OverviewResolver {
  constructor(private readonly overviews: OverviewService) {}

  @Requires('quality.read')
  @FieldResolver(() => QualityOverviewType, { description: 'Quality at a glance, today.' })
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
      'Whether a provider of your register looks close to having to be a registered school; null when there is none.',
  })
  async thresholdAdvice(
    @Ctx() { actor }: RequestContext,
    @Arg('provider', () => ID, { description: 'The provider.' }) provider: string,
  ): Promise<ThresholdAdvice | null> {
    actor.require('quality.read');
    const uuid = decodeId('prv', provider);
    return uuid === null ? null : this.overviews.adviceOn(actor, uuid);
  }
}
