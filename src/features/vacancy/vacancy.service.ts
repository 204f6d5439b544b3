import type { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import type { ConstraintProblems } from '../../platform/database/register-writer.js';
import { invalid, refuse } from '../../platform/errors.js';
import { parseChanges, parseWithCodes } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { Vacancy } from './vacancy.entity.js';
import type { DayKey, VacancyCriteria, VacancyRepository } from './vacancy.repository.js';
import { placesAtLeastProblem, vacancyChanges, vacancyInput } from './vacancy.rules.js';

/** What the constraints of vacancies mean to the person who entered the data. */
export const vacancyConstraints: ConstraintProblems = {
  vacancy_years: invalid(['input', 'maxYear'], 'The last year may not come before the first.'),
  vacancy_years_of_offering: invalid(['input', 'minYear'], 'The offering does not take all of these years.'),
  vacancy_expiry: invalid(['input', 'expiresAt'], 'A confirmation expires after it was made.'),
  vacancy_confirmed: invalid(['input', 'expiresAt'], 'Only a confirmation can expire: give confirmedAt too.'),
  vacancy_places: invalid(['input', 'placesAvailable'], 'A vacancy without capacity has no places.'),
  vacancy_offering_id_fkey: {
    field: ['input', 'offeringId'],
    code: 'NOT_FOUND',
    message: 'There is no such offering.',
  },
  vacancy_offering_id_site_id_fkey: invalid(['input', 'siteId'], 'The offering does not run at this site.'),
};

/** Use cases of vacancies. */
export class VacancyService {
  constructor(
    private readonly repository: VacancyRepository,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  /** The vacancy of a listed offering, null when there is none. */
  get(id: string): Vacancy | null | Promise<Vacancy | null> {
    return this.repository.vacancies.get(id);
  }

  /** All vacancies of a listed offering, earliest first. */
  ofOffering(offeringId: string): Vacancy[] | null | Promise<Vacancy[] | null> {
    return this.repository.vacanciesOfOffering.get(offeringId);
  }

  /** @throws UserProblem for a number of places that is no edge of a band, unless the actor may see exact ones. */
  async page(
    actor: Actor,
    criteria: VacancyCriteria,
    after: DayKey | null,
    limit: number,
  ): Promise<Vacancy[]> {
    this.refuseExactPlaces(actor, criteria);
    return this.repository.page(criteria, after, limit);
  }

  /** @throws UserProblem as `page` does. */
  async count(actor: Actor, criteria: VacancyCriteria): Promise<number> {
    this.refuseExactPlaces(actor, criteria);
    return this.repository.count(criteria);
  }

  /** The values of a new vacancy. @throws UserProblem for what is wrong with the input. */
  checked(input: z.input<typeof vacancyInput>): z.output<typeof vacancyInput> {
    return parseWithCodes(vacancyInput, input, ({ unit }) => this.checkUnit(unit));
  }

  /** The values that a change to a vacancy names. @throws UserProblem for what is wrong with the input. */
  checkedChanges(input: z.input<typeof vacancyChanges>): Partial<z.output<typeof vacancyChanges>> {
    const changes = parseChanges(vacancyChanges, input);
    if (changes.unit) this.checkUnit(changes.unit);
    return changes;
  }

  private refuseExactPlaces(actor: Actor, { placesAtLeast }: VacancyCriteria): void {
    if (placesAtLeast === undefined || actor.may('place.exact')) return;
    const problem = placesAtLeastProblem(placesAtLeast, ['filter', 'placesAtLeast']);
    refuse(problem ? [problem] : []);
  }

  private checkUnit(unit: string): void {
    const today = londonToday(this.clock);
    refuse(this.vocabulary.problems('VACANCY_UNIT', [unit], ['input', 'unit'], today));
  }
}
