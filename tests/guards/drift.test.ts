import type { ClientBase, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { open } from '../../src/start/database.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Tables without `version`, `created_at` and `updated_at`, each with the reason. */
const unversioned = new Map([
  ['api_key_use', 'a time, not a record'],
  ['area_succession', 'facts about areas, with their days'],
  ['change', 'a log: written once, and dated'],
  ['change_chain', 'a log: written once, with the dated commit'],
  ['change_commit', 'a log: written once, and dated'],
  ['change_reader', 'a position, not a record'],
  ['chase_vacancy', 'written once, never changed'],
  ['chasing_opt_out', 'there or not there: never changed'],
  ['duplicate_pair', 'worked out from providers, by a reader of the log'],
  ['former_district', 'facts about postcodes, which stay true'],
  ['hold_reference', 'a name, written once with the hold'],
  ['idempotency_key', 'answers to requests, forgotten after a day'],
  ['import_note', 'written once, never changed'],
  ['import_run', 'written once, never changed'],
  ['job', 'who does what a hub does by itself, and when it was done last'],
  ['mail', 'on its way out; it belongs to no one who could change it'],
  ['migrations', "TypeORM's own"],
  ['name_form', 'computed from names, by a reader of the log'],
  ['nation_cell', 'figures, replaced as a whole by the reference data'],
  ['offering_site', 'joins two records, with no data of its own'],
  ['person_key', 'a secret, made once and never changed'],
  ['planning_area_member', 'joins two records, with no data of its own'],
  ['postcode', 'look-up, replaced as a whole by an import'],
  ['postcode_outcode', 'look-up, replaced as a whole by an import'],
  ['postcode_sector', 'look-up, replaced as a whole by an import'],
  ['provider_tally', 'counts of other rows, updated with every change of these'],
  ['rate_limit', 'counts of a minute, as a library keeps them'],
  ['reference_state', 'which reference files were loaded last'],
  ['school_link', 'a table of another register, replaced as a whole by an import'],
  ['search_engine_written', 'a set of ids, emptied when an index is built'],
  ['sql_definition', 'by which files functions and triggers were made'],
]);

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await open(database.url, 2);
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

describe('the migrated database', () => {
  it('has exactly the columns of the entities', async () => {
    expect(await columnsOfDatabase(database.pool)).toEqual(columnsOfEntities());
  });

  it('counts and dates every change of a record', async () => {
    const { rows } = await database.pool.query<{ table: string }>(`
      select relname as table from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
         and (select count(*) from pg_attribute where attrelid = c.oid and attnotnull and not attisdropped and
                (attname, format_type(atttypid, atttypmod)) in (('version', 'integer'),
                 ('created_at', 'timestamp with time zone'), ('updated_at', 'timestamp with time zone'))) < 3
       order by relname`);
    expect(rows.map(({ table }) => table)).toEqual([...unversioned.keys()]);
  });
});

describe('the comparison', () => {
  it.each([
    'alter table provider add column more text',
    'alter table provider drop column website',
    'alter table provider rename column website to web_site',
    'alter table provider alter column website set not null',
    'alter table provider alter column version type bigint',
    'alter table offering_site drop constraint offering_site_pkey cascade',
  ])('notices: %s', async (statement) => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      const before = await columnsOfDatabase(client);
      await client.query(statement);
      expect(await columnsOfDatabase(client)).not.toEqual(before);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

/** `table.column type`, then `null` or `not null`, and `key` where it is part of the primary key; sorted. */
async function columnsOfDatabase(connection: ClientBase | Pool): Promise<string[]> {
  const { rows } = await connection.query<{ line: string }>(
    `select concat_ws(' ', relname || '.' || attname, format_type(atttypid, atttypmod),
                      case when attnotnull then 'not null' else 'null' end, case when k.conname is not null then 'key' end) as line
       from pg_attribute a join pg_class c on c.oid = attrelid
       left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p' and attnum = any(k.conkey)
      where relnamespace = 'public'::regnamespace and relname = any($1) and attnum > 0 and not attisdropped`,
    [tablesOfEntities()],
  );
  return rows.map(({ line }) => line).sort();
}

function columnsOfEntities(): string[] {
  return source.entityMetadatas
    .flatMap(({ tableName, columns }) =>
      columns.map((column) => {
        const type = source.driver.normalizeType(column) + (column.isArray ? '[]' : '');
        const words = [type, column.isNullable ? 'null' : 'not null', ...(column.isPrimary ? ['key'] : [])];
        return `${tableName}.${column.databaseName} ${words.join(' ')}`;
      }),
    )
    .sort();
}

function tablesOfEntities(): string[] {
  return source.entityMetadatas.map(({ tableName }) => tableName).sort();
}
