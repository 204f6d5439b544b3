import pg from 'pg';
import { migrate } from '../../../src/platform/database/data-source.js';
import { define } from '../../../src/platform/database/sql-definitions.js';
import { open, prepareDatabase, sqlFiles } from '../../../src/start/database.js';
import { catalogOf } from '../../guards/catalog.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const files = sqlFiles();
let database: TestDatabase;
let fresh: string[];
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  fresh = await catalogOf(database.pool);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** Functions and triggers alone, by their names. */
const namesOf = (catalog: readonly string[]) =>
  catalog.flatMap((line) => {
    const [, called] = /^function CREATE OR REPLACE FUNCTION public\.(\w+)\(/.exec(line) ?? [];
    const [, on] = /^trigger CREATE (?:CONSTRAINT )?TRIGGER \w+ .*? ON public\.(\w+) /.exec(line) ?? [];
    return called ? [`functions/${called}.sql`] : on ? [`triggers/${on}.sql`] : [];
  });

describe('functions and triggers', () => {
  it('are each in a file: one for a function, and one for the triggers of a table', async () => {
    const { rows } = await owner.query(
      `select 'functions/' || proname || '.sql' as name from pg_proc p join pg_depend d on d.objid = p.oid and deptype = 'e'
        where classid = 'pg_proc'::regclass`,
    );
    const ofExtensions = new Set(rows.map(({ name }) => name));
    const defined = new Set(namesOf(fresh).filter((name) => !ofExtensions.has(name)));
    expect([...defined].sort()).toEqual(files.map(({ name }) => name).sort());
  });

  it.each([
    ['dropped with every trigger that called it', 'drop function log_change cascade'],
    ['dropped for all tables', 'drop function refuse_merged, keep_state_since, number_commit cascade'],
    [
      'altered',
      `create or replace function fold_case(given text) returns text language sql immutable as 'select given'`,
    ],
    ['altered in how it is run', 'alter function keep_provider_tally reset all'],
    ['with a trigger dropped', 'drop trigger site_public_position on site'],
    ['with a trigger off', 'alter table vacancy disable trigger vacancy_codes'],
    [
      'with a trigger altered',
      'create or replace trigger vacancy_codes before insert on vacancy for each row execute function keep_state_since()',
    ],
  ])('%s, are there again after the migrations are run', async (_, statement) => {
    await owner.query(statement);
    expect(await catalogOf(database.pool)).not.toEqual(fresh);
    await prepareDatabase(database.ownerUrl);
    expect(await catalogOf(database.pool)).toEqual(fresh);
  });

  it('are the same in a database that was migrated before there were files of them', async () => {
    const older = await createTestDatabase();
    try {
      await older.pool.query('drop schema public cascade; create schema public');
      const source = await open(older.ownerUrl, 3);
      try {
        await source.runMigrations();
        await older.pool.query(
          `drop table sql_definition; delete from migrations where name like 'SqlDefinitions%'`,
        );
        expect(await migrate(source, files)).toEqual(['SqlDefinitions1764000000033']);
      } finally {
        await source.destroy();
      }
      expect(await catalogOf(older.pool)).toEqual(fresh);
    } finally {
      await older.drop();
    }
  });

  it('are created again one by one if a file has changed, and not at all if none has', async () => {
    expect(await define(owner, files)).toEqual([]);
    const changed = files.map((file) =>
      file.name === 'functions/keep_merged.sql' ? { ...file, text: `-- Changed.\n${file.text}` } : file,
    );
    expect(await define(owner, changed)).toEqual(['functions/keep_merged.sql']);
    expect(await define(owner, changed)).toEqual([]);
    expect(await define(owner, files)).toEqual(['functions/keep_merged.sql']);
  });

  it('that cannot be created are reported by their file, and those before them stay', async () => {
    const broken = { name: 'triggers/zebra.sql', text: 'select follow_table($$zebra$$, $$id$$)' };
    await expect(define(owner, [...files, broken])).rejects.toThrow(
      'migrations/triggers/zebra.sql: relation "zebra" does not exist',
    );
    expect(await define(owner, files)).toEqual([]);
  });

  it('stay as they are where a later version of the program has migrated the database', async () => {
    await owner.query(
      `insert into migrations (timestamp, name) values (9764000000000, 'Later9764000000000')`,
    );
    await owner.query('drop function suspend_listing');
    await prepareDatabase(database.ownerUrl);
    expect(await catalogOf(database.pool)).not.toEqual(fresh);
    await owner.query(`delete from migrations where name = 'Later9764000000000'`);
    await prepareDatabase(database.ownerUrl);
    expect(await catalogOf(database.pool)).toEqual(fresh);
  });
});
