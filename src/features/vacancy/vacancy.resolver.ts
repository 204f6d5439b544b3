import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { isLocalDate } from '../../platform/clock.js';
import { day } from '../../platform/day.js';
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { type Page, readPage, slicePage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../platform/parse.js';
import { whenThere } from '../../platform/when-there.js';
import type { RequestContext } from '../identity/request-context.js';
import type { Offering } from '../offering/offering.entity.js';
import type { OfferingService } from '../offering/offering.service.js';
import { OfferingType } from '../offering/offering.type.js';
import type { Atlas } from '../place/atlas.js';
import type { ProviderService } from '../provider/provider.service.js';
import { SiteType } from '../provider/provider.type.js';
import type { SiteView } from '../provider/site-view.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Vacancy } from './vacancy.entity.js';
import { bandOf, type Freshness, freshnessOf, type PlacesBand } from './vacancy.rules.js';
import type { VacancyService } from './vacancy.service.js';
import { FreshnessName, PlacesBandName, VacancyConnection, VacancyType } from './vacancy.type.js';

const vacancyListFilter = z
  .strictObject({
    offering: globalId.optional().describe('Id of an offering.'),
    localAuthority: codeText(3).optional().describe('Code of the local authority of the provider.'),
    open: z
      .boolean()
      .optional()
      .describe('True: only capacity with places that was confirmed and has not gone stale.'),
    availableBy: day.optional().describe('Available on this day at the latest.'),
    placesAtLeast: z
      .int()
      .min(1)
      .max(200)
      .optional()
      .describe('At least so many places; without the permission place.exact 1, 3 or 6.'),
  })
  .describe('Conditions that must all hold.');
const VacancyListFilter = inputFrom(vacancyListFilter, 'VacancyListFilter');

/** Vacancies. */
@Resolver(() => VacancyType)
export class VacancyResolver {
  constructor(
    private readonly vacancies: VacancyService,
    private readonly offerings: OfferingService,
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Query(() => VacancyConnection, {
    name: 'vacancies',
    description: 'Vacancies of listed offerings, earliest first.',
  })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
    @Arg('filter', () => VacancyListFilter, { nullable: true, description: 'Which vacancies.' })
    filter?: z.input<typeof vacancyListFilter>,
  ): Promise<Page<Vacancy>> {
    const { offering, localAuthority, open, availableBy, placesAtLeast } = parseArguments(
      vacancyListFilter,
      filter ?? {},
      ['filter'],
    );
    if (localAuthority !== undefined) {
      refuse(this.atlas.localAuthorityProblems(localAuthority, ['filter', 'localAuthority']));
    }
    const byDay = (vacancy: Vacancy) => [vacancy.availableFrom, vacancy.id] as const;
    const offeringId = offering === undefined ? undefined : decodeId('off', offering);
    if (offeringId === null) return slicePage([], page, byDay);
    const criteria = {
      ...(offeringId && { offeringId }),
      ...(localAuthority !== undefined && { localAuthorityCode: localAuthority }),
      ...(open && { openAt: new Date(this.clock.now()) }),
      ...(availableBy !== undefined && { availableBy }),
      ...(placesAtLeast !== undefined && { placesAtLeast }),
    };
    return readPage(
      page,
      byDay,
      (after, limit) => this.vacancies.page(actor, criteria, after, limit),
      () => this.vacancies.count(actor, criteria),
      isLocalDate,
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() vacancy: Vacancy): string {
    return encodeId('vac', vacancy.id);
  }

  @FieldResolver(() => OfferingType, { nullable: true, description: 'What it is a place on.' })
  offering(@Root() vacancy: Vacancy): Offering | null | Promise<Offering | null> {
    return this.offerings.get(vacancy.offeringId);
  }

  @FieldResolver(() => SiteType, { nullable: true, description: 'Where; null: at any site of the offering.' })
  site(@Root() vacancy: Vacancy): SiteView | null | Promise<SiteView | null> {
    return vacancy.siteId === null ? null : this.providers.site(vacancy.siteId);
  }

  @FieldResolver(() => CodeType, {
    description: 'What a place is: full time equivalent, day, half-day, hour, seat.',
  })
  unit(@Root() vacancy: Vacancy): Code {
    return this.vocabulary.get('VACANCY_UNIT', vacancy.unit);
  }

  @FieldResolver(() => PlacesBandName, { description: 'How many places, in its unit. Class: public.' })
  placesBand(@Root() vacancy: Vacancy): PlacesBand {
    return bandOf(vacancy.placesAvailable);
  }

  @FieldResolver(() => FreshnessName, { description: 'How far it can be relied on now. Class: public.' })
  freshness(@Root() vacancy: Vacancy): Freshness {
    return freshnessOf(vacancy, this.clock.now());
  }
}

/** What vacancies add to offerings. */
@Resolver(() => OfferingType)
export class OfferingVacancies {
  constructor(private readonly service: VacancyService) {}

  @FieldResolver(() => [VacancyType], { description: 'Its vacancies, earliest first, stale ones included.' })
  vacancies(@Root() offering: Offering): Vacancy[] | Promise<Vacancy[]> {
    const vacancies = this.service.ofOffering(offering.id);
    return whenThere(vacancies, (all) => all ?? []);
  }
}
