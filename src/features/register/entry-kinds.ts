import type { EntityManager } from 'typeorm';
import {
  type ConstraintProblems,
  insertRecord,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { connectionOf } from '../../platform/database/transaction.js';
import { Offering } from '../offering/offering.entity.js';
import {
  insertOffering,
  type OfferingService,
  offeringConstraints,
  updateOffering,
} from '../offering/offering.service.js';
import { OfferingSite } from '../offering/offering-site.entity.js';
import type { PlaceService } from '../place/place.service.js';
import { Provider } from '../provider/provider.entity.js';
import {
  insertSite,
  type ProviderService,
  providerConstraints,
  updateSite,
} from '../provider/provider.service.js';
import { Site } from '../provider/site.entity.js';

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
  /** The values of a new entry, a draft. `db` is the transaction that is open, if any. @throws UserProblem. */
  checked(input: Values, db?: EntityManager): Promise<Values>;
  /** The values that a change names. `db` is the transaction that is open, if any. @throws UserProblem. */
  checkedChanges(input: Values, db?: EntityManager): Promise<Values>;
  /** Fields as they are stored, those of tables beside included. */
  stored(db: EntityManager, entry: E): Promise<Values>;
  /** What a change says anew though it already is so, since another part of the change would end it. */
  restated(stored: Values, wanted: Values): Values;
  insert(db: EntityManager, values: Values): Promise<E>;
  /** @throws NotFound, Conflict. */
  update(db: EntityManager, id: string, version: number, changes: Values): Promise<E>;
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

/**
 * A site is placed by its postcode, on creation and when it moves. `settled` ends the listing of a provider that its new local authority
 * would not list, and answers the provider as it is then.
 */
export function entryKinds(
  providers: ProviderService,
  offerings: OfferingService,
  places: PlaceService,
  settled: (db: EntityManager, provider: Provider) => Promise<Provider>,
): EntryKinds {
  const placed = async (values: Values, db?: EntityManager): Promise<Values> => {
    if (typeof values.postcode !== 'string') return values;
    const { postcode } = values;
    const place = await places.resolve({ postcode }, ['input'], db && (await connectionOf(db)));
    const { latitude, longitude, precision: positionPrecision, districtCode } = place;
    return { ...values, latitude, longitude, positionPrecision, districtCode };
  };
  return {
    PROVIDER: {
      name: 'PROVIDER',
      word: 'provider',
      entity: Provider,
      constraints: providerConstraints,
      checked: async (input) => providers.checked(input as never),
      checkedChanges: async (input) => providers.checkedChanges(input),
      stored: async (_, provider) => ({ ...provider }),
      restated: () => ({}),
      insert: (db, values) => insertRecord(db, Provider, values as never),
      async update(db, id, version, changes) {
        const provider = await updateRecord(db, Provider, id, version, changes);
        // Another local authority has rules of its own for what a listing rests on.
        return 'localAuthorityCode' in changes ? settled(db, provider) : provider;
      },
    },
    SITE: {
      name: 'SITE',
      word: 'site',
      entity: Site,
      constraints: providerConstraints,
      checked: async (input, db) => placed(providers.checkedSite(input as never), db),
      checkedChanges: async (input, db) => placed(providers.checkedSiteChanges(input), db),
      stored: async (_, site) => ({ ...site }),
      restated: (stored, { postcode, addressVisibility }) =>
        addressVisibility === 'PUBLIC' && postcode !== undefined && postcode !== stored.postcode
          ? { addressVisibility }
          : {},
      insert: (db, values) => insertSite(db, values as never),
      update: (db, id, version, changes) => updateSite(db, id, version, changes),
    },
    OFFERING: {
      name: 'OFFERING',
      word: 'offering',
      entity: Offering,
      constraints: offeringConstraints,
      checked: async (input) => offerings.checked(input as never),
      checkedChanges: async (input) => offerings.checkedChanges(input),
      async stored(db, offering) {
        const sites = await db.findBy(OfferingSite, { offeringId: offering.id });
        return { ...offering, siteIds: sites.map(({ siteId }) => siteId).sort() };
      },
      restated: () => ({}),
      insert: (db, values) => insertOffering(db, values as never),
      update: (db, id, version, changes) => updateOffering(db, id, version, changes),
    },
  };
}
