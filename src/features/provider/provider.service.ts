import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type Clock, londonDay } from '../../platform/clock.js';
import {
  type Author,
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../platform/database/register-writer.js';
import type { NameKey } from '../../platform/database/rows.js';
import { type Problem, refuse } from '../../platform/errors.js';
import { parseChanges, parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { audiencesFor } from './contact-audience.rules.js';
import { Provider } from './provider.entity.js';
import {
  contactsKey,
  type ProviderCriteria,
  type ProviderKey,
  type ProviderRepository,
  type SiteCriteria,
} from './provider.repository.js';
import { providerChanges, providerInput, siteChanges, siteInput } from './provider.rules.js';
import type { ContactAudience, ProviderContact } from './provider-contact.entity.js';
import { publishedAddresses } from './published-address.repository.js';
import { Site } from './site.entity.js';
import type { SiteView } from './site-view.js';

const taken = (field: string, what: string): Problem => ({
  field: ['input', field],
  code: 'TAKEN',
  message: `Another provider of the register already has this ${what}.`,
});
/** What is said to whoever would change an entry that was merged, or give it something new. */
export const mergedProblem: Problem = {
  field: null,
  code: 'NOT_IN_THIS_STATE',
  message:
    'This provider was merged into another one, which its id now answers with: split it first, or change that one.',
};

/** What the constraints of providers and sites mean to the person who entered the data. */
export const providerConstraints: ConstraintProblems = {
  provider_merged: mergedProblem,
  provider_external_reference: taken('externalReference', 'external reference'),
  provider_urn_key: taken('urn', 'URN'),
  provider_ukprn: taken('ukprn', 'UKPRN'),
  provider_company: taken('companyNumber', 'company number'),
  provider_charity: taken('charityNumber', 'charity number'),
  provider_name_postcode: taken('name', 'setting type, name and postcode'),
  provider_identity: {
    field: ['input', 'urn'],
    code: 'INVALID',
    message:
      'A provider needs a URN, UKPRN, company or charity number, or a postcode for a non-school setting.',
  },
  provider_local_authority_code_fkey: {
    field: ['input', 'localAuthorityCode'],
    code: 'UNKNOWN_CODE',
    message: 'There is no local authority with this code.',
  },
  site_external_reference: {
    field: ['input', 'externalReference'],
    code: 'TAKEN',
    message: 'Another site of the provider already has this external reference.',
  },
  site_provider_id_fkey: {
    field: ['input', 'providerId'],
    code: 'NOT_FOUND',
    message: 'There is no such provider.',
  },
  site_district_code_fkey: {
    field: ['input', 'districtCode'],
    code: 'UNKNOWN_CODE',
    message: 'There is no district with this code.',
  },
  site_position: {
    field: ['input', 'latitude'],
    code: 'INVALID',
    message: 'Give latitude, longitude and their precision together, or none of them.',
  },
};

/**
 * Stores a new site. Where nothing is said of its visibility it is PUBLIC if GIAS publishes its postcode for its provider.
 */
export async function insertSite(db: EntityManager, values: z.output<typeof siteInput>): Promise<Site> {
  const { providerId, postcode, addressVisibility } = values;
  const published =
    addressVisibility === undefined && (await publishedAddresses.has(db, providerId, postcode));
  return insertRecord(db, Site, {
    ...values,
    addressVisibility: addressVisibility ?? (published ? 'PUBLIC' : 'FULL'),
  });
}

/**
 * Changes a site at a version. Who made an address public meant that one: a site that moves is public at its new postcode only if
 * GIAS publishes that too, or the same change says so.
 * @throws NotFound, Conflict.
 */
export async function updateSite(
  db: EntityManager,
  id: string,
  version: number,
  changes: Partial<z.output<typeof siteChanges>>,
): Promise<Site> {
  const { postcode, addressVisibility } = changes;
  const asMoved =
    postcode === undefined || addressVisibility !== undefined
      ? null
      : await publishedAddresses.afterMove(db, id, postcode);
  return updateRecord(db, Site, id, version, { ...changes, ...(asMoved && { addressVisibility: asMoved }) });
}

const together = (contacts: readonly (readonly ProviderContact[] | null)[]) =>
  contacts.flatMap((some) => some ?? []);

/** Use cases of providers and their sites. */
export class ProviderService {
  constructor(
    private readonly repository: ProviderRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  /** The listed provider, or the one that it was merged into; null when there is none. */
  get(id: string): Provider | null | Promise<Provider | null> {
    return this.repository.providers.get(this.survivorOf(id));
  }

  /** The id that answers for a provider's id: its own, unless the provider was merged into another one. */
  survivorOf(id: string): string {
    return this.repository.merged.survivorOf(id);
  }

  /** Whether the provider was merged into another one. */
  isMerged(id: string): boolean {
    return this.survivorOf(id) !== id;
  }

  /** The listed provider with a natural key, null when there is none. */
  async byKey(key: ProviderKey, value: string): Promise<Provider | null> {
    const id = await this.repository.idByKey(key, value);
    return id === null ? null : this.get(id);
  }

  page(criteria: ProviderCriteria, after: NameKey | null, limit: number): Promise<Provider[]> {
    return this.repository.page(criteria, after, limit);
  }

  count(criteria: ProviderCriteria): Promise<number> {
    return this.repository.count(criteria);
  }

  site(id: string): SiteView | null | Promise<SiteView | null> {
    return this.repository.sites.get(id);
  }

  sites(ids: readonly string[]) {
    return this.repository.sites.getAll(ids);
  }

  sitesOf(providerId: string) {
    return this.repository.sitesOfProvider.get(providerId);
  }

  /** The contacts of a provider that somebody is shown, by audience and role; of one audience where that is said. */
  contactsFor(
    actor: Actor,
    provider: Provider,
    audience: ContactAudience | null,
  ): ProviderContact[] | Promise<ProviderContact[]> {
    const shown = audiencesFor(actor, provider).filter((one) => audience === null || one === audience);
    const found = this.repository.contactsOfProvider.getAll(
      shown.map((one) => contactsKey(provider.id, one)),
    );
    return found instanceof Promise ? found.then(together) : together(found);
  }

  sitePage(criteria: SiteCriteria, after: NameKey | null, limit: number): Promise<SiteView[]> {
    return this.repository.sitePage(criteria, after, limit);
  }

  siteCount(criteria: SiteCriteria): Promise<number> {
    return this.repository.siteCount(criteria);
  }

  /** The values of a new provider. @throws UserProblem for what is wrong with the input. */
  checked(input: z.input<typeof providerInput>): z.output<typeof providerInput> {
    const values = parseInput(providerInput, input);
    this.checkProviderCodes(values);
    return values;
  }

  /** The values that a change to a provider names. @throws UserProblem for what is wrong with the input. */
  checkedChanges(input: z.input<typeof providerChanges>): Partial<z.output<typeof providerChanges>> {
    const changes = parseChanges(providerChanges, input);
    this.checkProviderCodes(changes);
    return changes;
  }

  /** The values of a new site. @throws UserProblem for what is wrong with the input. */
  checkedSite(input: z.input<typeof siteInput>): z.output<typeof siteInput> {
    const values = parseInput(siteInput, input);
    this.checkSiteCodes(values);
    return values;
  }

  /** The values that a change to a site names. @throws UserProblem for what is wrong with the input. */
  checkedSiteChanges(input: z.input<typeof siteChanges>): Partial<z.output<typeof siteChanges>> {
    const changes = parseChanges(siteChanges, input);
    this.checkSiteCodes(changes);
    return changes;
  }

  /** Adds a provider, in any state and asking nobody: for programs. @throws UserProblem for what is wrong with the input. */
  async create(input: z.input<typeof providerInput>): Promise<Provider> {
    const values = this.checked(input);
    return this.writer.write(providerConstraints, (db) => insertRecord(db, Provider, values));
  }

  /** Changes a provider at a version, asking nobody: for programs. @throws UserProblem, NotFound, Conflict. */
  async update(
    id: string,
    version: number,
    input: z.input<typeof providerChanges>,
    by?: Author,
  ): Promise<Provider> {
    const changes = this.checkedChanges(input);
    const write = (db: EntityManager) => updateRecord(db, Provider, id, version, changes);
    return this.writer.write(providerConstraints, write, by);
  }

  /** Adds a site, in any state and asking nobody: for programs. @throws UserProblem for what is wrong with the input. */
  async createSite(input: z.input<typeof siteInput>): Promise<Site> {
    const values = this.checkedSite(input);
    return this.writer.write(providerConstraints, (db) => insertSite(db, values));
  }

  /** Changes a site at a version, asking nobody: for programs. @throws UserProblem, NotFound, Conflict. */
  async updateSite(id: string, version: number, input: z.input<typeof siteChanges>): Promise<Site> {
    const changes = this.checkedSiteChanges(input);
    return this.writer.write(providerConstraints, (db) => updateSite(db, id, version, changes));
  }

  private checkProviderCodes(values: { settingType?: string; registration?: string }): void {
    const today = londonDay(this.clock.now());
    const { settingType, registration } = values;
    refuse([
      ...(settingType
        ? this.vocabulary.problems('SETTING_TYPE', [settingType], ['input', 'settingType'], today)
        : []),
      ...(registration
        ? this.vocabulary.problems('REGISTRATION', [registration], ['input', 'registration'], today)
        : []),
    ]);
  }

  private checkSiteCodes(values: { accessibility?: readonly string[] }): void {
    const today = londonDay(this.clock.now());
    refuse(
      this.vocabulary.problems(
        'ACCESSIBILITY',
        values.accessibility ?? [],
        ['input', 'accessibility'],
        today,
      ),
    );
  }
}
