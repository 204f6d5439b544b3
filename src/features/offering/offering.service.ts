import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import {
  type Author,
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../platform/database/register-writer.js';
import type { Sorted } from '../../platform/database/sorted.js';
import { invalid, type Problem, refuse } from '../../platform/errors.js';
import type { KeyRange } from '../../platform/key-range.js';
import { parseChanges, parseWithCodes } from '../../platform/parse.js';
import type { Atlas } from '../place/atlas.js';
import { changesReference, setReference } from '../provider/external-reference.service.js';
import { mergedProblem, providerConstraints } from '../provider/provider.service.js';
import { lockProviderOf } from '../provider/provider-lock.service.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { Offering } from './offering.entity.js';
import type { OfferingCriteria, OfferingRepository } from './offering.repository.js';
import { type OfferingSort, offeringChanges, offeringCodeLists, offeringInput } from './offering.rules.js';
import { runsAt, setSites } from './offering-site.repository.js';

/** The database constraints on offerings, as problems for the person who entered the data. */
export const offeringConstraints: ConstraintProblems = {
  provider_merged: mergedProblem,
  external_reference_once: providerConstraints.external_reference_once!,
  offering_years: invalid(['input', 'maxYear'], 'The last year must not be earlier than the first year.'),
  offering_weeks: invalid(
    ['input', 'maximumWeeks'],
    'The typical length must not be longer than the maximum.',
  ),
  offering_price: invalid(['input', 'priceUnit'], 'Give both a price and its unit, or neither.'),
  offering_needs: invalid(
    ['input', 'secondaryNeeds'],
    'A need is either primary or secondary, not both: remove it from one of the two lists.',
  ),
  offering_areas: invalid(
    ['input', 'areasServed'],
    'Only offerings delivered by outreach or online have areas served: add that delivery mode, or leave areasServed empty.',
  ),
  offering_areas_exist: invalid(
    ['input', 'areasServed'],
    'One of the areas served no longer exists: remove it.',
  ),
  offering_years_of_vacancies: invalid(
    ['input', 'maxYear'],
    'This offering has vacancies for years that it would no longer take: change those vacancies first.',
  ),
  offering_provider_id_fkey: {
    field: ['input', 'providerId'],
    code: 'NOT_FOUND',
    message: 'There is no provider with this id.',
  },
  offering_site_site_id_provider_id_fkey: invalid(
    ['input', 'siteIds'],
    'An offering can only run at sites of its own provider.',
  ),
};

/** Reads and changes offerings, and checks what callers send. */
export class OfferingService {
  constructor(
    private readonly repository: OfferingRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  /** Returns a listed offering, or null if there is none. */
  get(id: string): Offering | null | Promise<Offering | null> {
    return this.repository.offerings.get(id);
  }

  getAll(ids: readonly string[]) {
    return this.repository.offerings.getAll(ids);
  }

  ofProvider(providerId: string) {
    return this.repository.offeringsOfProvider.get(providerId);
  }

  /** Returns the ids of the listed offerings at a site, in the order of their titles. */
  idsOfSite(siteId: string) {
    return this.repository.offeringIdsOfSite.get(siteId);
  }

  /** Returns the ids of the listed sites of an offering, in the order of their names. */
  siteIdsOf(offeringId: string) {
    return this.repository.siteIdsOfOffering.get(offeringId);
  }

  page(criteria: OfferingCriteria, sort: OfferingSort, range: KeyRange): Promise<Sorted<Offering>[]> {
    return this.repository.page(criteria, sort, range);
  }

  count(criteria: OfferingCriteria): Promise<number> {
    return this.repository.count(criteria);
  }

  /** Checks a new offering and returns its values. @throws UserProblem if the input is not valid. */
  checked(input: z.input<typeof offeringInput>): z.output<typeof offeringInput> {
    return parseWithCodes(offeringInput, input, (values) =>
      this.checkCodes(values, this.areaProblems(values.areasServed)),
    );
  }

  /**
   * Checks a change to an offering and returns the values that it names. Whether its areas can be served depends on those that are
   * served already: `checkAreas` says. @throws UserProblem if the input is not valid.
   */
  checkedChanges(input: z.input<typeof offeringChanges>): OfferingChanges {
    const changes = parseChanges(offeringChanges, input);
    this.checkCodes(changes);
    return changes;
  }

  /** Checks the areas that a change enters. One that is served already can stay, even if it has ended. @throws UserProblem. */
  checkAreas(
    stored: Pick<Offering, 'areasServed'>,
    { areasServed }: Pick<OfferingChanges, 'areasServed'>,
  ): void {
    refuse(this.areaProblems(areasServed, stored.areasServed));
  }

  /** Changes an offering at a version. It checks no permissions. @throws UserProblem, NotFound, Conflict. */
  async update(
    id: string,
    version: number,
    input: z.input<typeof offeringChanges>,
    by?: Author,
  ): Promise<Offering> {
    const changes = this.checkedChanges(input);
    const write = async (db: EntityManager) => {
      await lockProviderOf(db, 'offering', id);
      const stored = await db.findOneBy(Offering, { id });
      if (stored) this.checkAreas(stored, changes);
      return updateOffering(db, id, version, changes);
    };
    return this.writer.write(offeringConstraints, write, by);
  }

  private checkCodes(
    values: Partial<Record<keyof typeof offeringCodeLists, string | string[] | null>>,
    more: readonly Problem[] = [],
  ): void {
    const today = londonToday(this.clock);
    const problems = Object.entries(offeringCodeLists).flatMap(([field, list]) => {
      const value = values[field as keyof typeof offeringCodeLists] ?? [];
      return this.vocabulary.problems(list, [value].flat(), ['input', field], today);
    });
    refuse([...problems, ...more]);
  }

  private areaProblems(areas: readonly string[] = [], before: readonly string[] = []): Problem[] {
    return this.atlas.areaServedProblems(areas, ['input', 'areasServed'], before);
  }
}

type OfferingChanges = Partial<z.output<typeof offeringChanges>>;

/** Stores a new offering with its sites and its sender's reference, in the open transaction. */
export async function insertOffering(
  db: EntityManager,
  { siteIds, externalReference, ...values }: z.output<typeof offeringInput> & { readonly id?: string },
  source?: string,
): Promise<Offering> {
  const offering = await insertRecord(db, Offering, values);
  await setSites(db, offering, siteIds);
  await setReference(db, { kind: 'OFFERING', ...offering }, externalReference ?? undefined, source);
  return offering;
}

/** Changes an offering and its sites at a version, in the open transaction. @throws NotFound, Conflict. */
export async function updateOffering(
  db: EntityManager,
  id: string,
  version: number,
  { siteIds, externalReference, ...changes }: OfferingChanges,
  source?: string,
): Promise<Offering> {
  const isSited = siteIds !== undefined && !(await runsAt(db, id, siteIds));
  const isCalled = await changesReference(db, { kind: 'OFFERING', id }, externalReference, source);
  const offering = await updateRecord(db, Offering, id, version, changes, {
    partsChange: isSited || isCalled,
  });
  if (isSited) await setSites(db, offering, siteIds);
  if (isCalled) await setReference(db, { kind: 'OFFERING', ...offering }, externalReference, source);
  return offering;
}
