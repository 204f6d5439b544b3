import type pg from 'pg';
import type { GiasField } from './gias-columns.js';
import { CLOSED } from './gias-row.js';
import { type MergeCount, mergeRows } from './merge-rows.js';
import { refusingRows } from './refused-rows.js';

/** What happened to what is stored. */
export interface GiasCounts {
  readonly authorities: MergeCount;
  readonly districts: MergeCount;
  readonly schools: MergeCount;
  readonly closed: number;
  /** Register entries for establishments that are alternative provision. */
  readonly entries: MergeCount;
  /** Establishments of that kind without an entry: their local authority or setting type is not known here. */
  readonly withoutEntry: number;
  /** URNs of entries in the register whose school has closed; they are left for a person to decide on. */
  readonly closedInRegister: readonly string[];
}

/**
 * Brings what is staged into authorities, districts, schools and the register, with the same number of statements
 * for any number of rows. `fields` are those the file has: for the others, existing schools keep their values.
 * @throws RowsRefused naming the rows that break a constraint, by their value of a column of what is staged.
 */
export async function mergeGias(
  db: pg.ClientBase,
  fields: ReadonlySet<GiasField>,
): Promise<GiasCounts & { /** Ids of the new entries. */ readonly added: readonly string[] }> {
  await db.query('analyze staged_school');
  const authorities = await mergeAuthorities(db);
  const districts = await mergeDistricts(db);
  const schools = await mergeSchools(db, fields);
  const entries = await mergeEntries(db);
  const rest = await db.query<{
    closed: number;
    without_entry: number;
    closed_in_register: string[];
    added: string[];
  }>(
    `select count(*) filter (where s.status_code = $1)::int as closed,
            count(*) filter (where s.provider_id is not null and p.id is null)::int as without_entry,
            coalesce(array_agg(s.urn order by s.urn)
              filter (where s.status_code = $1 and p.state <> 'WITHDRAWN'), '{}') as closed_in_register,
            coalesce(array_agg(p.id) filter (where p.id = s.provider_id), '{}') as added
       from staged_school s
       left join lateral (select * from provider p where p.urn = s.urn order by ${isMerged('p')} limit 1) p on true`,
    [CLOSED],
  );
  const { closed, without_entry, closed_in_register, added } = rest.rows[0]!;
  return {
    authorities,
    districts,
    schools,
    closed,
    entries,
    withoutEntry: without_entry,
    closedInRegister: closed_in_register,
    added,
  };
}

/** SQL: the provider under an alias was merged into another one. */
const isMerged = (alias: string) => `exists (select from provider_merge m where m.id = ${alias}.id)`;

/** Where rows disagree about a name, the most frequent one counts; `mode()` passes over nulls. */
function mergeAuthorities(db: pg.ClientBase): Promise<MergeCount> {
  return mergeRows(db, {
    from: `(
      select f.code, coalesce(f.name, t.name, f.code) as name, coalesce(f.gss_code, t.gss_code) as gss_code
        from (select la_code as code, mode() within group (order by la_name collate "C") as name,
                     mode() within group (order by la_gss) as gss_code
                from staged_school where la_code is not null group by la_code) f
        left join local_authority t on t.code = f.code)`,
    into: 'local_authority',
    key: 'code',
    stagedKey: 'la_code',
    columns: ['name', 'gss_code'],
    versioned: true,
  });
}

/** A district that is stored keeps its authority: a school can be kept by the authority next door. */
function mergeDistricts(db: pg.ClientBase): Promise<MergeCount> {
  return mergeRows(db, {
    from: `(
      select f.code, coalesce(f.name, t.name, f.code) as name,
             coalesce(t.local_authority_code, f.local_authority_code) as local_authority_code
        from (select district_code as code, mode() within group (order by district_name collate "C") as name,
                     mode() within group (order by la_code) as local_authority_code
                from staged_school where district_code is not null group by district_code) f
        left join district t on t.code = f.code)`,
    into: 'district',
    key: 'code',
    stagedKey: 'district_code',
    columns: ['name', 'local_authority_code'],
    versioned: true,
  });
}

/** Columns of `school` with the columns of the file that they come from. */
const schoolColumns: Readonly<Record<string, readonly GiasField[]>> = {
  name: ['name'],
  local_authority_code: ['laCode'],
  establishment_number: ['establishmentNumber'],
  ukprn: ['ukprn'],
  uprn: ['uprn'],
  type_code: ['typeCode'],
  status_code: ['statusCode'],
  phase_code: ['phaseCode'],
  low_age: ['lowAge'],
  high_age: ['highAge'],
  opened_on: ['openedOn'],
  closed_on: ['closedOn'],
  street: ['street'],
  locality: ['locality'],
  town: ['town'],
  postcode: ['postcode'],
  latitude: ['easting', 'northing'],
  longitude: ['easting', 'northing'],
  district_code: ['districtCode'],
  website: ['website'],
};

async function mergeSchools(db: pg.ClientBase, fields: ReadonlySet<GiasField>): Promise<MergeCount> {
  await db.query(`
    update staged_school s
       set latitude = p.latitude, longitude = p.longitude, position_precision = 'POSTCODE'
      from postcode p where s.latitude is null and p.postcode = s.postcode`);
  const inFile = (column: string) => schoolColumns[column]!.every((field) => fields.has(field));
  const columns = Object.keys(schoolColumns);
  return mergeRows(db, {
    from: '(select *, la_code as local_authority_code from staged_school)',
    into: 'school',
    key: 'urn',
    columns: columns.filter(inFile),
    firstOnly: columns.filter((column) => !inFile(column)),
    versioned: true,
  });
}

/**
 * New entries await review, without offerings. Of an entry that exists, only what GIAS owns is kept up to date; its
 * state, description, contacts and sites belong to the provider, and a website counts only where there is none. An entry that
 * was merged into another one keeps its URN from coming back, and stays as it is. The address of a new site is public: GIAS
 * publishes it. Of a site that exists it is not decided here what is shown.
 */
async function mergeEntries(db: pg.ClientBase): Promise<MergeCount> {
  // In the order in which every change locks them, so that nobody who merges two of them waits for this one while it waits for them.
  await db.query(
    'select from provider p where urn in (select urn from staged_school) order by p.id for no key update of p',
  );
  const entries = await mergeRows(db, {
    from: `(
      select s.urn, s.name, coalesce(s.ukprn, p.ukprn) as ukprn, setting.code as setting_type,
             s.la_code as local_authority_code, coalesce(p.website, s.website) as website,
             s.provider_id as id, s.postcode, 'REGISTERED_SCHOOL' as registration, 'IN_REVIEW' as state
        from staged_school s
        join lateral (select code from code
                       where list = 'SETTING_TYPE' and s.type_code = any(gias_codes)
                         and coalesce(valid_to >= (now() at time zone 'Europe/London')::date, true)
                       order by position limit 1) setting on true
        left join provider p on p.urn = s.urn and not ${isMerged('p')}
       where s.provider_id is not null and s.la_code is not null
         and (p.id is not null or not exists (select from provider m where m.urn = s.urn)))`,
    into: 'provider',
    key: 'urn',
    columns: ['name', 'ukprn', 'setting_type', 'local_authority_code', 'website'],
    firstOnly: ['id', 'postcode', 'registration', 'state'],
    unless: isMerged('t'),
    versioned: true,
  });
  const placed = `s.site_id is not null and s.postcode is not null and p.state = 'IN_REVIEW'
     and not exists (select from site where provider_id = p.id)`;
  const urns = async () =>
    (
      await db.query<{ urn: string }>(
        `select s.urn from staged_school s join provider p on p.urn = s.urn where ${placed} order by 1`,
      )
    ).rows.map(({ urn }) => urn);
  await refusingRows(db, 'urn', urns, (some) =>
    db.query(
      `insert into site (id, provider_id, name, street, locality, town, postcode, uprn, latitude, longitude,
                         position_precision, district_code, address_visibility, state)
       select s.site_id, p.id, s.name, replace(s.street, E'\\n', ', '), s.locality, s.town, s.postcode, s.uprn, s.latitude,
              s.longitude, s.position_precision, s.district_code, 'PUBLIC', 'IN_REVIEW'
         from staged_school s join provider p on p.urn = s.urn
        where ${placed} and ($1::text[] is null or s.urn = any($1))`,
      [some],
    ),
  );
  return entries;
}
