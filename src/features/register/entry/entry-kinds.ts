import type { EntityManager } from 'typeorm';
import type { ConstraintProblems } from '../../../platform/database/register-writer.js';
import { transactionConnection } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/errors.js';
import { Offering } from '../../offering/offering.entity.js';
import {
  insertOffering,
  type OfferingService,
  offeringConstraints,
  updateOffering,
} from '../../offering/offering.service.js';
import { OfferingSite } from '../../offering/offering-site.entity.js';
import type { PlaceService } from '../../place/place.service.js';
import { referenceOf } from '../../provider/external-reference.service.js';
import { Provider } from '../../provider/provider.entity.js';
import {
  insertProvider,
  insertSite,
  type ProviderService,
  providerConstraints,
  updateProvider,
  updateSite,
} from '../../provider/provider.service.js';
import { Site } from '../../provider/site.entity.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';

/** The kinds of entries in the register. */
export const entryKindNames = ['PROVIDER', 'SITE', 'OFFERING'] as const;
export type EntryKindName = (typeof entryKindNames)[number];

/** The tables of entries, by kind. */
export const entryTables = { PROVIDER: 'provider', SITE: 'site', OFFERING: 'offering' } as const;

/** An entry of the register. */
export type Entry = Provider | Site | Offering;

/** Values by field. */
export type Values = Readonly<Record<string, unknown>>;

/** What differs between providers, sites and offerings in the register. Everything else is the same for all of them. */
export interface EntryKind<E extends Entry = Entry> {
  readonly name: EntryKindName;
  /** The name of the kind in a sentence. */
  readonly word: string;
  readonly entity: new () => E;
  readonly constraints: ConstraintProblems;
  /** Checks a new entry and returns its values. @throws UserProblem. */
  checked(input: Values): Values;
  /** Checks a change and returns the values that it names. @throws UserProblem. */
  checkedChanges(input: Values): Values;
  /**
   * Checks the areas that a change enters. One that is stored already can stay, even if it has ended since. @throws UserProblem.
   */
  checkAreas(stored: Entry, changes: Values): void;
  /** Reads the stored values. Values from other tables only come if `fields` names them, the reference only with a `source`. */
  stored(db: EntityManager, entry: E, fields: readonly string[], source?: string): Promise<Values>;
  /** Returns wanted values that are stored already but must be written again, because another part of the change resets them. */
  restated(stored: Values, wanted: Values): Values;
  /** `source`: the owner of the external reference among the values. @throws UserProblem if the postcode is not known. */
  insert(db: EntityManager, values: Values, source: string): Promise<E>;
  /** `source` is as for `insert`. @throws NotFound, Conflict, and what `insert` throws. */
  update(db: EntityManager, id: string, version: number, changes: Values, source?: string): Promise<E>;
  /**
   * Like `update`, but ignores obstacles that can be removed before a change request is approved. The caller must undo it.
   */
  couldUpdate(db: EntityManager, id: string, version: number, changes: Values, source?: string): Promise<E>;
}

/** All kinds of entries. */
export interface EntryKinds {
  readonly PROVIDER: EntryKind<Provider>;
  readonly SITE: EntryKind<Site>;
  readonly OFFERING: EntryKind<Offering>;
}

/** Returns the id of the provider that an entry belongs to. A provider belongs to itself. */
export function providerIdOf(entry: Entry): string {
  return entry instanceof Provider ? entry.id : entry.providerId;
}

/** Returns the name that people know an entry by. */
export function nameOf(entry: Entry): string {
  return entry instanceof Offering ? entry.title : entry.name;
}

async function siteIdsOf(db: EntityManager, { id: offeringId }: Offering): Promise<string[]> {
  const sites = await db.findBy(OfferingSite, { offeringId });
  return sites.map(({ siteId }) => siteId).sort();
}

async function called(
  db: EntityManager,
  kind: EntryKindName,
  entry: Entry,
  fields: readonly string[],
  source: string | undefined,
): Promise<{ externalReference?: string | null }> {
  if (source === undefined || !fields.includes('externalReference')) return {};
  const referred = { kind, id: entry.id, providerId: providerIdOf(entry) };
  return { externalReference: await referenceOf(db, referred, source) };
}

/**
 * Creates the kinds. A site gets its place from its postcode when it is created and when its postcode changes. `settled` ends
 * the listing of a provider that its new local authority would not list, and returns the provider as it is then.
 */
export function entryKinds(
  providers: ProviderService,
  offerings: OfferingService,
  places: PlaceService,
  settled: (db: EntityManager, provider: Provider) => Promise<Provider>,
): EntryKinds {
  const placed = async (db: EntityManager, values: Values): Promise<Values> => {
    if (typeof values.postcode !== 'string') return values;
    const { postcode } = values;
    const place = await places.resolve({ postcode }, ['input'], await transactionConnection(db));
    const { latitude, longitude, precision: positionPrecision, districtCode } = place;
    return { ...values, latitude, longitude, positionPrecision, districtCode };
  };
  const refuseEnded = (code: unknown): void => {
    if (code !== undefined) refuse(places.endedAuthorityProblems(code, ['input', 'localAuthority']));
  };
  return {
    PROVIDER: {
      name: 'PROVIDER',
      word: 'provider',
      entity: Provider,
      constraints: providerConstraints,
      checked(input) {
        const values = providers.checked(input as never);
        refuseEnded(values.localAuthorityCode);
        return values;
      },
      checkedChanges: (input) => providers.checkedChanges(input),
      checkAreas(stored, { localAuthorityCode }) {
        if (localAuthorityCode !== (stored as Provider).localAuthorityCode) refuseEnded(localAuthorityCode);
      },
      stored: async (db, provider, fields, source) => ({
        ...provider,
        ...(await called(db, 'PROVIDER', provider, fields, source)),
      }),
      restated: () => ({}),
      insert: (db, values, source) => insertProvider(db, values as never, source),
      async update(db, id, version, changes, source) {
        const provider = await updateProvider(db, id, version, changes, source);
        // Each local authority has its own rules for listings.
        return 'localAuthorityCode' in changes ? settled(db, provider) : provider;
      },
      couldUpdate: updateProvider,
    },
    SITE: {
      name: 'SITE',
      word: 'site',
      entity: Site,
      constraints: providerConstraints,
      checked: (input) => providers.checkedSite(input as never),
      checkedChanges: (input) => providers.checkedSiteChanges(input),
      checkAreas: () => {},
      stored: async (db, site, fields, source) => ({
        ...site,
        ...(await called(db, 'SITE', site, fields, source)),
      }),
      restated: (stored, { postcode, addressVisibility }) =>
        addressVisibility === 'PUBLIC' && postcode !== undefined && postcode !== stored.postcode
          ? { addressVisibility }
          : {},
      insert: async (db, values, source) => insertSite(db, (await placed(db, values)) as never, source),
      update: async (db, id, version, changes, source) =>
        updateSite(db, id, version, await placed(db, changes), source),
      couldUpdate(...change) {
        return this.update(...change);
      },
    },
    OFFERING: {
      name: 'OFFERING',
      word: 'offering',
      entity: Offering,
      constraints: offeringConstraints,
      checked: (input) => offerings.checked(input as never),
      checkedChanges: (input) => offerings.checkedChanges(input),
      checkAreas: (stored, changes) => offerings.checkAreas(stored as Offering, changes),
      stored: async (db, offering, fields, source) => ({
        ...offering,
        ...(fields.includes('siteIds') && { siteIds: await siteIdsOf(db, offering) }),
        ...(await called(db, 'OFFERING', offering, fields, source)),
      }),
      restated: () => ({}),
      insert: (db, values, source) => insertOffering(db, values as never, source),
      update: updateOffering,
      async couldUpdate(db, id, version, changes, source) {
        await db.delete(Vacancy, { offeringId: id }); // they may be for years that the offering no longer takes
        return this.update(db, id, version, changes, source);
      },
    },
  };
}
