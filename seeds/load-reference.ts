import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { fold } from '../src/platform/text.js';
import {
  readAreas,
  readCodes,
  readConcepts,
  readOutcodes,
  readPlaces,
  readSectors,
} from './reference-files.js';
import { seeding } from './transaction.js';

/** Namespace of the ids of named places: the same settlement has the same id in every hub. */
const PLACES = '2f1d5c0e-6d5e-5b0a-9a51-6f1f6c1a7b0d';

/**
 * Brings code lists, concepts, areas, centroids and named places up to the files in `seeds/reference`, in one
 * transaction. Rows that already say the same are not touched; codes that are only in the database stay.
 * @returns the number of rows inserted or changed.
 * @throws when a file is malformed or the database refuses a row; nothing is changed then.
 */
export async function loadReference(pool: pg.Pool): Promise<{ changed: number }> {
  return seeding(pool, async (client) => {
    let changed = 0;
    for (const { sql, rows } of statements()) {
      const result = await client.query(sql, [JSON.stringify(rows)]);
      changed += result.rowCount ?? 0;
    }
    return { changed };
  });
}

function statements(): { sql: string; rows: readonly object[] }[] {
  const areas = readAreas();
  return [
    {
      rows: readCodes(),
      sql: upsert(
        'code',
        `select list, code, label, description, source, "validFrom", "validTo", position,
                coalesce("giasCodes", '{}')
           from jsonb_to_recordset($1::jsonb) as seed(list text, code text, label text, description text,
                source text, "validFrom" date, "validTo" date, position integer, "giasCodes" text[])`,
        ['list', 'code'],
        ['label', 'description', 'source', 'valid_from', 'valid_to', 'position', 'gias_codes'],
      ),
    },
    {
      rows: readConcepts(),
      sql: upsert(
        'concept',
        `select id, label, explanation, phrases, coalesce("strongCodes", '{}'), coalesce("relatedCodes", '{}'),
                'AP Hub'
           from jsonb_to_recordset($1::jsonb) as seed(id text, label text, explanation text, phrases text[],
                "strongCodes" text[], "relatedCodes" text[])`,
        ['id'],
        ['label', 'explanation', 'phrases', 'strong_codes', 'related_codes', 'source'],
      ),
    },
    {
      rows: areas.localAuthorities,
      sql: upsert(
        'local_authority',
        `select code, "gssCode", name
           from jsonb_to_recordset($1::jsonb) as seed(code text, "gssCode" text, name text)`,
        ['code'],
        ['gss_code', 'name'],
      ),
    },
    {
      rows: areas.districts,
      sql: upsert(
        'district',
        `select code, name, "localAuthorityCode"
           from jsonb_to_recordset($1::jsonb) as seed(code text, name text, "localAuthorityCode" text)`,
        ['code'],
        ['name', 'local_authority_code'],
      ),
    },
    { rows: readSectors(), sql: centroids('postcode_sector', 'sector') },
    { rows: readOutcodes(), sql: centroids('postcode_outcode', 'outcode') },
    {
      rows: readPlaces().map((place) => ({
        ...place,
        id: uuidv5(`${place.name} ${place.districtCode}`, PLACES),
        folded: fold(place.name),
      })),
      sql: upsert(
        'named_place',
        `select id, name, folded, latitude, longitude, "districtCode", 'GeoNames cities (CC BY 4.0)'
           from jsonb_to_recordset($1::jsonb) as seed(id uuid, name text, folded text,
                latitude double precision, longitude double precision, "districtCode" text)`,
        ['id'],
        ['name', 'folded_name', 'latitude', 'longitude', 'district_code', 'source'],
      ),
    },
  ];
}

/** Inserts what `select` yields (key columns, then the others); existing rows change only where they differ. */
function upsert(table: string, select: string, key: readonly string[], others: readonly string[]): string {
  return `
    insert into ${table} as stored (${[...key, ...others].join(', ')}) ${select}
    on conflict (${key.join(', ')}) do update
       set ${others.map((column) => `${column} = excluded.${column}`).join(', ')},
           version = stored.version + 1, updated_at = now()
     where ${differs(others)}`;
}

/** As `upsert`, but leaves alone every outcode of which full postcodes were imported: those figures are better. */
function centroids(table: 'postcode_sector' | 'postcode_outcode', key: string): string {
  const others = ['latitude', 'longitude', 'district_code', 'postcodes'];
  return `
    insert into ${table} as stored (${key}, ${others.join(', ')})
    select key, latitude, longitude, "districtCode", postcodes
      from jsonb_to_recordset($1::jsonb) as seed(key text, latitude double precision,
           longitude double precision, "districtCode" text, postcodes integer)
     where not exists (
             select from postcode -- '!' is the character after the space
              where postcode.postcode >= split_part(seed.key, ' ', 1) || ' '
                and postcode.postcode < split_part(seed.key, ' ', 1) || '!')
    on conflict (${key}) do update
       set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
     where ${differs(others)}`;
}

function differs(columns: readonly string[]): string {
  const of = (row: string) => columns.map((column) => `${row}.${column}`).join(', ');
  return `(${of('stored')}) is distinct from (${of('excluded')})`;
}
