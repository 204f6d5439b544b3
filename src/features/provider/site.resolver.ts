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
import {
  ProviderType,
  PublicAddressType,
  PublicPositionType,
  SiteConnection,
  SiteType,
} from './provider.type.js';
import type { SiteView } from './site-view.js';

const OF_A_HOME = 'of a home-based site only one that its whole outcode lies in, else null.';

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
    const criteria =
      district == null ? {} : { district: { code: district, outcodes: this.atlas.outcodesWithin(district) } };
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
    return site.vicinity.split(' ', 1)[0]!;
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

  @FieldResolver(() => DistrictType, {
    nullable: true,
    description: `District it lies in; ${OF_A_HOME} Class: public.`,
  })
  district(@Root() site: SiteView): District | null {
    return this.atlas.districts.get(this.atlas.districtOfSite(site) ?? '') ?? null;
  }

  @FieldResolver(() => PlanningAreaType, {
    nullable: true,
    description: `Planning area it lies in; ${OF_A_HOME} Class: public.`,
  })
  planningArea(@Root() site: SiteView): PlanningArea | null {
    const { planningAreaId } = this.atlas.areasOfSite(site);
    return this.atlas.planningAreas.get(planningAreaId ?? '') ?? null;
  }

  @FieldResolver(() => PublicPositionType, {
    nullable: true,
    description:
      'Where a map may show it: the position itself where the address is PUBLIC, the centre of the outcode of a home-based ' +
      'site, else the centre of a square of 1 km. Searches measure from there. Null when not known. Class: public.',
  })
  publicPosition(@Root() site: SiteView): PublicPositionType | null {
    const { publicLatitude, publicLongitude, publicPrecision } = site;
    if (publicLatitude == null || publicLongitude == null || publicPrecision == null) return null;
    return { latitude: publicLatitude, longitude: publicLongitude, precision: publicPrecision };
  }

  @FieldResolver(() => PublicAddressType, {
    nullable: true,
    description: 'The address, when it is PUBLIC; else null. Class: public.',
  })
  publicAddress(@Root() site: SiteView): PublicAddressType | null {
    return site.addressVisibility === 'PUBLIC' ? site : null;
  }
}
