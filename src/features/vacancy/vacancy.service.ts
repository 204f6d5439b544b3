import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import type { ConstraintProblems } from '../../platform/database/register-writer.js';
import { invalid, refuse } from '../../platform/errors.js';
import type { KeyRange } from '../../platform/key-range.js';
import { parseChanges, parseWithCodes } from '../../platform/parse.js';
import { whenThere } from '../../platform/when-there.js';
import type { Actor } from '../identity/actor.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { HeldVacancy, Vacancy } from './vacancy.entity.js';
import type { VacancyCriteria, VacancyRepository } from './vacancy.repository.js';
import {
  AGEING_BETWEEN,
  fewerThanHeld,
  placesAtLeastProblem,
  vacancyChanges,
  vacancyInput,
} from './vacancy.rules.js';

/** The database constraints on vacancies, as problems for the person who entered the data. */
export const vacancyConstraints: ConstraintProblems = {
  external_reference_once: {
    field: ['input', 'externalReference'],
    code: 'TAKEN',
    message:
      'You already use this external reference for another vacancy of the offering. Give another reference.',
  },
  vacancy_years: invalid(['input', 'maxYear'], 'The last year must not be earlier than the first year.'),
  vacancy_years_of_offering: invalid(
    ['input', 'minYear'],
    'The offering does not take all these years: choose years from its minYear to its maxYear.',
  ),
  vacancy_expiry: invalid(['input', 'expiresAt'], 'expiresAt must be later than confirmedAt.'),
  vacancy_expiry_after_ageing: invalid(['input', ...AGEING_BETWEEN.path], AGEING_BETWEEN.message),
  vacancy_confirmed: invalid(
    ['input', 'expiresAt'],
    'Only a confirmation can expire: give confirmedAt too, or leave expiresAt out.',
  ),
  vacancy_places: invalid(
    ['input', 'placesAvailable'],
    'A vacancy in the state NO_CAPACITY has no places: set placesAvailable to 0.',
  ),
  vacancy_offering_id_fkey: {
    field: ['input', 'offeringId'],
    code: 'NOT_FOUND',
    message: 'There is no offering with this id.',
  },
  vacancy_offering_id_site_id_fkey: invalid(
    ['input', 'siteId'],
    'The offering does not run at this site: choose one of its sites, or leave the site out.',
  ),
};

/** Reads vacancies and checks what callers send. */
export class VacancyService {
  constructor(
    private readonly repository: VacancyRepository,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  /** Returns a vacancy of a listed offering, or null if there is none. */
  get(id: string): HeldVacancy | null | Promise<HeldVacancy | null> {
    return this.repository.get(id);
  }

  /** A vacancy with its holds. One that a change has just returned may come without them; they are those of the public vacancy. */
  held(vacancy: Vacancy | HeldVacancy): HeldVacancy | Promise<HeldVacancy> {
    if ('holds' in vacancy) return vacancy;
    return whenThere(this.get(vacancy.id), (found) => Object.assign(vacancy, { holds: found?.holds ?? [] }));
  }

  /** Adds the holds to a vacancy that was read in the open transaction. */
  async withHolds(db: EntityManager, vacancy: Vacancy): Promise<HeldVacancy> {
    const [held] = await this.repository.withHolds(db, [vacancy]);
    return held!;
  }

  /**
   * Vacancies that the open transaction has written, with their holds. A lower offer than what is held is allowed, and what is held
   * stays held: the actor gets a warning.
   */
  async written(db: EntityManager, actor: Actor, vacancies: readonly Vacancy[]): Promise<HeldVacancy[]> {
    const held = await this.repository.withHolds(db, vacancies);
    for (const one of held) {
      const warning = fewerThanHeld(one, this.clock.now());
      if (warning) actor.warn(warning);
    }
    return held;
  }

  /** Returns all vacancies of a listed offering, earliest first. */
  ofOffering(offeringId: string): HeldVacancy[] | null | Promise<HeldVacancy[] | null> {
    return this.repository.vacanciesOfOffering.get(offeringId);
  }

  /** @throws UserProblem if `placesAtLeast` does not begin a band and the actor cannot see exact numbers. */
  async page(actor: Actor, criteria: VacancyCriteria, range: KeyRange): Promise<HeldVacancy[]> {
    this.refuseExactPlaces(actor, criteria);
    return this.repository.page(criteria, range);
  }

  /** @throws UserProblem like `page`. */
  async count(actor: Actor, criteria: VacancyCriteria): Promise<number> {
    this.refuseExactPlaces(actor, criteria);
    return this.repository.count(criteria);
  }

  /** Checks a new vacancy and returns its values. @throws UserProblem if the input is not valid. */
  checked(input: z.input<typeof vacancyInput>): z.output<typeof vacancyInput> {
    return parseWithCodes(vacancyInput, input, ({ unit }) => this.checkUnit(unit));
  }

  /** Checks a change to a vacancy and returns the values that it names. @throws UserProblem if the input is not valid. */
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
