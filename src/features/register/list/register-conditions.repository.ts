import type { Actor } from '../../identity/actor.js';
import type { RegisterState } from '../../provider/provider.entity.js';
import type { Freshness } from '../../vacancy/vacancy.rules.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import type { ListingBasis } from '../listing/listing-decision.entity.js';

/** Gives a value its place among the parameters of a statement: `$1`, `$2` ... */
export type Bind = (value: unknown) => string;

/** A condition on an entry in SQL, where `p` is its provider. */
export type Condition = (bind: Bind) => string;

/** Conditions of a list of the register; what is absent does not narrow. */
export interface RegisterCriteria {
  readonly kinds?: readonly EntryKindName[];
  readonly states?: readonly RegisterState[];
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  /** Part of the name, in capitals or not. */
  readonly text?: string;
  readonly districts?: readonly string[];
  readonly planningAreaId?: string;
  readonly settingTypes?: readonly string[];
  readonly registrations?: readonly string[];
  readonly tiers?: readonly string[];
  readonly needs?: readonly string[];
  readonly hasOpenRequest?: boolean;
  /** Of a decision that holds on the day `on`. */
  readonly listingBases?: readonly ListingBasis[];
  readonly hasDecision?: boolean;
  readonly freshness?: readonly Freshness[];
  readonly updatedSince?: Date;
  readonly isDemonstration?: boolean;
  readonly externalReferences?: readonly string[];
  readonly urns?: readonly string[];
  /** What other features were asked for. */
  readonly added?: readonly Condition[];
  /** The day, `yyyy-mm-dd`, and the instant of asking. */
  readonly on: { readonly today: string; readonly now: Date };
}

/** Where a kind of entries is kept. A provider is its own provider: `p`. */
export interface KindTable {
  readonly kind: EntryKindName;
  readonly from: string;
  /** What an entry of the kind is called there. */
  readonly entry: 'p' | 'e';
  readonly name: string;
}
export const kindTables: readonly KindTable[] = [
  { kind: 'PROVIDER', from: 'provider p', entry: 'p', name: 'name' },
  { kind: 'SITE', from: 'site e join provider p on p.id = e.provider_id', entry: 'e', name: 'name' },
  { kind: 'OFFERING', from: 'offering e join provider p on p.id = e.provider_id', entry: 'e', name: 'title' },
];

/** SQL: what the actor may read of the register. Who may read nothing reads nothing. */
export function withinReach(actor: Actor): Condition {
  const [council, own] = [actor.within('register.read'), actor.within('entry.read')];
  if (council === 'all' || own === 'all') return () => 'true';
  return (bind) =>
    `(p.local_authority_code = any(${bind(council.localAuthorities)}::text[]) or p.id = any(${bind(own.providers)}::uuid[]))`;
}

/** SQL: what is there, or with `wanted` false what is not. */
export function whether(wanted: boolean, there: string): string {
  return wanted ? there : `not ${there}`;
}

/**
 * SQL: one of the ids selected, which are looked for first and once. Left to itself Postgres goes through entries in order instead,
 * in the hope of a page soon, and through all of them for an answer that is empty.
 */
export function anyFoundBy(select: string): string {
  return `any(array(${select}))`;
}

/**
 * The conditions on entries of a kind; null when it has none such, so that none is found. `isExact`: for who may see exact places,
 * and so by areas also finds homes, which lie in more of them as others are told.
 */
export function conditionsOn(
  table: KindTable,
  criteria: RegisterCriteria,
  isExact: boolean,
): Condition[] | null {
  const { kind, entry } = table;
  const { kinds, tiers, needs, freshness } = criteria;
  if (kinds && !kinds.includes(kind)) return null;
  if ((tiers || needs) && kind !== 'OFFERING') return null;
  if (freshness && kind === 'SITE') return null;
  return [
    ...ofEntry(table, criteria),
    ...ofProvider(criteria),
    ...(criteria.districts ? [inAnArea(kind, inDistricts(criteria.districts, isExact))] : []),
    ...(criteria.planningAreaId ? [inAnArea(kind, inPlanningArea(criteria.planningAreaId, isExact))] : []),
    ...(tiers ? [anyOf(`${entry}.tier`, tiers)] : []),
    ...(needs ? [needing(needs)] : []),
    ...(freshness ? [withVacancy(kind, freshness, criteria.on.now)] : []),
    ...(criteria.added ?? []),
  ];
}

const anyOf =
  (column: string, values: readonly string[]): Condition =>
  (bind) =>
    `${column} = any(${bind(values)}::text[])`;

function ofEntry({ entry, name }: KindTable, criteria: RegisterCriteria): Condition[] {
  const { states, text, hasOpenRequest, updatedSince, isDemonstration } = criteria;
  const found: Condition[] = [];
  if (states) found.push(anyOf(`${entry}.state`, states));
  if (text !== undefined) {
    // As an equality, of which Postgres expects few: it then reads the entries within reach, and not all names in their order.
    found.push((bind) => `sign(strpos(fold_case(${entry}.${name}), fold_case(${bind(text)}::text))) = 1`);
  }
  if (hasOpenRequest !== undefined) {
    const open = `${entry}.id in (select entry_id from change_request where state = 'OPEN')`;
    found.push(() => whether(hasOpenRequest, `(${open})`));
  }
  if (updatedSince) found.push((bind) => `${entry}.updated_at >= ${bind(updatedSince)}::timestamptz`);
  if (isDemonstration !== undefined) {
    found.push((bind) => `${entry}.is_demonstration = ${bind(isDemonstration)}::boolean`);
  }
  return found;
}

function ofProvider(criteria: RegisterCriteria): Condition[] {
  const { localAuthorityCode, providerId, settingTypes, registrations, urns, listingBases, hasDecision, on } =
    criteria;
  const found: Condition[] = [];
  if (localAuthorityCode !== undefined) {
    found.push((bind) => `p.local_authority_code = ${bind(localAuthorityCode)}::text`);
  }
  if (providerId !== undefined) found.push((bind) => `p.id = survivor_of(${bind(providerId)}::uuid)`);
  if (settingTypes) found.push(anyOf('p.setting_type', settingTypes));
  if (registrations) found.push(anyOf('p.registration', registrations));
  if (urns) found.push(anyOf('p.urn', urns));
  const decided = (
    bind: Bind,
    basis: string,
  ) => `exists (select from listing_decision d where d.provider_id = p.id
    and d.local_authority_code = p.local_authority_code and d.valid_from <= ${bind(on.today)}::date
    and (d.valid_to is null or d.valid_to >= ${bind(on.today)}::date)${basis})`;
  if (listingBases) found.push((bind) => decided(bind, ` and ${anyOf('d.basis', listingBases)(bind)}`));
  if (hasDecision !== undefined) found.push((bind) => whether(hasDecision, decided(bind, '')));
  return found;
}

const seen = (isExact: boolean) => (isExact ? 'true' : `s.address_visibility <> 'OUTCODE'`);

/** SQL: ids of the sites in any of these districts. */
const inDistricts =
  (districts: readonly string[], isExact: boolean): Condition =>
  (bind) =>
    `select s.id from site s where ${anyOf('s.district_code', districts)(bind)} and ${seen(isExact)}`;

/** SQL: ids of the sites in a planning area, read from its members. A sector goes before the district it lies in. */
const inPlanningArea =
  (planningAreaId: string, isExact: boolean): Condition =>
  (bind) =>
    `select s.id from planning_area_member m join district d on d.local_authority_code = m.local_authority_code
       join site s on s.district_code = d.code
      where m.planning_area_id = ${bind(planningAreaId)}::uuid and ${seen(isExact)}
        and (m.kind = 'SECTOR' and m.code = left(s.postcode, -2) or m.kind = 'DISTRICT' and m.code = d.code
          and not exists (select from planning_area_member nearer where nearer.kind = 'SECTOR'
            and nearer.local_authority_code = m.local_authority_code and nearer.code = left(s.postcode, -2)))`;

/** An entry at one of the sites whose ids are selected. */
function inAnArea(kind: EntryKindName, sites: Condition): Condition {
  if (kind === 'SITE') return (bind) => `e.id = ${anyFoundBy(sites(bind))}`;
  return kind === 'OFFERING'
    ? (bind) =>
        `e.id = ${anyFoundBy(`select os.offering_id from offering_site os where os.site_id in (${sites(bind)})`)}`
    : (bind) =>
        `p.id = ${anyFoundBy(`select own.provider_id from site own where own.id in (${sites(bind)})`)}`;
}

const needing =
  (needs: readonly string[]): Condition =>
  (bind) =>
    `(e.primary_needs && ${bind(needs)}::text[] or e.secondary_needs && ${bind(needs)}::text[])`;

const AGEING_FROM = 'v.confirmed_at + (v.expires_at - v.confirmed_at) / 2';

/** The rule of `freshnessOf`, in SQL. */
const isFresh: Readonly<Record<Freshness, (now: () => string) => string>> = {
  UNKNOWN: () => 'v.confirmed_at is null',
  CONFIRMED: (now) => `(v.confirmed_at is not null and (v.expires_at is null or ${now()} < ${AGEING_FROM}))`,
  AGEING: (now) => `(v.expires_at > ${now()} and ${now()} >= ${AGEING_FROM})`,
  STALE: (now) => `v.expires_at <= ${now()}`,
};

function withVacancy(kind: EntryKindName, freshness: readonly Freshness[], now: Date): Condition {
  return (bind) => {
    const at = () => `${bind(now)}::timestamptz`;
    const fresh = freshness.map((one) => isFresh[one](at)).join(' or ') || 'false';
    return kind === 'OFFERING'
      ? `e.id in (select v.offering_id from vacancy v where ${fresh})`
      : `p.id in (select o.provider_id from vacancy v join offering o on o.id = v.offering_id where ${fresh})`;
  };
}
