import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { decodeId } from '../../platform/graphql/global-id.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.type.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import type { OverviewService, QualityOverview } from './overview.service.js';
import { QualityOverviewType, ThresholdAdviceType } from './overview.type.js';
import type { ThresholdAdvice } from './threshold.rules.js';

/** What commissioners look at first. */
@Resolver(() => QualityOverviewType)
export class OverviewResolver {
  constructor(
    private readonly overviews: OverviewService,
    private readonly atlas: Atlas,
  ) {}

  @Requires('quality.read')
  @Query(() => QualityOverviewType, {
    description: "A local authority's quality at a glance, today.",
  })
  async qualityOverview(
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
  ): Promise<QualityOverview> {
    return this.overviews.of(actor, localAuthority);
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

  @FieldResolver(() => LocalAuthorityType, { description: 'Whose overview it is.' })
  localAuthority(@Root() { localAuthorityCode }: QualityOverview): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }
}
