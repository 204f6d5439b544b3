import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Tables whose rows the change log does not follow, each with the reason. */
const unfollowed = new Map([
  ['api_key_use', 'when a key was last used: no change of the register'],
  ['change', 'the log itself'],
  ['change_chain', 'the log itself'],
  ['change_commit', 'the log itself'],
  ['change_reader', 'positions in the log'],
  ['duplicate_pair', 'a copy of the register that a reader of the log keeps'],
  ['hold_reference', 'what a school calls its hold: shown to that school alone, and so not in the log'],
  ['idempotency_key', 'answers to requests, forgotten after a day; no part of the register'],
  ['import_note', 'written once, never changed'],
  ['import_run', 'written once, never changed'],
  ['mail', 'on its way out, with addresses that the log must not keep'],
  ['migrations', "TypeORM's own"],
  ['name_form', 'forms of names that are followed themselves, kept by a reader of the log'],
  ['person_key', 'what people are named by in the log, and so no part of it'],
  ['provider_tally', 'counts of rows that are followed themselves, kept by triggers'],
  ['search_engine_state', 'how far a search index has come, which is a reader of the log'],
  ['search_engine_written', 'the same'],
  ['job', 'which process does what a hub does by itself, and when it was done last'],
  ['reference_state', 'which reference files were loaded last'],
  ['sql_definition', 'by which files functions and triggers were made'],
  ['rate_limit', 'what clients have spent this minute'],
  ['postcode', 'replaced as a whole by an import, millions of rows; always read from the database'],
  ['search_engine_state', 'how far an index on a search server has come'],
  ['search_engine_written', 'what is to be written to such an index again'],
]);

/** Tables of which one change is logged for a statement, with the name under which readers know them. */
const inBulk = new Map([
  ['area_succession', 'places'],
  ['district', 'places'],
  ['former_district', 'places'],
  ['local_authority', 'places'],
  ['nation_cell', 'places'],
  ['planning_area', 'places'],
  ['planning_area_member', 'places'],
  ['postcode_outcode', 'places'],
  ['postcode_sector', 'places'],
  ['school_link', 'school_links'],
]);

interface Trigger {
  readonly table: string;
  readonly function: string;
  readonly definition: string;
}

let database: TestDatabase;
let tables: string[];
let triggers: Trigger[];
beforeAll(async () => {
  database = await createTestDatabase();
  const names = await database.pool.query<{ table: string }>(
    `select relname as table from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  tables = names.rows.map(({ table }) => table).sort();
  triggers = (
    await database.pool.query<Trigger>(`
      select relname as table, proname as function, pg_get_triggerdef(t.oid) as definition
        from pg_trigger t join pg_class c on c.oid = tgrelid join pg_proc p on p.oid = tgfoid
       where not tgisinternal and tgenabled = 'O' order by relname, tgname`)
  ).rows;
});
afterAll(() => database.drop());

/** Tables with such a trigger. */
function withTrigger(name: string, definition: RegExp): string[] {
  const such = triggers.filter((trigger) => trigger.function === name && definition.test(trigger.definition));
  return [...new Set(such.map(({ table }) => table))];
}

describe('the change log', () => {
  it('follows every row of every table, but for those with a reason', () => {
    const followed = withTrigger(
      'log_change',
      /AFTER INSERT OR DELETE OR UPDATE ON \S+ FOR EACH ROW EXECUTE/,
    );
    const coarse = [...inBulk.keys()].filter((table) => /^(postcode|nation|area|former|school)_/.test(table));
    expect([...followed, ...coarse, ...unfollowed.keys()].sort()).toEqual(tables);
  });

  it.each(['INSERT', 'UPDATE', 'DELETE'])('notices every %s in bulk', (event) => {
    const one = new RegExp(
      `AFTER ${event} ON \\S+ REFERENCING (NEW|OLD) TABLE AS affected FOR EACH STATEMENT`,
    );
    expect(withTrigger('log_change', one)).toEqual([...inBulk.keys()]);
  });

  it('reports bulk changes to readers under names that are not tables', () => {
    for (const { table, definition } of triggers.filter(({ definition }) =>
      definition.includes('affected'),
    )) {
      expect(definition).toContain(`log_change('${inBulk.get(table)}')`);
    }
    expect(tables).not.toEqual(expect.arrayContaining([...inBulk.values()]));
  });

  it('cannot be gone behind by TRUNCATE', () => {
    const kept = withTrigger(
      'refuse_rewriting',
      /BEFORE (DELETE OR UPDATE OR )?TRUNCATE ON \S+ FOR EACH STATEMENT/,
    );
    const free = [...unfollowed.keys()].filter(
      (table) => !['change', 'change_chain', 'change_commit'].includes(table),
    );
    expect([...kept, ...free].sort()).toEqual(tables);
  });

  it('numbers commits with no other deferred trigger, which could wait for others while it holds their turn', async () => {
    const { rows } = await database.pool.query('select conname from pg_constraint where condeferrable');
    expect(rows).toEqual([{ conname: 'change_numbered' }]);
  });

  it('follows a new table by one call', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('begin; create table forgotten (id uuid primary key, offering_id uuid)');
      await client.query(`select follow_table('forgotten', 'id', 'offering_id')`);
      const { rows } = await client.query<{ definition: string }>(
        `select pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid = 'forgotten'::regclass order by tgname`,
      );
      expect(rows.map(({ definition }) => definition)).toEqual([
        `CREATE TRIGGER forgotten_changed AFTER INSERT OR DELETE OR UPDATE ON public.forgotten FOR EACH ROW EXECUTE FUNCTION log_change('id', 'offering_id')`,
        'CREATE TRIGGER forgotten_kept BEFORE TRUNCATE ON public.forgotten FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()',
      ]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
