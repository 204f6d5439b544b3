import { ExternalReferences1764000000027 } from '../../migrations/1764000000027-external-references.js';
import { open } from '../../src/start/database.js';
import { type Migration, readMigrations } from '../../src/start/migration-files.js';
import { createTestDatabase } from '../support/database.js';

const id = (n: number) => `0199a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A register as it was before references had a table, with a merge that took one over and one that had to be left behind. */
const BEFORE = `
  insert into code (list, code, label, description, source, position)
    values ('SETTING_TYPE', 'OTH', 'Other', 'Test.', 'test', 1), ('REGISTRATION', 'NOT_STATED', 'No', 'Test.', 'test', 1);
  insert into local_authority (code, name) values ('926', 'Norfolk'), ('935', 'Suffolk');
  insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state, external_reference) values
    ('${id(1)}', 'One', 'OTH', 'NOT_STATED', '926', 'NR1 1AA', 'LISTED', 'C-1'),
    ('${id(2)}', 'Two', 'OTH', 'NOT_STATED', '935', 'NR1 1AA', 'LISTED', 'C-1'),
    ('${id(3)}', 'Kept', 'OTH', 'NOT_STATED', '926', 'NR1 1AB', 'LISTED', 'C-4'),
    ('${id(4)}', 'Merged', 'OTH', 'NOT_STATED', '926', 'NR1 1AC', 'WITHDRAWN', null),
    ('${id(5)}', 'Without', 'OTH', 'NOT_STATED', '926', 'NR1 1AD', 'LISTED', null);
  insert into site (id, provider_id, name, postcode, address_visibility, state, external_reference) values
    ('${id(6)}', '${id(1)}', 'Main', 'NR1 1AA', 'FULL', 'LISTED', 'main'),
    ('${id(7)}', '${id(3)}', 'Own', 'NR1 1AB', 'FULL', 'LISTED', 'main'),
    ('${id(8)}', '${id(3)}', 'Moved', 'NR1 1AC', 'FULL', 'LISTED', null);
  insert into provider_merge (id, into_id, state_before, moved, left_references, taken)
    values ('${id(4)}', '${id(3)}', 'LISTED', '{"site": ["${id(8)}"]}', '{"site": {"${id(8)}": "main"}}',
      '{"external_reference": {"from": "C-4", "into": null}, "website": {"from": "https://x.example", "into": null}}')`;

describe('a register whose references stood with its entries', () => {
  it('has them as those of its authorities, those of merges where they came from, and back again', async () => {
    const database = await createTestDatabase();
    await database.pool.query('drop schema public cascade; create schema public');
    const source = await open(database.ownerUrl, 2);
    const run = async (direction: 'up' | 'down', chosen: readonly Migration[]) => {
      const runner = source.createQueryRunner();
      for (const migration of chosen) {
        await runner.startTransaction();
        await new migration()[direction](runner);
        await runner.commitTransaction();
      }
      await runner.release();
    };
    const rows = async (text: string) => (await database.pool.query(text)).rows;
    const columns = () =>
      rows(
        `select name, external_reference from provider union all select name, external_reference from site order by 1`,
      );
    try {
      const migrations = await readMigrations();
      await run('up', migrations.slice(0, migrations.indexOf(ExternalReferences1764000000027)));
      await database.pool.query(BEFORE);
      await run('up', [ExternalReferences1764000000027]);
      expect(
        await rows(
          'select source, kind, entry_id, parent_id, reference from external_reference order by kind, entry_id',
        ),
      ).toEqual([
        { source: 'LA:926', kind: 'PROVIDER', entry_id: id(1), parent_id: null, reference: 'C-1' },
        { source: 'LA:935', kind: 'PROVIDER', entry_id: id(2), parent_id: null, reference: 'C-1' },
        { source: 'LA:926', kind: 'PROVIDER', entry_id: id(4), parent_id: null, reference: 'C-4' },
        { source: 'LA:926', kind: 'SITE', entry_id: id(6), parent_id: id(1), reference: 'main' },
        { source: 'LA:926', kind: 'SITE', entry_id: id(7), parent_id: id(3), reference: 'main' },
        { source: 'LA:926', kind: 'SITE', entry_id: id(8), parent_id: id(4), reference: 'main' },
      ]);
      expect(await rows('select taken from provider_merge')).toEqual([
        { taken: { website: { from: 'https://x.example', into: null } } },
      ]);
      await database.pool.query(
        `update external_reference set reference = 'C-9' where entry_id = '${id(1)}'`,
      );
      await database.pool.query(`insert into external_reference (id, source, kind, entry_id, parent_id, reference)
        values (gen_random_uuid(), 'PROVIDER', 'PROVIDER', '${id(5)}', '${id(5)}', 'C-9')`);
      await run('down', [ExternalReferences1764000000027]);
      expect(await columns()).toEqual([
        { name: 'Kept', external_reference: null },
        { name: 'Main', external_reference: 'main' },
        { name: 'Merged', external_reference: null },
        { name: 'Moved', external_reference: null },
        { name: 'One', external_reference: 'C-9' },
        { name: 'Own', external_reference: 'main' },
        { name: 'Two', external_reference: 'C-1' },
        { name: 'Without', external_reference: null },
      ]);
      await run('up', [ExternalReferences1764000000027]);
      expect(await rows('select count(*)::int n from external_reference')).toEqual([{ n: 5 }]);
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
