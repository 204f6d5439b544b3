import { isMailedLink } from '../identity/mailed-link.rules.js';
import { offeringChanges, offeringCodeLists } from '../offering/offering.rules.js';
import {
  exactProviderFields,
  exactSiteFields,
  providerChanges,
  siteChanges,
} from '../provider/provider.rules.js';
import { vacancyChanges } from '../vacancy/vacancy.rules.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';

/** The kinds of record that have a history. */
export const recordKinds = ['PROVIDER', 'SITE', 'OFFERING', 'VACANCY', 'CONTACT'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** The kinds of source that a changed value comes from. */
export const fieldSources = ['GIAS', 'IMPORT_FILE', 'COUNCIL', 'PROVIDER', 'DEMONSTRATION', 'OTHER'] as const;
export type FieldSource = (typeof fieldSources)[number];

/** The tables of the records that have a history. */
export type RecordTable = 'provider' | 'site' | 'offering' | 'vacancy' | 'provider_contact';

/** What the history needs to know about a table. */
export interface RecordRules {
  readonly kind: RecordKind;
  /** The prefix of the global ids of its rows. */
  readonly prefix: string;
  /** The column with the name of the row; null if rows have no name. */
  readonly name: string | null;
  /**
   * The table of the row that a row belongs to, and the column with its id; null if it belongs to a local authority.
   */
  readonly parent: { readonly table: RecordTable; readonly column: string } | null;
  /**
   * The properties that people enter, which the provider may see. Any other property of the table is only for the
   * council, until the rules of its feature name it.
   */
  readonly entered: ReadonlySet<string>;
  /** The properties that always need `place.exact`. */
  readonly exact: ReadonlySet<string>;
  /** The properties that hold codes, with the code list of each. */
  readonly codes: Readonly<Record<string, CodeList>>;
}

const ofProvider = { table: 'provider', column: 'provider_id' } as const;

/** The rules for each table. */
export const recordRules: Readonly<Record<RecordTable, RecordRules>> = {
  provider: {
    kind: 'PROVIDER',
    prefix: 'prv',
    name: 'name',
    parent: null,
    entered: new Set(Object.keys(providerChanges.shape)),
    exact: new Set(exactProviderFields),
    codes: { settingType: 'SETTING_TYPE', registration: 'REGISTRATION' },
  },
  site: {
    kind: 'SITE',
    prefix: 'sit',
    name: 'name',
    parent: ofProvider,
    entered: new Set([
      ...Object.keys(siteChanges.shape),
      'providerId',
      'publicLatitude',
      'publicLongitude',
      'publicPrecision',
    ]),
    exact: new Set(exactSiteFields),
    codes: { accessibility: 'ACCESSIBILITY' },
  },
  offering: {
    kind: 'OFFERING',
    prefix: 'off',
    name: 'title',
    parent: ofProvider,
    entered: new Set([...Object.keys(offeringChanges.shape), 'providerId']),
    exact: new Set(['pricePence', 'priceUnit']),
    codes: offeringCodeLists,
  },
  vacancy: {
    kind: 'VACANCY',
    prefix: 'vac',
    name: null,
    parent: { table: 'offering', column: 'offering_id' },
    entered: new Set([...Object.keys(vacancyChanges.shape), 'offeringId']),
    exact: new Set(['placesAvailable', 'waitingListLength']),
    codes: { unit: 'VACANCY_UNIT' },
  },
  provider_contact: {
    kind: 'CONTACT',
    prefix: 'con',
    name: 'role',
    parent: ofProvider,
    entered: new Set(['providerId', 'role', 'audience', 'email', 'telephone']),
    exact: new Set(),
    codes: {},
  },
};

/** Columns that the history does not show. They say nothing about the record, or only repeat when its state changed. */
export const unshownColumns: readonly string[] = [
  'id',
  'version',
  'created_at',
  'updated_at',
  'state_since',
  'is_merged',
  'namesake',
  'external_reference',
];

/** GraphQL names of the properties with another name in GraphQL, as a path if the field is nested. */
const graphNames: Readonly<Record<string, string>> = {
  localAuthorityCode: 'localAuthority',
  districtCode: 'district',
  providerId: 'provider',
  offeringId: 'offering',
  siteId: 'site',
  pricePence: 'price.pence',
  priceUnit: 'price.unit',
  publicLatitude: 'publicPosition.latitude',
  publicLongitude: 'publicPosition.longitude',
  publicPrecision: 'publicPosition.precision',
};

/** The property of an entity for a column: `local_authority_code` is `localAuthorityCode`. */
export function propertyOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The GraphQL field that shows a property. */
export function graphNameOf(property: string): string {
  return graphNames[property] ?? property;
}

/**
 * The kind of source of a value, from the actor in the change log: `import gias`, or roles joined by `+` and the person
 * or client, such as `commissioner 4711`.
 */
export function sourceOf(actor: string): FieldSource {
  if (actor.startsWith('import ')) return actor === 'import gias' ? 'GIAS' : 'IMPORT_FILE';
  if (actor === 'demonstration') return 'DEMONSTRATION';
  if (isMailedLink(actor)) return 'PROVIDER';
  const roles = actor.replace(/ .*/, '').split('+');
  if (roles.some((role) => councilRoles.includes(role))) return 'COUNCIL';
  return roles.includes('provider_editor') ? 'PROVIDER' : 'OTHER';
}

const councilRoles = ['commissioner', 'quality_officer', 'administrator'];
