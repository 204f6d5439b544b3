import { Arg, Args, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Choice, codeFilter, codesFilter, idFilter } from '../../platform/choice.js';
import { type Clock, londonToday } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { encodeId, storedIds } from '../../platform/graphql/global-id.js';
import { type Page, slicePage } from '../../platform/graphql/page.js';
import { readSortedPage } from '../../platform/graphql/sorted-page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import { Requires } from '../identity/requires.graph.js';
import { shownArea } from '../place/area-served.graph.js';
import type { Atlas } from '../place/atlas.js';
import type { Provider } from '../provider/provider.entity.js';
import type { ProviderService } from '../provider/provider.service.js';
import { ProviderType, SiteConnection, SiteType } from '../provider/provider.type.js';
import type { SiteView } from '../provider/site-view.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Offering } from './offering.entity.js';
import {
  type OfferingCodesField,
  type OfferingSort,
  offeringCodeLists,
  offeringCodesFields,
  offeringSorts,
  schoolYear,
} from './offering.rules.js';
import type { OfferingService } from './offering.service.js';
import { OfferingConnection, OfferingType, PriceBandType, PriceType } from './offering.type.js';
import { priceBandInWords, priceBandOf } from './price.rules.js';

const offeringFilter = z
  .strictObject({
    provider: idFilter
      .optional()
      .describe(
        'Ids of providers. The offering must belong to one of them. An id of a merged provider means the one it was merged into.',
      ),
    localAuthority: codeFilter
      .optional()
      .describe('Codes of local authorities. The provider must be in the register of one of them.'),
    settingType: codeFilter.optional().describe('Codes of list SETTING_TYPE: the provider’s setting type.'),
    tier: codeFilter.optional().describe('Codes of list TIER: the tier of provision.'),
    needs: codesFilter
      .optional()
      .describe('Codes of list NEEDS: needs that the offering is made for or also caters for.'),
    primaryNeeds: codesFilter
      .optional()
      .describe('Codes of list NEEDS: needs that the offering is made for.'),
    circumstances: codesFilter
      .optional()
      .describe('Codes of list CIRCUMSTANCES: circumstances that the offering caters for.'),
    keyStages: codesFilter
      .optional()
      .describe('Codes of list KEY_STAGES: key stages that the offering teaches.'),
    deliveryModes: codesFilter
      .optional()
      .describe('Codes of list DELIVERY_MODES: how the offering is delivered.'),
    accreditations: codesFilter
      .optional()
      .describe('Codes of list ACCREDITATIONS: accreditations that pupils can gain.'),
    outcomes: codesFilter
      .optional()
      .describe('Codes of list OUTCOMES: FLOURISH outcomes that the offering works towards.'),
    referralRoutes: codesFilter
      .optional()
      .describe('Codes of list REFERRAL_ROUTES: the ways to refer a pupil.'),
    commissioners: codesFilter
      .optional()
      .describe('Codes of list COMMISSIONERS: who can refer pupils and pay.'),
    yearGroup: schoolYear
      .optional()
      .describe('A national curriculum year that the offering takes, 0 (reception) to 14.'),
    isDemonstration: z
      .boolean()
      .optional()
      .describe('If true, only invented offerings (for demonstration). If false, only real ones.'),
    updatedSince: z
      .date()
      .optional()
      .describe(
        'Only offerings changed at or after this moment. Use it with `sort: UPDATED_AT_ASC` to read what has changed since your last visit.',
      ),
  } satisfies { [field in OfferingCodesField]: unknown } & Record<string, unknown>)
  .describe(
    'Conditions on offerings. All of them must be met. To find provision by need and place, use `search`.',
  );
const OfferingFilter = inputFrom(offeringFilter, 'OfferingFilter');
const OfferingSortName = enumOf(
  offeringSorts,
  'OfferingSort',
  'The order of a list of offerings. Offerings with equal values are in the order of their ids.',
  {
    TITLE_ASC: 'By title, from A to Z.',
    TITLE_DESC: 'By title, from Z to A.',
    UPDATED_AT_ASC: 'By the time of the last change, earliest first.',
    UPDATED_AT_DESC: 'By the time of the last change, latest first.',
  },
);

const byTitle = (offering: Offering) => [offering.title, offering.id] as const;

/** Reads offerings. */
@Resolver(() => OfferingType)
export class OfferingResolver {
  constructor(
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Query(() => OfferingConnection, {
    name: 'offerings',
    description:
      'Listed offerings of listed providers. They are in the order of their titles unless you give `sort`.',
  })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => OfferingFilter, {
      nullable: true,
      description: 'Which offerings to return. Leave it out to get all of them.',
    })
    filter?: z.input<typeof offeringFilter> | null,
    @Arg('sort', () => OfferingSortName, {
      nullable: true,
      description:
        'The order of the list. The default is TITLE_ASC. A cursor only works with the order it came from.',
    })
    sort?: OfferingSort | null,
  ): Promise<Page<Offering>> {
    const given = parseArguments(offeringFilter, filter ?? {}, ['filter']);
    this.checkCodes(given);
    const criteria = { ...given, provider: this.survivorsOf(storedIds('prv', given.provider)) };
    const order = sort ?? 'TITLE_ASC';
    return readSortedPage(
      page,
      order,
      (range) => this.offerings.page(criteria, order, range),
      () => this.offerings.count(criteria),
    );
  }

  /** Replaces providers that were merged with the ones they were merged into. */
  private survivorsOf(choice: Choice | undefined): Choice | undefined {
    const survivors = (ids: readonly string[] | undefined) => ids?.map((id) => this.providers.survivorOf(id));
    return choice && { anyOf: survivors(choice.anyOf), noneOf: survivors(choice.noneOf) };
  }

  private checkCodes(given: z.output<typeof offeringFilter>): void {
    const today = londonToday(this.clock);
    const path = (field: string) => ['filter', field];
    refuse([
      ...this.atlas.localAuthorityChoiceProblems(given.localAuthority, path('localAuthority')),
      ...this.vocabulary.choiceProblems('SETTING_TYPE', given.settingType, path('settingType'), today),
      ...this.vocabulary.choiceProblems('TIER', given.tier, path('tier'), today),
      ...offeringCodesFields.flatMap((field) => {
        const list = field === 'needs' ? 'NEED' : offeringCodeLists[field];
        return this.vocabulary.choiceProblems(list, given[field], path(field), today);
      }),
    ]);
  }

  @FieldResolver(() => ID, {
    description: 'The offering’s global id. Do not take it apart: its form can change.',
  })
  id(@Root() offering: Offering): string {
    return encodeId('off', offering.id);
  }

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider of the offering.' })
  provider(@Root() offering: Offering): Provider | null | Promise<Provider | null> {
    return this.providers.get(offering.providerId);
  }

  @FieldResolver(() => SiteConnection, {
    description: 'The listed sites that the offering runs at, in the order of their names.',
  })
  async sites(
    @Root() offering: Offering,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<SiteView>> {
    const ids = (await this.offerings.siteIdsOf(offering.id)) ?? [];
    const sites = (await this.providers.sites(ids)).filter((site) => site !== null);
    return slicePage(sites, page, (site) => [site.name, site.id]);
  }

  @FieldResolver(() => [String], {
    description:
      'The areas that outreach or online delivery covers, such as ENGLAND, LA:926, DISTRICT:E07000147 or PLANNING_AREA: with the id of one of `planningAreas`. Empty for other offerings. Class: public.',
  })
  areasServed(@Root() offering: Offering): string[] {
    return offering.areasServed.map(shownArea);
  }

  @FieldResolver(() => CodeType, { description: 'The tier of provision. Class: public.' })
  tier(@Root() offering: Offering): Code {
    return this.vocabulary.get('TIER', offering.tier);
  }

  @FieldResolver(() => [CodeType], { description: 'The needs that the offering is made for. Class: public.' })
  primaryNeeds(@Root() offering: Offering): Code[] {
    return this.codes('NEED', offering.primaryNeeds);
  }

  @FieldResolver(() => [CodeType], {
    description: 'The needs that the offering also caters for. Class: public.',
  })
  secondaryNeeds(@Root() offering: Offering): Code[] {
    return this.codes('NEED', offering.secondaryNeeds);
  }

  @FieldResolver(() => [CodeType], {
    description: 'The circumstances that the offering caters for. Class: public.',
  })
  circumstances(@Root() offering: Offering): Code[] {
    return this.codes('CIRCUMSTANCE', offering.circumstances);
  }

  @FieldResolver(() => [CodeType], {
    description: 'The key stages that the offering teaches. Class: public.',
  })
  keyStages(@Root() offering: Offering): Code[] {
    return this.codes('KEY_STAGE', offering.keyStages);
  }

  @FieldResolver(() => [CodeType], { description: 'How the offering is delivered. Class: public.' })
  deliveryModes(@Root() offering: Offering): Code[] {
    return this.codes('DELIVERY_MODE', offering.deliveryModes);
  }

  @FieldResolver(() => [CodeType], { description: 'The accreditations that pupils can gain. Class: public.' })
  accreditations(@Root() offering: Offering): Code[] {
    return this.codes('ACCREDITATION', offering.accreditations);
  }

  @FieldResolver(() => [CodeType], {
    description: 'The FLOURISH outcomes that the offering works towards. Class: public.',
  })
  outcomes(@Root() offering: Offering): Code[] {
    return this.codes('OUTCOME', offering.outcomes);
  }

  @FieldResolver(() => [CodeType], { description: 'The ways to refer a pupil. Class: public.' })
  referralRoutes(@Root() offering: Offering): Code[] {
    return this.codes('REFERRAL_ROUTE', offering.referralRoutes);
  }

  @FieldResolver(() => [CodeType], { description: 'Who can refer pupils and pay. Class: public.' })
  commissioners(@Root() offering: Offering): Code[] {
    return this.codes('COMMISSIONER_KIND', offering.commissioners);
  }

  @FieldResolver(() => PriceBandType, {
    nullable: true,
    description:
      'The price of a school day as a band. Null if no price is published, or if the price is by the hour and the offering’s hours or days are not known. Class: public.',
  })
  priceBand(@Root() offering: Offering): PriceBandType | null {
    const band = priceBandOf(offering);
    return band && { ...band, label: priceBandInWords(band) };
  }

  @Requires('place.exact')
  @FieldResolver(() => PriceType, {
    nullable: true,
    description: 'The exact price. Null if no price is published. Class: school.',
  })
  price(@Root() { pricePence, priceUnit }: Offering): { pence: number; unitCode: string } | null {
    return pricePence === null || priceUnit === null ? null : { pence: pricePence, unitCode: priceUnit };
  }

  private codes(list: CodeList, codes: readonly string[]): Code[] {
    return codes.map((code) => this.vocabulary.get(list, code));
  }
}

/** Adds the unit to prices. */
@Resolver(() => PriceType)
export class PriceResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @FieldResolver(() => CodeType, {
    description: 'What the price is for: a day, a half-day, a session or an hour.',
  })
  unit(@Root() price: { unitCode: string }): Code {
    return this.vocabulary.get('PRICE_UNIT', price.unitCode);
  }
}

/** The fields that offerings add to providers. */
@Resolver(() => ProviderType)
export class ProviderOfferings {
  constructor(private readonly service: OfferingService) {}

  @FieldResolver(() => OfferingConnection, {
    description: 'The provider’s listed offerings, in the order of their titles.',
  })
  async offerings(
    @Root() provider: Provider,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<Offering>> {
    return slicePage((await this.service.ofProvider(provider.id)) ?? [], page, byTitle);
  }
}

/** The fields that offerings add to sites. */
@Resolver(() => SiteType)
export class SiteOfferings {
  constructor(private readonly service: OfferingService) {}

  @FieldResolver(() => OfferingConnection, {
    description: 'The listed offerings that run at the site, in the order of their titles.',
  })
  async offerings(
    @Root() site: SiteView,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<Offering>> {
    const ids = (await this.service.idsOfSite(site.id)) ?? [];
    const offerings = (await this.service.getAll(ids)).filter((offering) => offering !== null);
    return slicePage(offerings, page, byTitle);
  }
}
