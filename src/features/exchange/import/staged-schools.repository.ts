import type pg from 'pg';
import type { GiasField } from './gias-columns.js';
import { CLOSED, stagedColumns } from './gias-row.js';
import { ImportNotes } from './import-notes.js';
import { schoolColumns } from './kept-values.repository.js';
import { type MergeCount, mergeRows } from './merge-rows.repository.js';
import { refusingRows } from './refused-rows.js';

/** What was done to the stored rows. */
export interface GiasCounts {
  readonly authorities: MergeCount;
  readonly districts: MergeCount;
  readonly schools: MergeCount;
  readonly closed: number;
  /** Register entries for establishments that are alternative provision. */
  readonly entries: MergeCount;
  /** Such establishments without an entry, because the hub does not know their local authority or setting type. */
  readonly withoutEntry: number;
  /** URNs of register entries whose school has closed. A person has to decide what to do with them. */
  readonly closedInRegister: readonly string[];
}

/** Creates the table `staged_school`, which is dropped when the transaction ends. */
export async function stageSchools(db: pg.ClientBase): Promise<void> {
  const definitions = Object.entries(stagedColumns).map(([column, type]) => `${column} ${type}`);
  await db.query(`create temp table staged_school (line integer, ${definitions.join(', ')}) on commit drop`);
}

/** A row that was removed from the staged rows, with its value in the column that was looked at. */
interface LeftOutSchool {
  readonly line: number;
  readonly urn: string;
  readonly key: string;
}

/** Removes rows with these values in a column from the staged rows. */
export async function leaveOutSchools(
  db: pg.ClientBase,
  column: string,
  keys: readonly string[],
): Promise<LeftOutSchool[]> {
  const { rows } = await db.query<LeftOutSchool>(
    `delete from staged_school where ${column} = any($1) returning line, urn, ${column} as key`,
    [keys],
  );
  return rows;
}

/**
 * Merges the staged rows into local authorities, districts, schools and the register, with the same number of statements for any
 * number of rows. `fields` are those in the file. For all others, existing schools keep their values.
 * @throws RowsRefused naming the rows that break a constraint, by their value in a staged column.
 */
export async function mergeGias(
  db: pg.ClientBase,
  fields: ReadonlySet<GiasField>,
): Promise<GiasCounts & GiasMerged> {
  await db.query('analyze staged_school');
  const notes = new ImportNotes();
  const authorities = await mergeAuthorities(db, notes);
  const districts = await mergeDistricts(db, notes);
  const schools = await mergeSchools(db, fields, notes);
  const entries = await mergeEntries(db, notes);
  await endConfirmations(db);
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
  notes.addMany(
    'REVIEW',
    'ENTRY',
    closed_in_register.length,
    closed_in_register.map((key) => ({ key, detail: 'The school has closed' })),
  );
  return {
    authorities,
    districts,
    schools,
    closed,
    entries,
    withoutEntry: without_entry,
    closedInRegister: closed_in_register,
    added,
    notes,
  };
}

/** What was written. */
interface GiasMerged {
  /** Ids of the new entries. */
  readonly added: readonly string[];
  readonly notes: ImportNotes;
}

/** The vacancies of a school that has closed stop being confirmed: the word of a closed school is no longer enough. */
async function endConfirmations(db: pg.ClientBase): Promise<void> {
  await db.query(
    `update vacancy v
        set ageing_at = null, expires_at = v.confirmed_at + interval '1 millisecond', version = v.version + 1, updated_at = now()
       from offering o join provider p on p.id = o.provider_id join staged_school s on s.urn = p.urn
      where v.offering_id = o.id and s.status_code = $1 and not ${isMerged('p')}
        and v.confirmed_at is not null
        and (v.expires_at is null or v.expires_at > v.confirmed_at + interval '1 millisecond')`,
    [CLOSED],
  );
}

/** SQL condition: the provider with this alias was merged into another one. */
const isMerged = (alias: string) => `exists (select from provider_merge m where m.id = ${alias}.id)`;

/** If rows have different names, the most frequent one is used. `mode()` ignores nulls. */
function mergeAuthorities(db: pg.ClientBase, notes: ImportNotes): Promise<MergeCount> {
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
    notes: { in: notes, as: 'LOCAL_AUTHORITY' },
  });
}

/** A stored district keeps its local authority, because a neighbouring authority can maintain a school in it. */
function mergeDistricts(db: pg.ClientBase, notes: ImportNotes): Promise<MergeCount> {
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
    notes: { in: notes, as: 'DISTRICT' },
  });
}

async function mergeSchools(
  db: pg.ClientBase,
  fields: ReadonlySet<GiasField>,
  notes: ImportNotes,
): Promise<MergeCount> {
  await db.query(`
    update staged_school s
       set latitude = p.latitude, longitude = p.longitude, position_precision = 'POSTCODE'
      from postcode p where s.latitude is null and p.postcode = s.postcode`);
  // A postcode that is no longer listed leaves the position that was derived from it.
  await db.query(`
    update staged_school s
       set latitude = t.latitude, longitude = t.longitude, position_precision = t.position_precision
      from school t where s.latitude is null and t.urn = s.urn and t.postcode = s.postcode
       and t.position_precision = 'POSTCODE'`);
  const inFile = (column: string) =>
    schoolColumns[column]!.every((field) => field === 'address3' || fields.has(field));
  const columns = Object.keys(schoolColumns);
  return mergeRows(db, {
    from: '(select *, la_code as local_authority_code from staged_school)',
    into: 'school',
    key: 'urn',
    columns: columns.filter(inFile),
    firstOnly: columns.filter((column) => !inFile(column)),
    versioned: true,
    notes: { in: notes, as: 'SCHOOL' },
  });
}

/**
 * SQL: whether the authority of the staged school `s` has ended, and if so which one took over all of it, or else has its district.
 * The extract can be older than that, or GIAS slower: an entry that has moved on does not go back.
 */
const LATER = `
  select true as is_ended, coalesce(
           (select min(n.code) from area_succession a left join local_authority n on n.code = a.to_code
             where a.kind = 'LOCAL_AUTHORITY' and a.from_code = l.code
            having count(*) = 1 and bool_and(a.extent = 'WHOLE')),
           (select n.code from district d join local_authority n on n.code = d.local_authority_code
             where d.code = s.district_code and (n.valid_to is null or n.valid_to >= (now() at time zone 'Europe/London')::date))) as code
    from local_authority l
   where l.code = s.la_code and l.valid_to < (now() at time zone 'Europe/London')::date`;

/**
 * New entries await review and have no offerings. For an existing entry, only facts that GIAS owns are updated. Its state,
 * description, contacts and sites belong to the provider, and a website is only added if there is none. If an entry was merged into
 * another one, it stays as it is and no new entry is created for its URN. The address of a new site is public, because GIAS
 * publishes it. What is shown of an existing site does not change.
 */
async function mergeEntries(db: pg.ClientBase, notes: ImportNotes): Promise<MergeCount> {
  // Locked in the same order as in every other change, so that a merge of two providers and this import cannot wait for each other.
  await db.query(
    'select from provider p where urn in (select urn from staged_school) order by p.id for no key update of p',
  );
  const entries = await mergeRows(db, {
    from: `(
      select s.urn, s.name, coalesce(s.ukprn, p.ukprn) as ukprn, setting.code as setting_type,
             case when later.is_ended then coalesce(p.local_authority_code, later.code, s.la_code) else s.la_code end
               as local_authority_code, coalesce(p.website, s.website) as website,
             s.provider_id as id, s.postcode, 'REGISTERED_SCHOOL' as registration, 'IN_REVIEW' as state
        from staged_school s
        join lateral (select code from code
                       where list = 'SETTING_TYPE' and s.type_code = any(gias_codes)
                         and coalesce(valid_to >= (now() at time zone 'Europe/London')::date, true)
                       order by position limit 1) setting on true
        left join provider p on p.urn = s.urn and not ${isMerged('p')}
        left join lateral (${LATER}) later on true
       where s.provider_id is not null and s.la_code is not null
         and (p.id is not null or not exists (select from provider m where m.urn = s.urn)))`,
    into: 'provider',
    key: 'urn',
    columns: ['name', 'ukprn', 'setting_type', 'local_authority_code', 'website'],
    firstOnly: ['id', 'postcode', 'registration', 'state'],
    unless: isMerged('t'),
    versioned: true,
    notes: { in: notes, as: 'ENTRY' },
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
