import { Arg, Args, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { encodeId } from '../../platform/graphql/global-id.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import type { District, PlanningArea } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { DistrictType, PlanningAreaType } from '../place/place.type.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Provider } from './provider.entity.js';
import type { ProviderService } from './provider.service.js';
import { ProviderType, SiteConnection, SiteType } from './provider.type.js';
import type { SiteView } from './site-view.js';

/** Sites. */
@Resolver(() => SiteType)
export class SiteResolver {
  constructor(
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => SiteConnection, { name: 'sites', description: 'Sites of listed providers, by name.' })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('district', () => String, { nullable: true, description: 'Only those of a district (GSS code).' })
    district?: string,
  ): Promise<Page<SiteView>> {
    if (district != null) refuse(this.atlas.districtProblems(district, ['district']));
    const criteria = district == null ? {} : { districtCode: district };
    return readPage(
      page,
      (site) => [site.name, site.id],
      (after, limit) => this.providers.sitePage(criteria, after, limit),
      () => this.providers.siteCount(criteria),
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() site: SiteView): string {
    return encodeId('sit', site.id);
  }

  @FieldResolver(() => String, { description: 'First half of the postcode, such as NR21. Class: public.' })
  outcode(@Root() site: SiteView): string {
    return site.sector.slice(0, -2);
  }

  @FieldResolver(() => ProviderType, { nullable: true, description: 'Whose site it is.' })
  provider(@Root() site: SiteView): Provider | null | Promise<Provider | null> {
    return this.providers.get(site.providerId);
  }

  @FieldResolver(() => [CodeType], {
    description: 'How accessible it is; empty when not stated. Class: public.',
  })
  accessibility(@Root() site: SiteView): Code[] {
    return site.accessibility.map((code) => this.vocabulary.get('ACCESSIBILITY', code));
  }

  @FieldResolver(() => DistrictType, { nullable: true, description: 'District it lies in. Class: public.' })
  district(@Root() site: SiteView): District | null {
    return this.atlas.districts.get(site.districtCode ?? '') ?? null;
  }

  @FieldResolver(() => PlanningAreaType, {
    nullable: true,
    description: 'Planning area it lies in. Class: public.',
  })
  planningArea(@Root() site: SiteView): PlanningArea | null {
    const { planningAreaId } = this.atlas.areasOf(site.districtCode, site.sector);
    return this.atlas.planningAreas.get(planningAreaId ?? '') ?? null;
  }
}
