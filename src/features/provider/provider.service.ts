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
import { invalid, type Problem, refuse, unknownCode } from '../../platform/errors.js';
import type { KeyRange } from '../../platform/key-range.js';
import { parseChanges, parseWithCodes } from '../../platform/parse.js';
import { whenThere } from '../../platform/when-there.js';
import type { Actor } from '../identity/actor.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { audiencesFor } from './contact-audience.rules.js';
import { changesReference, type Referred, setReference } from './external-reference.service.js';
import { Provider } from './provider.entity.js';
import {
  contactsKey,
  type ProviderCriteria,
  type ProviderKey,
  type ProviderRepository,
  type SiteCriteria,
} from './provider.repository.js';
import {
  type ProviderSort,
  providerChanges,
  providerInput,
  siteChanges,
  siteInput,
} from './provider.rules.js';
import type { ContactAudience, ProviderContact } from './provider-contact.entity.js';
import { publishedAddresses } from './published-address.repository.js';
import { Site } from './site.entity.js';
import type { SiteView } from './site-view.js';

const taken = (field: string, what: string): Problem => ({
  field: ['input', field],
  code: 'TAKEN',
  message: `Another provider in the register already has this ${what}.`,
});
/** The problem with a change or an addition to an entry that was merged. */
export const mergedProblem: Problem = {
  field: null,
  code: 'NOT_IN_THIS_STATE',
  message:
    'This provider was merged into another one, and its id now returns that one. Change that one, or split this one off first.',
};

/** Messages for the database constraints on providers and sites. */
export const providerConstraints: ConstraintProblems = {
  provider_merged: mergedProblem,
  external_reference_once: {
    field: ['input', 'externalReference'],
    code: 'TAKEN',
    message: 'You already use this external reference for another entry. Give another reference.',
  },
  provider_urn_key: taken('urn', 'URN'),
  provider_ukprn: taken('ukprn', 'UKPRN'),
  provider_company: taken('companyNumber', 'company number'),
  provider_charity: taken('charityNumber', 'charity number'),
  provider_name_postcode: taken('name', 'setting type, name and postcode'),
  provider_identity: invalid(
    ['input', 'urn'],
    'A provider needs a URN, UKPRN, company or charity number, or a postcode for a non-school setting.',
  ),
  provider_local_authority_code_fkey: unknownCode(
    ['input', 'localAuthorityCode'],
    'There is no local authority with this code.',
  ),
  site_provider_id_fkey: {
    field: ['input', 'providerId'],
    code: 'NOT_FOUND',
    message: 'There is no provider with this id.',
  },
  site_position: invalid(
    ['input', 'latitude'],
    'Give latitude, longitude and their precision together, or none of them.',
  ),
};

/**
 * Stores a new provider, with its sender's reference. Without a source, the sender is the local authority of its
 * register.
 */
export async function insertProvider(
  db: EntityManager,
  { externalReference, ...values }: z.output<typeof providerInput> & { readonly id?: string },
  source?: string,
): Promise<Provider> {
  const provider = await insertRecord(db, Provider, values);
  await setReference(db, referred('PROVIDER', provider), externalReference ?? undefined, source);
  return provider;
}

/** Changes a provider at a version, and its sender's reference. @throws NotFound, Conflict. */
export async function updateProvider(
  db: EntityManager,
  id: string,
  version: number,
  { externalReference, ...changes }: Partial<z.output<typeof providerChanges>>,
  source?: string,
): Promise<Provider> {
  const partsChange = await changesReference(db, { kind: 'PROVIDER', id }, externalReference, source);
  const provider = await updateRecord(db, Provider, id, version, changes, { partsChange });
  if (partsChange) await setReference(db, referred('PROVIDER', provider), externalReference, source);
  return provider;
}

function referred(kind: 'PROVIDER' | 'SITE', entry: Provider | Site): Referred {
  return { kind, id: entry.id, providerId: entry instanceof Site ? entry.providerId : entry.id };
}

/**
 * Stores a new site, with its sender's reference. If its visibility is not given, it is PUBLIC if GIAS publishes its
 * postcode for its provider, and FULL if not.
 */
export async function insertSite(
  db: EntityManager,
  { externalReference, ...values }: z.output<typeof siteInput> & { readonly id?: string },
  source?: string,
): Promise<Site> {
  const { providerId, postcode, addressVisibility } = values;
  const published =
    addressVisibility === undefined && (await publishedAddresses.has(db, providerId, postcode));
  const site = await insertRecord(db, Site, {
    ...values,
    addressVisibility: addressVisibility ?? (published ? 'PUBLIC' : 'FULL'),
  });
  await setReference(db, referred('SITE', site), externalReference ?? undefined, source);
  return site;
}

/**
 * Changes a site at a version, and its sender's reference. A decision to make an address public covers that address
 * only. A site that moves stays public only if GIAS publishes its new postcode too, or if the same change makes it
 * public.
 * @throws NotFound, Conflict.
 */
export async function updateSite(
  db: EntityManager,
  id: string,
  version: number,
  { externalReference, ...changes }: Partial<z.output<typeof siteChanges>>,
  source?: string,
): Promise<Site> {
  const { postcode, addressVisibility } = changes;
  const asMoved =
    postcode === undefined || addressVisibility !== undefined
      ? null
      : await publishedAddresses.afterMove(db, id, postcode);
  const partsChange = await changesReference(db, { kind: 'SITE', id }, externalReference, source);
  const site = await updateRecord(
    db,
    Site,
    id,
    version,
    { ...changes, ...(asMoved && { addressVisibility: asMoved }) },
    { partsChange },
  );
  if (partsChange) await setReference(db, referred('SITE', site), externalReference, source);
  return site;
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

  /** The listed provider, or the one that it was merged into; null if there is none. */
  get(id: string): Provider | null | Promise<Provider | null> {
    return this.repository.providers.get(this.survivorOf(id));
  }

  /** The id of the provider that an id now returns: its own, unless the provider was merged into another one. */
  survivorOf(id: string): string {
    return this.repository.merged.survivorOf(id);
  }

  /** Whether the provider was merged into another one. */
  isMerged(id: string): boolean {
    return this.survivorOf(id) !== id;
  }

  /** The listed provider with a natural key; null if there is none. */
  async byKey(key: ProviderKey, value: string): Promise<Provider | null> {
    const id = await this.repository.idByKey(key, value);
    return id === null ? null : this.get(id);
  }

  page(criteria: ProviderCriteria, sort: ProviderSort, range: KeyRange): Promise<Sorted<Provider>[]> {
    return this.repository.page(criteria, sort, range);
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

  /**
   * The contacts of a provider that an actor may see, by audience and role. If an audience is given, only those for it.
   */
  contactsFor(
    actor: Actor,
    provider: Provider,
    audience: ContactAudience | null,
  ): ProviderContact[] | Promise<ProviderContact[]> {
    const shown = audiencesFor(actor, provider).filter((one) => audience === null || one === audience);
    const found = this.repository.contactsOfProvider.getAll(
      shown.map((one) => contactsKey(provider.id, one)),
    );
    return whenThere(found, together);
  }

  sitePage(criteria: SiteCriteria, range: KeyRange): Promise<SiteView[]> {
    return this.repository.sitePage(criteria, range);
  }

  siteCount(criteria: SiteCriteria): Promise<number> {
    return this.repository.siteCount(criteria);
  }

  /** The values of a new provider. @throws UserProblem if the input is not valid. */
  checked(input: z.input<typeof providerInput>): z.output<typeof providerInput> {
    return parseWithCodes(providerInput, input, (values) => this.checkProviderCodes(values));
  }

  /** The values that a change to a provider names. @throws UserProblem if the input is not valid. */
  checkedChanges(input: z.input<typeof providerChanges>): Partial<z.output<typeof providerChanges>> {
    const changes = parseChanges(providerChanges, input);
    this.checkProviderCodes(changes);
    return changes;
  }

  /** The values of a new site. @throws UserProblem if the input is not valid. */
  checkedSite(input: z.input<typeof siteInput>): z.output<typeof siteInput> {
    return parseWithCodes(siteInput, input, (values) => this.checkSiteCodes(values));
  }

  /** The values that a change to a site names. @throws UserProblem if the input is not valid. */
  checkedSiteChanges(input: z.input<typeof siteChanges>): Partial<z.output<typeof siteChanges>> {
    const changes = parseChanges(siteChanges, input);
    this.checkSiteCodes(changes);
    return changes;
  }

  /** Changes a provider at a version, without a check of permissions. @throws UserProblem, NotFound, Conflict. */
  async update(
    id: string,
    version: number,
    input: z.input<typeof providerChanges>,
    by?: Author,
  ): Promise<Provider> {
    const changes = this.checkedChanges(input);
    const write = (db: EntityManager) => updateProvider(db, id, version, changes);
    return this.writer.write(providerConstraints, write, by);
  }

  private checkProviderCodes(values: { settingType?: string; registration?: string }): void {
    const today = londonToday(this.clock);
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
    const today = londonToday(this.clock);
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
