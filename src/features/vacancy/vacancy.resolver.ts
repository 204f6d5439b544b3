import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter, idFilter } from '../../platform/choice.js';
import type { Clock } from '../../platform/clock.js';
import { isLocalDate } from '../../platform/clock.js';
import { day } from '../../platform/day.js';
import { refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { encodeId, storedIds } from '../../platform/graphql/global-id.js';
import { type Page, readPage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { parseArguments } from '../../platform/parse.js';
import { whenThere } from '../../platform/when-there.js';
import type { RequestContext } from '../identity/request-context.js';
import { Requires } from '../identity/requires.graph.js';
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
import type { HeldVacancy, Vacancy } from './vacancy.entity.js';
import { availableOf, bandOf, type Freshness, freshnessOf, type PlacesBand } from './vacancy.rules.js';
import type { VacancyService } from './vacancy.service.js';
import { FreshnessName, PlacesBandName, VacancyConnection, VacancyType } from './vacancy.type.js';

const vacancyListFilter = z
  .strictObject({
    offering: idFilter.optional().describe('Ids of offerings. The vacancy must belong to one of them.'),
    localAuthority: codeFilter
      .optional()
      .describe('Codes of local authorities. The provider must be in the register of one of them.'),
    open: z
      .boolean()
      .optional()
      .describe(
        'If true, only vacancies in the state CAPACITY that have places available, are confirmed and are not stale.',
      ),
    availableBy: day.optional().describe('The first day a pupil could start is this day or earlier.'),
    placesAtLeast: z
      .int()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'The lowest number of places available, 1 to 200. Without the permission place.exact: 1, 3 or 6.',
      ),
  })
  .describe('Conditions on vacancies. All of them must be met.');
const VacancyFilter = inputFrom(vacancyListFilter, 'VacancyFilter');

/** Reads vacancies. */
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
    description: 'Vacancies of listed offerings at listed sites, earliest first.',
  })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { actor }: RequestContext,
    @Arg('filter', () => VacancyFilter, {
      nullable: true,
      description: 'Which vacancies to return. Leave it out to get all of them.',
    })
    filter?: z.input<typeof vacancyListFilter>,
  ): Promise<Page<HeldVacancy>> {
    const { offering, localAuthority, open, availableBy, placesAtLeast } = parseArguments(
      vacancyListFilter,
      filter ?? {},
      ['filter'],
    );
    refuse(this.atlas.localAuthorityChoiceProblems(localAuthority, ['filter', 'localAuthority']));
    const byDay = (vacancy: Vacancy) => [vacancy.availableFrom, vacancy.id] as const;
    const criteria = {
      offering: storedIds('off', offering),
      localAuthority,
      at: new Date(this.clock.now()),
      ...(open && { open }),
      ...(availableBy !== undefined && { availableBy }),
      ...(placesAtLeast !== undefined && { placesAtLeast }),
    };
    return readPage(
      page,
      byDay,
      (range) => this.vacancies.page(actor, criteria, range),
      () => this.vacancies.count(actor, criteria),
      isLocalDate,
    );
  }

  @FieldResolver(() => ID, {
    description: 'The vacancy’s global id. Do not take it apart: its form can change.',
  })
  id(@Root() vacancy: Vacancy): string {
    return encodeId('vac', vacancy.id);
  }

  @FieldResolver(() => OfferingType, { nullable: true, description: 'The offering that the places are on.' })
  offering(@Root() vacancy: Vacancy): Offering | null | Promise<Offering | null> {
    return this.offerings.get(vacancy.offeringId);
  }

  @FieldResolver(() => SiteType, {
    nullable: true,
    description: 'The site of the places. Null means any site of the offering.',
  })
  site(@Root() vacancy: Vacancy): SiteView | null | Promise<SiteView | null> {
    return vacancy.siteId === null ? null : this.providers.site(vacancy.siteId);
  }

  @FieldResolver(() => CodeType, {
    description: 'What one place is: a full-time equivalent, a day, a half-day, an hour or a seat.',
  })
  unit(@Root() vacancy: Vacancy): Code {
    return this.vocabulary.get('VACANCY_UNIT', vacancy.unit);
  }

  @FieldResolver(() => PlacesBandName, {
    description: 'The number of places available as a band, counted in `unit`. Class: public.',
  })
  placesBand(@Root() vacancy: Vacancy): PlacesBand | Promise<PlacesBand> {
    return whenThere(this.placesAvailable(vacancy), bandOf);
  }

  @Requires('place.exact')
  @FieldResolver(() => Int, {
    description:
      'The exact number of places available now, 0 to 200, counted in `unit`: those offered, without those held for schools. Class: school.',
  })
  placesAvailable(@Root() vacancy: Vacancy): number | Promise<number> {
    return whenThere(this.vacancies.held(vacancy), (held) => availableOf(held, this.clock.now()));
  }

  @Requires('place.exact')
  @FieldResolver(() => Int, {
    description:
      'The exact number of places offered, 0 to 200, counted in `unit`. It includes places that are held for schools. Class: school.',
  })
  placesOffered(@Root() vacancy: Vacancy): number {
    return vacancy.placesAvailable;
  }

  @FieldResolver(() => FreshnessName, {
    description: 'How far the vacancy can be relied on now. Class: public.',
  })
  freshness(@Root() vacancy: Vacancy): Freshness {
    return freshnessOf(vacancy, this.clock.now());
  }
}

/** The fields that vacancies add to offerings. */
@Resolver(() => OfferingType)
export class OfferingVacancies {
  constructor(private readonly service: VacancyService) {}

  @FieldResolver(() => [VacancyType], {
    description: 'The offering’s vacancies, earliest first. Stale ones are included.',
  })
  vacancies(@Root() offering: Offering): HeldVacancy[] | Promise<HeldVacancy[]> {
    const vacancies = this.service.ofOffering(offering.id);
    return whenThere(vacancies, (all) => all ?? []);
  }
}
