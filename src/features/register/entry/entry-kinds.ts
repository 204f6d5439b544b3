import type { EntityManager } from 'typeorm';
import type { ConstraintProblems } from '../../../platform/database/register-writer.js';
import { connectionOf } from '../../../platform/database/transaction.js';
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

/** The kinds of entries that have a life in the register. */
export const entryKindNames = ['PROVIDER', 'SITE', 'OFFERING'] as const;
export type EntryKindName = (typeof entryKindNames)[number];

/** An entry of the register. */
export type Entry = Provider | Site | Offering;

/** Values by field, checked. */
export type Values = Readonly<Record<string, unknown>>;

/** What differs between providers, sites and offerings; all else about their lives is the same. */
export interface EntryKind<E extends Entry = Entry> {
  readonly name: EntryKindName;
  /** As in a sentence. */
  readonly word: string;
  readonly entity: new () => E;
  readonly constraints: ConstraintProblems;
  /** The values of a new entry, a draft. @throws UserProblem. */
  checked(input: Values): Values;
  /** The values that a change names. @throws UserProblem. */
  checkedChanges(input: Values): Values;
  /** Fields as they are stored, those of tables beside included; with a `source`, what that calls the entry too. */
  stored(db: EntityManager, entry: E, source?: string): Promise<Values>;
  /** What a change says anew though it already is so, since another part of the change would end it. */
  restated(stored: Values, wanted: Values): Values;
  /** `source`: whose the external reference among the values is. @throws UserProblem for a postcode that is not known. */
  insert(db: EntityManager, values: Values, source: string): Promise<E>;
  /** `source` as for `insert`. @throws NotFound, Conflict, and as `insert`. */
  update(db: EntityManager, id: string, version: number, changes: Values, source?: string): Promise<E>;
  /**
   * As `update`, without what is in the way now and may be put right before a change that is asked for is approved: to be undone.
   */
  couldUpdate(db: EntityManager, id: string, version: number, changes: Values, source?: string): Promise<E>;
}

/** The kinds over the services that know what is valid. */
export interface EntryKinds {
  readonly PROVIDER: EntryKind<Provider>;
  readonly SITE: EntryKind<Site>;
  readonly OFFERING: EntryKind<Offering>;
}

/** Whom an entry belongs to: a provider to itself. */
export function providerIdOf(entry: Entry): string {
  return entry instanceof Provider ? entry.id : entry.providerId;
}

/** The name that people know an entry by. */
export function nameOf(entry: Entry): string {
  return entry instanceof Offering ? entry.title : entry.name;
}

async function called(
  db: EntityManager,
  kind: EntryKindName,
  entry: Entry,
  source: string | undefined,
): Promise<{ externalReference?: string | null }> {
  if (source === undefined) return {};
  const referred = { kind, id: entry.id, providerId: providerIdOf(entry) };
  return { externalReference: await referenceOf(db, referred, source) };
}

/**
 * A site is placed by its postcode when it is made and when it moves, and not when it is said again where it is. `settled` ends the
 * listing of a provider that its new local authority would not list, and answers the provider as it is then.
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
    const place = await places.resolve({ postcode }, ['input'], await connectionOf(db));
    const { latitude, longitude, precision: positionPrecision, districtCode } = place;
    return { ...values, latitude, longitude, positionPrecision, districtCode };
  };
  return {
    PROVIDER: {
      name: 'PROVIDER',
      word: 'provider',
      entity: Provider,
      constraints: providerConstraints,
      checked: (input) => providers.checked(input as never),
      checkedChanges: (input) => providers.checkedChanges(input),
      stored: async (db, provider, source) => ({
        ...provider,
        ...(await called(db, 'PROVIDER', provider, source)),
      }),
      restated: () => ({}),
      insert: (db, values, source) => insertProvider(db, values as never, source),
      async update(db, id, version, changes, source) {
        const provider = await updateProvider(db, id, version, changes, source);
        // Another local authority has rules of its own for what a listing rests on.
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
      stored: async (db, site, source) => ({ ...site, ...(await called(db, 'SITE', site, source)) }),
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
      async stored(db, offering, source) {
        const sites = await db.findBy(OfferingSite, { offeringId: offering.id });
        const siteIds = sites.map(({ siteId }) => siteId).sort();
        return { ...offering, siteIds, ...(await called(db, 'OFFERING', offering, source)) };
      },
      restated: () => ({}),
      insert: (db, values, source) => insertOffering(db, values as never, source),
      update: updateOffering,
      async couldUpdate(db, id, version, changes, source) {
        await db.delete(Vacancy, { offeringId: id }); // of years that the offering is no longer to take
        return this.update(db, id, version, changes, source);
      },
    },
  };
}
