import type { Choice, Choices } from '../../../platform/choice.js';
import {
  type Bind,
  type Condition,
  chosen,
  chosenAmong,
  chosenBy,
} from '../../../platform/database/conditions.js';
import type { Actor } from '../../identity/actor.js';
import { type SchoolStatus, statusCodes } from '../../place/school-life.rules.js';
import type { RegisterState } from '../../provider/provider.entity.js';
import type { Freshness } from '../../vacancy/vacancy.rules.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import type { ListingBasis } from '../listing/listing-decision.entity.js';
import { type KindTable, named } from './kind-tables.repository.js';
import type { ReviewReason, SitePosition } from './register-filter.rules.js';

/** Conditions of a list of the register. A condition that is left out does not narrow the list. */
export interface RegisterCriteria {
  readonly kinds?: readonly EntryKindName[];
  readonly states?: readonly RegisterState[];
  readonly localAuthority?: Choice;
  /** Ids of providers. */
  readonly provider?: Choice;
  /** Part of the name, in any spelling. */
  readonly text?: string;
  readonly district?: Choices;
  /** Ids of planning areas. */
  readonly planningArea?: Choice;
  readonly position?: readonly SitePosition[];
  readonly settingType?: Choice;
  readonly registration?: Choice;
  readonly tier?: Choice;
  readonly needs?: Choices;
  readonly hasOpenChangeRequest?: boolean;
  /** Bases of a decision that is in force on the day `on`. */
  readonly listingBases?: readonly ListingBasis[];
  readonly hasListingDecision?: boolean;
  readonly freshness?: readonly Freshness[];
  readonly updatedSince?: Date;
  readonly isDemonstration?: boolean;
  readonly externalReferences?: readonly string[];
  readonly urns?: readonly string[];
  readonly reviewReasons?: readonly ReviewReason[];
  /** The conditions of other features, for an entry whose provider is `p`. */
  readonly added?: readonly Condition[];
  /** The day (`yyyy-mm-dd`) and the instant of the request. */
  readonly on: { readonly today: string; readonly now: Date };
}

/** SQL: the part of the register that the actor may read, which can be empty. */
export function withinReach(actor: Actor): Condition {
  const [council, own] = [actor.within('register.read'), actor.within('entry.read')];
  if (council === 'all' || own === 'all') return () => 'true';
  return (bind) =>
    `(p.local_authority_code = any(${bind(council.localAuthorities)}::text[]) or p.id = any(${bind(own.providers)}::uuid[]))`;
}

/** SQL: a condition, or its opposite if `wanted` is false. */
export function whether(wanted: boolean, there: string): string {
  return wanted ? there : `not ${there}`;
}

/**
 * SQL: any of the selected ids, which are found first and only once. Otherwise Postgres reads entries in order, expecting to fill
 * a page soon, and reads all of them if none match.
 */
export function anyFoundBy(select: string): string {
  return `any(array(${select}))`;
}

/**
 * Returns the conditions on entries of a kind. Returns null if no entry of the kind can meet them. `isExact`: the caller may see
 * exact places, so conditions on areas also find homes that are shown by outcode.
 */
export function conditionsOn(
  table: KindTable,
  criteria: RegisterCriteria,
  isExact: boolean,
): Condition[] | null {
  const { kind, entry } = table;
  const { kinds, tier, needs, district, planningArea, position, freshness } = criteria;
  if (kinds && !kinds.includes(kind)) return null;
  if ((tier || needs) && kind !== 'OFFERING') return null;
  if (freshness && kind === 'SITE') return null;
  return [
    ...ofEntry(table, criteria),
    ...ofProvider(criteria),
    ...chosenBy(district ?? {}, (codes) => inAnArea(kind, inDistricts(codes, isExact))),
    ...chosenBy(planningArea ?? {}, (ids) => inAnArea(kind, inPlanningAreas(ids, isExact))),
    ...(position ? [inAnArea(kind, placedLike(position, isExact))] : []),
    ...chosen(`${entry}.tier`, tier),
    ...chosenAmong(['e.primary_needs', 'e.secondary_needs'], needs),
    ...(freshness ? [withVacancy(kind, freshness, criteria.on.now)] : []),
    ...(criteria.added ?? []),
  ];
}

const anyOf =
  (column: string, values: readonly string[]): Condition =>
  (bind) =>
    `${column} = any(${bind(values)}::text[])`;

function ofEntry(table: KindTable, criteria: RegisterCriteria): Condition[] {
  const { entry } = table;
  const { states, text, hasOpenChangeRequest, updatedSince, isDemonstration } = criteria;
  const found: Condition[] = [];
  if (states) found.push(anyOf(`${entry}.state`, states));
  if (text !== undefined) found.push(named(table, text));
  if (hasOpenChangeRequest !== undefined) {
    const open = `${entry}.id in (select entry_id from change_request where state = 'OPEN')`;
    found.push(() => whether(hasOpenChangeRequest, `(${open})`));
  }
  if (updatedSince) found.push((bind) => `${entry}.updated_at >= ${bind(updatedSince)}::timestamptz`);
  if (isDemonstration !== undefined) {
    found.push((bind) => `${entry}.is_demonstration = ${bind(isDemonstration)}::boolean`);
  }
  return found;
}

function ofProvider(criteria: RegisterCriteria): Condition[] {
  const { localAuthority, provider, settingType, registration, urns } = criteria;
  const { listingBases, hasListingDecision, on } = criteria;
  const found = [
    ...chosen('p.local_authority_code', localAuthority),
    ...chosenProvider('p.id', provider),
    ...chosen('p.setting_type', settingType),
    ...chosen('p.registration', registration),
  ];
  if (urns) found.push(anyOf('p.urn', urns));
  if (criteria.reviewReasons) found.push(hasReason(criteria.reviewReasons));
  const decided = (
    bind: Bind,
    basis: string,
  ) => `exists (select from listing_decision d where d.provider_id = p.id
    and d.local_authority_code = p.local_authority_code and d.valid_from <= ${bind(on.today)}::date
    and (d.valid_to is null or d.valid_to >= ${bind(on.today)}::date)${basis})`;
  if (listingBases) found.push((bind) => decided(bind, ` and ${anyOf('d.basis', listingBases)(bind)}`));
  if (hasListingDecision !== undefined) found.push((bind) => whether(hasListingDecision, decided(bind, '')));
  return found;
}

const statusOfReason: Readonly<Record<ReviewReason, SchoolStatus>> = {
  SCHOOL_CLOSED: 'CLOSED',
  SCHOOL_PROPOSED_TO_CLOSE: 'PROPOSED_TO_CLOSE',
  SCHOOL_NOT_OPEN: 'PROPOSED',
};

/** SQL: an expression for the reason why a provider, not withdrawn, has to be looked at again. Null if there is none. */
export const reasonOfSchool = `case when p.state <> 'WITHDRAWN' then case s.status_code ${Object.entries(
  statusOfReason,
)
  .map(([reason, status]) => `when '${statusCodes[status]}' then '${reason}'`)
  .join(' ')} end end`;

/** SQL: a provider with any of these reasons. Its schools are found first, because few schools have one. */
const hasReason =
  (reasons: readonly ReviewReason[]): Condition =>
  (bind) =>
    `p.id = ${anyFoundBy(`select p.id from provider p join school s on s.urn = p.urn
       where ${reasonOfSchool} = any(${bind(reasons)}::text[])`)}`;

/**
 * Returns the conditions of a choice of providers on a column with the id of a provider. A provider that was merged is
 * replaced by the one it was merged into. A single id is compared by `=`, which can use an index.
 */
export function chosenProvider(column: string, choice: Choice | undefined): Condition[] {
  const isOneOf =
    (ids: readonly string[]): Condition =>
    (bind) =>
      ids.length === 1
        ? `${column} = survivor_of(${bind(ids[0])}::uuid)`
        : `${column} = ${anyFoundBy(`select survivor_of(named.id) from unnest(${bind(ids)}::uuid[]) named (id)`)}`;
  return chosenBy(choice ?? {}, isOneOf);
}

const seen = (isExact: boolean) => (isExact ? 'true' : `s.address_visibility <> 'OUTCODE'`);

/**
 * SQL: the places of `former_district` that a site is at, `f`, each way with a join of its own, which can use a hash or an index: a
 * site is at its postcode and in its sector.
 */
const formerly = (select: string, where: string) =>
  ['s.postcode', 'left(s.postcode, -2)']
    .map((at) => `${select} join site s on ${at} = f.place where ${where}`)
    .join(' union all ');

/** SQL: ids of the sites in any of these districts, or where one of them was before. */
const inDistricts =
  (districts: readonly string[], isExact: boolean): Condition =>
  (bind) => {
    const codes = bind(districts);
    return `select s.id from site s where s.district_code = any(${codes}::text[]) and ${seen(isExact)}
     union all ${formerly(
       'select s.id from former_district f',
       `f.district_code = any(${codes}::text[]) and ${seen(isExact)}`,
     )}`;
  };

/** SQL: ids of the sites that are placed in one of these ways. */
const placedLike =
  (positions: readonly SitePosition[], isExact: boolean): Condition =>
  (bind) =>
    `select s.id from site s
      where ${anyOf(`coalesce(s.position_precision, 'UNPLACED')`, positions)(bind)} and ${seen(isExact)}`;

/**
 * SQL: ids of the sites in any of these planning areas, or where one of their districts was before. A member that is a sector goes
 * before one that is its district. The districts of an authority that has ended are also those of the ones that came after it.
 */
const inPlanningAreas =
  (planningAreaIds: readonly string[], isExact: boolean): Condition =>
  (bind) => {
    const ids = bind(planningAreaIds);
    const members = `planning_area_member m join kept k on k.keeper = m.local_authority_code
      join district d on d.local_authority_code = k.code`;
    const isMember = `m.planning_area_id = any(${ids}::uuid[]) and ${seen(isExact)}
        and (m.kind = 'SECTOR' and m.code = left(s.postcode, -2) or m.kind = 'DISTRICT' and m.code = d.code
          and not exists (select from planning_area_member nearer where nearer.kind = 'SECTOR'
            and nearer.local_authority_code = m.local_authority_code and nearer.code = left(s.postcode, -2)))`;
    return `with recursive kept (keeper, code) as (
        select local_authority_code, local_authority_code from planning_area where id = any(${ids}::uuid[])
        union select k.keeper, a.from_code from kept k join area_succession a on a.to_code = k.code and a.kind = 'LOCAL_AUTHORITY')
      select s.id from ${members} join site s on s.district_code = d.code where ${isMember}
      union all ${formerly(`select s.id from ${members} join former_district f on f.district_code = d.code`, isMember)}`;
  };

/** SQL: an entry at one of the selected sites. */
function inAnArea(kind: EntryKindName, sites: Condition): Condition {
  if (kind === 'SITE') return (bind) => `e.id = ${anyFoundBy(sites(bind))}`;
  return kind === 'OFFERING'
    ? (bind) =>
        `e.id = ${anyFoundBy(`select os.offering_id from offering_site os where os.site_id in (${sites(bind)})`)}`
    : (bind) =>
        `p.id = ${anyFoundBy(`select own.provider_id from site own where own.id in (${sites(bind)})`)}`;
}

const AGEING_FROM = 'coalesce(v.ageing_at, v.expires_at)';

/** The rule of `freshnessOf` in SQL. */
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
