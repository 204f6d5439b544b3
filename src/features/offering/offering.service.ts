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
import type { NameKey } from '../../platform/database/rows.js';
import { invalid, refuse } from '../../platform/errors.js';
import { parseChanges, parseWithCodes } from '../../platform/parse.js';
import type { Atlas } from '../place/atlas.js';
import { changesReference, setReference } from '../provider/external-reference.service.js';
import { mergedProblem, providerConstraints } from '../provider/provider.service.js';
import { lockProviderOf } from '../provider/provider-lock.service.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { Offering } from './offering.entity.js';
import type { OfferingCriteria, OfferingRepository } from './offering.repository.js';
import { offeringChanges, offeringCodeLists, offeringInput } from './offering.rules.js';
import { runsAt, setSites } from './offering-site.repository.js';

/** What the constraints of offerings mean to the person who entered the data. */
export const offeringConstraints: ConstraintProblems = {
  provider_merged: mergedProblem,
  external_reference_once: providerConstraints.external_reference_once!,
  offering_years: invalid(['input', 'maxYear'], 'The last year may not come before the first.'),
  offering_weeks: invalid(['input', 'maximumWeeks'], 'The typical length may not exceed the maximum.'),
  offering_price: invalid(['input', 'priceUnit'], 'Give a price together with its unit, or neither.'),
  offering_needs: invalid(['input', 'secondaryNeeds'], 'A need is either primary or secondary, not both.'),
  offering_areas: invalid(
    ['input', 'areasServed'],
    'Areas served belong to outreach and online delivery only.',
  ),
  offering_areas_exist: invalid(['input', 'areasServed'], 'One of the areas served does not exist any more.'),
  offering_years_of_vacancies: invalid(
    ['input', 'maxYear'],
    'Vacancies of this offering are for years that it would no longer take: change those first.',
  ),
  offering_provider_id_fkey: {
    field: ['input', 'providerId'],
    code: 'NOT_FOUND',
    message: 'There is no such provider.',
  },
  offering_site_site_id_provider_id_fkey: invalid(
    ['input', 'siteIds'],
    'An offering runs at sites of its own provider only.',
  ),
};

/** Use cases of offerings. */
export class OfferingService {
  constructor(
    private readonly repository: OfferingRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  /** The listed offering, null when there is none. */
  get(id: string): Offering | null | Promise<Offering | null> {
    return this.repository.offerings.get(id);
  }

  getAll(ids: readonly string[]) {
    return this.repository.offerings.getAll(ids);
  }

  ofProvider(providerId: string) {
    return this.repository.offeringsOfProvider.get(providerId);
  }

  /** Ids of the listed offerings at a site, by title. */
  idsOfSite(siteId: string) {
    return this.repository.offeringIdsOfSite.get(siteId);
  }

  /** Ids of the listed sites of an offering, by name. */
  siteIdsOf(offeringId: string) {
    return this.repository.siteIdsOfOffering.get(offeringId);
  }

  page(criteria: OfferingCriteria, after: NameKey | null, limit: number): Promise<Offering[]> {
    return this.repository.page(criteria, after, limit);
  }

  count(criteria: OfferingCriteria): Promise<number> {
    return this.repository.count(criteria);
  }

  /** The values of a new offering. @throws UserProblem for what is wrong with the input. */
  checked(input: z.input<typeof offeringInput>): z.output<typeof offeringInput> {
    return parseWithCodes(offeringInput, input, (values) => this.checkCodes(values));
  }

  /** The values that a change to an offering names. @throws UserProblem for what is wrong with the input. */
  checkedChanges(input: z.input<typeof offeringChanges>): OfferingChanges {
    const changes = parseChanges(offeringChanges, input);
    this.checkCodes(changes);
    return changes;
  }

  /** Changes an offering at a version, asking nobody. @throws UserProblem, NotFound, Conflict. */
  async update(
    id: string,
    version: number,
    input: z.input<typeof offeringChanges>,
    by?: Author,
  ): Promise<Offering> {
    const changes = this.checkedChanges(input);
    const write = async (db: EntityManager) => {
      await lockProviderOf(db, 'offering', id);
      return updateOffering(db, id, version, changes);
    };
    return this.writer.write(offeringConstraints, write, by);
  }

  private checkCodes(
    values: Partial<Record<keyof typeof offeringCodeLists, string | string[] | null>> & {
      areasServed?: string[];
    },
  ): void {
    const today = londonToday(this.clock);
    const problems = Object.entries(offeringCodeLists).flatMap(([field, list]) => {
      const value = values[field as keyof typeof offeringCodeLists] ?? [];
      return this.vocabulary.problems(list, [value].flat(), ['input', field], today);
    });
    const areas = this.atlas.areaServedProblems(values.areasServed ?? [], ['input', 'areasServed']);
    refuse([...problems, ...areas]);
  }
}

type OfferingChanges = Partial<z.output<typeof offeringChanges>>;

/** Stores a new offering, the sites it runs at and what its sender calls it, in the transaction that is open. */
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

/** Changes an offering and its sites at a version, in the transaction that is open. @throws NotFound, Conflict. */
export async function updateOffering(
  db: EntityManager,
  id: string,
  version: number,
  { siteIds, externalReference, ...changes }: OfferingChanges,
  source?: string,
): Promise<Offering> {
  const isSited = siteIds !== undefined && !(await runsAt(db, id, siteIds));
  const isCalled = await changesReference(db, { kind: 'OFFERING', id }, externalReference, source);
  const offering = await updateRecord(db, Offering, id, version, changes, { beside: isSited || isCalled });
  if (isSited) await setSites(db, offering, siteIds);
  if (isCalled) await setReference(db, { kind: 'OFFERING', ...offering }, externalReference, source);
  return offering;
}
