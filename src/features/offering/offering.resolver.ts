import { Arg, Args, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { type Page, readPage, slicePage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../platform/parse.js';
import { Requires } from '../identity/requires.graph.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType, SiteConnection, SiteType } from '../provider/provider.type.js';
import type { SiteView } from '../provider/site-view.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { CodeList, Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Offering } from './offering.entity.js';
import type { OfferingService } from './offering.service.js';
import { OfferingConnection, OfferingType, PriceBandType, PriceType } from './offering.type.js';
import { priceBandInWords, priceBandOf } from './price.rules.js';

const offeringFilter = z
  .strictObject({
    provider: globalId.optional().describe('Id of a provider.'),
    tier: z.array(codeText()).max(10).optional().describe('Any of these tiers.'),
  })
  .describe('Conditions that must all hold. To find provision by need and place, use `search`.');
const OfferingFilter = inputFrom(offeringFilter, 'OfferingFilter');

const byTitle = (offering: Offering) => [offering.title, offering.id] as const;

/** Offerings. */
@Resolver(() => OfferingType)
export class OfferingResolver {
  constructor(
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  @Query(() => OfferingConnection, { name: 'offerings', description: 'Listed offerings, by title.' })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => OfferingFilter, { nullable: true, description: 'Which offerings.' })
    filter?: z.input<typeof offeringFilter>,
  ): Promise<Page<Offering>> {
    const { provider, tier } = parseArguments(offeringFilter, filter ?? {}, ['filter']);
    refuse(this.vocabulary.problems('TIER', tier ?? [], ['filter', 'tier'], londonToday(this.clock)));
    const providerId = provider === undefined ? undefined : decodeId('prv', provider);
    if (providerId === null) return slicePage([], page, byTitle);
    const criteria = {
      ...(providerId && { providerId: this.providers.survivorOf(providerId) }),
      ...(tier && { tiers: tier }),
    };
    return readPage(
      page,
      byTitle,
      (after, limit) => this.offerings.page(criteria, after, limit),
      () => this.offerings.count(criteria),
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() offering: Offering): string {
    return encodeId('off', offering.id);
  }

  @FieldResolver(() => ProviderType, { nullable: true, description: 'Who offers it.' })
  provider(@Root() offering: Offering): Provider | null | Promise<Provider | null> {
    return this.providers.get(offering.providerId);
  }

  @FieldResolver(() => SiteConnection, { description: 'The listed sites it runs at, by name.' })
  async sites(
    @Root() offering: Offering,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<SiteView>> {
    const ids = (await this.offerings.siteIdsOf(offering.id)) ?? [];
    const sites = (await this.providers.sites(ids)).filter((site) => site !== null);
    return slicePage(sites, page, (site) => [site.name, site.id]);
  }

  @FieldResolver(() => CodeType, { description: 'Tier of provision. Class: public.' })
  tier(@Root() offering: Offering): Code {
    return this.vocabulary.get('TIER', offering.tier);
  }

  @FieldResolver(() => [CodeType], { description: 'Needs it is made for. Class: public.' })
  primaryNeeds(@Root() offering: Offering): Code[] {
    return this.codes('NEED', offering.primaryNeeds);
  }

  @FieldResolver(() => [CodeType], { description: 'Needs it also caters for. Class: public.' })
  secondaryNeeds(@Root() offering: Offering): Code[] {
    return this.codes('NEED', offering.secondaryNeeds);
  }

  @FieldResolver(() => [CodeType], { description: 'Circumstances it caters for. Class: public.' })
  circumstances(@Root() offering: Offering): Code[] {
    return this.codes('CIRCUMSTANCE', offering.circumstances);
  }

  @FieldResolver(() => [CodeType], { description: 'Key stages it teaches. Class: public.' })
  keyStages(@Root() offering: Offering): Code[] {
    return this.codes('KEY_STAGE', offering.keyStages);
  }

  @FieldResolver(() => [CodeType], { description: 'How it is delivered. Class: public.' })
  deliveryModes(@Root() offering: Offering): Code[] {
    return this.codes('DELIVERY_MODE', offering.deliveryModes);
  }

  @FieldResolver(() => [CodeType], { description: 'Accreditation offered. Class: public.' })
  accreditations(@Root() offering: Offering): Code[] {
    return this.codes('ACCREDITATION', offering.accreditations);
  }

  @FieldResolver(() => [CodeType], { description: 'FLOURISH outcomes it works towards. Class: public.' })
  outcomes(@Root() offering: Offering): Code[] {
    return this.codes('OUTCOME', offering.outcomes);
  }

  @FieldResolver(() => [CodeType], { description: 'Routes of referral. Class: public.' })
  referralRoutes(@Root() offering: Offering): Code[] {
    return this.codes('REFERRAL_ROUTE', offering.referralRoutes);
  }

  @FieldResolver(() => [CodeType], { description: 'Who may refer. Class: public.' })
  commissioners(@Root() offering: Offering): Code[] {
    return this.codes('COMMISSIONER_KIND', offering.commissioners);
  }

  @FieldResolver(() => PriceBandType, {
    nullable: true,
    description:
      'What a school day costs, to the nearest band; null when no price is published, or an hourly one without hours and days. Class: public.',
  })
  priceBand(@Root() offering: Offering): PriceBandType | null {
    const band = priceBandOf(offering);
    return band && { ...band, label: priceBandInWords(band) };
  }

  @Requires('place.exact')
  @FieldResolver(() => PriceType, {
    nullable: true,
    description: 'Exact price; null when not published. Class: school.',
  })
  price(@Root() { pricePence, priceUnit }: Offering): { pence: number; unitCode: string } | null {
    return pricePence === null || priceUnit === null ? null : { pence: pricePence, unitCode: priceUnit };
  }

  private codes(list: CodeList, codes: readonly string[]): Code[] {
    return codes.map((code) => this.vocabulary.get(list, code));
  }
}

/** Prices. */
@Resolver(() => PriceType)
export class PriceResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @FieldResolver(() => CodeType, {
    description: 'What the price is for: a day, a half-day, a session, an hour.',
  })
  unit(@Root() price: { unitCode: string }): Code {
    return this.vocabulary.get('PRICE_UNIT', price.unitCode);
  }
}

/** What offerings add to providers. */
@Resolver(() => ProviderType)
export class ProviderOfferings {
  constructor(private readonly service: OfferingService) {}

  @FieldResolver(() => OfferingConnection, { description: 'Its listed offerings, by title.' })
  async offerings(
    @Root() provider: Provider,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<Offering>> {
    return slicePage((await this.service.ofProvider(provider.id)) ?? [], page, byTitle);
  }
}

/** What offerings add to sites. */
@Resolver(() => SiteType)
export class SiteOfferings {
  constructor(private readonly service: OfferingService) {}

  @FieldResolver(() => OfferingConnection, { description: 'The listed offerings that run here, by title.' })
  async offerings(
    @Root() site: SiteView,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<Offering>> {
    const ids = (await this.service.idsOfSite(site.id)) ?? [];
    const offerings = (await this.service.getAll(ids)).filter((offering) => offering !== null);
    return slicePage(offerings, page, byTitle);
  }
}
