import { movedFacts, staysAsItIs } from '../../src/features/reorganisation/moved-facts.repository.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Columns with codes of authorities whose names do not say so. */
const otherwiseNamed = [
  'external_reference.source',
  'change_request.decided_in',
  'change_request.fields',
  'offering.areas_served',
  'area_succession.from_code',
];

describe('the list of what moves', () => {
  it('knows every column that holds codes of local authorities', async () => {
    const { rows } = await database.pool.query<{ name: string }>(`
      select c.table_name || '.' || c.column_name as name from information_schema.columns c
       where c.table_schema = 'public' and c.column_name ~ 'authority_codes?$'
      union select k.conrelid::regclass || '.' || a.attname from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
       where k.contype = 'f' and k.confrelid = 'local_authority'::regclass`);
    const listed = [
      ...movedFacts.map(({ table, column }) => `${table}.${column}`),
      ...Object.keys(staysAsItIs),
      'api_client.local_authority_codes', // an array, which moves by a statement of its own
    ];
    expect(listed.sort()).toEqual([...rows.map(({ name }) => name), ...otherwiseNamed].sort());
  });
});
