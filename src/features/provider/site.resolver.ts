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

const OF_A_HOME = 'For a home-based site, null unless its whole outcode is in one.';

/** Sites. */
@Resolver(() => SiteType)
export class SiteResolver {
  constructor(
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => SiteConnection, { name: 'sites', description: 'Listed sites of listed providers, by name.' })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('district', () => String, {
      nullable: true,
      description:
        'The GSS code of a district. Returns only sites in that district, or where it was before it ended.',
    })
    district?: string,
  ): Promise<Page<SiteView>> {
    if (district != null) refuse(this.atlas.districtProblems(district, ['district']));
    const criteria =
      district == null ? {} : { district: { code: district, outcodes: this.atlas.outcodesWithin(district) } };
    return readPage(
      page,
      (site) => [site.name, site.id],
      (range) => this.providers.sitePage(criteria, range),
      () => this.providers.siteCount(criteria),
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() site: SiteView): string {
    return encodeId('sit', site.id);
  }

  @FieldResolver(() => String, {
    description: 'The first half of the postcode, such as NR21. Class: public.',
  })
  outcode(@Root() site: SiteView): string {
    return site.vicinity.split(' ', 1)[0]!;
  }

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider that works at the site.' })
  provider(@Root() site: SiteView): Provider | null | Promise<Provider | null> {
    return this.providers.get(site.providerId);
  }

  @FieldResolver(() => [CodeType], {
    description: 'How accessible the site is. Empty if this is not stated. Class: public.',
  })
  accessibility(@Root() site: SiteView): Code[] {
    return site.accessibility.map((code) => this.vocabulary.get('ACCESSIBILITY', code));
  }

  @FieldResolver(() => DistrictType, {
    nullable: true,
    description: `The district that contains the site. Null if it is not known. ${OF_A_HOME} Class: public.`,
  })
  district(@Root() site: SiteView): District | null {
    return this.atlas.districts.get(this.atlas.districtOfSite(site) ?? '') ?? null;
  }

  @FieldResolver(() => PlanningAreaType, {
    nullable: true,
    description: `The planning area that contains the site. Null if it is in none. ${OF_A_HOME} Class: public.`,
  })
  planningArea(@Root() site: SiteView): PlanningArea | null {
    const { planningAreaId } = this.atlas.areasOfSite(site);
    return this.atlas.planningAreas.get(planningAreaId ?? '') ?? null;
  }

  @FieldResolver(() => PublicPositionType, {
    nullable: true,
    description:
      'Where a map can show the site. If the address is PUBLIC, this is its exact position. For a home-based site, it is the centre of its outcode. For any other site, it is the centre of a 1 km square. Searches measure distances to this position. Null if it is not known. Class: public.',
  })
  publicPosition(@Root() site: SiteView): PublicPositionType | null {
    const { publicLatitude, publicLongitude, publicPrecision } = site;
    if (publicLatitude == null || publicLongitude == null || publicPrecision == null) return null;
    return { latitude: publicLatitude, longitude: publicLongitude, precision: publicPrecision };
  }

  @FieldResolver(() => PublicAddressType, {
    nullable: true,
    description: 'The address, if its visibility is PUBLIC. Null if not. Class: public.',
  })
  publicAddress(@Root() site: SiteView): PublicAddressType | null {
    return site.addressVisibility === 'PUBLIC' ? site : null;
  }
}
