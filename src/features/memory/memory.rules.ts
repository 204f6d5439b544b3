import { offeringChanges, offeringCodeLists } from '../offering/offering.rules.js';
import {
  exactProviderFields,
  exactSiteFields,
  providerChanges,
  siteChanges,
} from '../provider/provider.rules.js';
import { vacancyChanges } from '../vacancy/vacancy.rules.js';
import type { CodeList } from '../vocabulary/vocabulary.service.js';

/** Kinds of record whose memory is shown. */
export const recordKinds = ['PROVIDER', 'SITE', 'OFFERING', 'VACANCY', 'CONTACT'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Where a changed value comes from. */
export const fieldSources = ['GIAS', 'IMPORT_FILE', 'COUNCIL', 'PROVIDER', 'DEMONSTRATION', 'OTHER'] as const;
export type FieldSource = (typeof fieldSources)[number];

/** The tables of those records. */
export type RecordTable = 'provider' | 'site' | 'offering' | 'vacancy' | 'provider_contact';

/** What is to be known of a table to show the memory of its rows. */
export interface RecordRules {
  readonly kind: RecordKind;
  /** Begins the global ids of its rows. */
  readonly prefix: string;
  /** The column that holds what people call the row; null where it has no name. */
  readonly name: string | null;
  /** The table of the row it belongs to, and the column that says which; null: to a local authority. */
  readonly parent: { readonly table: RecordTable; readonly column: string } | null;
  /**
   * Properties that are entered, and so known to the provider it is about. Whatever else a table gets is the council's until
   * the rules of its feature name it.
   */
  readonly entered: ReadonlySet<string>;
  /** Properties that only those with `place.exact` read, whatever else they may see. */
  readonly exact: ReadonlySet<string>;
  /** Properties that hold codes, and of which list. */
  readonly codes: Readonly<Record<string, CodeList>>;
}

const ofProvider = { table: 'provider', column: 'provider_id' } as const;

/** By table. */
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
    exact: new Set(['placesAvailable']),
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

/** Columns that say nothing of what the row is about, or only again when its state changed. */
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

/** Properties whose field of the graph has another name, with its path where it is further down. */
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

/** The property of an entity that a column holds: `local_authority_code` is `localAuthorityCode`. */
export function propertyOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The field of the graph that shows a property. */
export function graphNameOf(property: string): string {
  return graphNames[property] ?? property;
}

/**
 * Where a value comes from, by the actor that the log names: `import gias`, or roles joined by `+` and whoever acted in them,
 * as in `commissioner 4711`.
 */
export function sourceOf(actor: string): FieldSource {
  if (actor.startsWith('import ')) return actor === 'import gias' ? 'GIAS' : 'IMPORT_FILE';
  if (actor === 'demonstration') return 'DEMONSTRATION';
  const roles = actor.replace(/ .*/, '').split('+');
  if (roles.some((role) => councilRoles.includes(role))) return 'COUNCIL';
  return roles.includes('provider_editor') ? 'PROVIDER' : 'OTHER';
}

const councilRoles = ['commissioner', 'quality_officer', 'administrator'];
