import { PublicPositions1764000000017 } from '../../migrations/1764000000017-public-positions.js';
import { open } from '../../src/start/database.js';
import { type Migration, readMigrations } from '../../src/start/migration-files.js';
import { createTestDatabase } from '../support/database.js';
import { atGrid, metresBetween, squareCentre } from './national-grid.js';

/** Makes a register as it was before the migration, with three sites, and returns them after it and after it was undone. */
async function migrated() {
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
  const sites = async () =>
    (await database.pool.query(`select s.*, to_jsonb(s) as whole from site s order by name`)).rows;
  const migrations = await readMigrations();
  const at = migrations.indexOf(PublicPositions1764000000017);
  try {
    await run('up', migrations.slice(0, at));
    const { lat, lng } = atGrid(592_080, 329_930);
    await database.pool.query(`
      insert into code (list, code, label, description, source, position)
        values ('SETTING_TYPE', 'PRU', 'PRU', 'Test.', 'test', 1), ('REGISTRATION', 'NOT_STATED', 'No', 'Test.', 'test', 1);
      insert into local_authority (code, name) values ('926', 'Norfolk');
      insert into postcode_outcode values ('NR21', 52.84, 0.85, 'E07000147', 3), ('NR22', 52.9, 0.9, 'E07000147', 1);
      insert into postcode values ('NR21 9AA', 52.85, 0.8, 'E07000147'), ('NR21 8BB', 52.84, 0.8, 'E07000143'),
        ('NR21 7CC', 52.83, 0.8, 'E07000147'), ('NR22 1AA', 52.9, 0.9, null);
      insert into school (urn, name, type_code, status_code, postcode) values ('199901', 'School', '14', '1', 'NR21 9AA');
      insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        values (gen_random_uuid(), 'School', 'PRU', 'NOT_STATED', '926', '199901', 'LISTED');
      insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, address_visibility, state)
        select gen_random_uuid(), provider.id, v.name, v.postcode, ${lat}, ${lng}, 'POINT', v.visibility, 'LISTED' from provider,
          (values ('1 published', 'NR21 9AA', 'FULL'), ('2 other', 'NR21 8BB', 'FULL'), ('3 home', 'NR21 9AA', 'OUTCODE'))
            v (name, postcode, visibility)`);
    const before = await sites();
    await run('up', [PublicPositions1764000000017]);
    const after = await sites();
    const { rows: logged } = await database.pool.query(
      `select entity_id, old, new, actor, reason from change where table_name = 'site' and operation = 'UPDATE'`,
    );
    const { rows: outcodes } = await database.pool.query(
      'select outcode, district_codes from postcode_outcode order by outcode',
    );
    await run('down', [PublicPositions1764000000017]);
    return { before, after, undone: await sites(), logged, outcodes, own: { lat, lng } };
  } finally {
    await source.destroy();
    await database.drop();
  }
}

describe('a register from before positions were hidden', () => {
  it('has public the site whose postcode GIAS publishes, and no other, and tells where each is', async () => {
    const { before, after, undone, logged, outcodes, own } = await migrated();
    expect(before.map(({ address_visibility }) => address_visibility)).toEqual(['FULL', 'FULL', 'OUTCODE']);
    expect(after.map(({ address_visibility, version }) => [address_visibility, version])).toEqual([
      ['PUBLIC', 2],
      ['FULL', 1],
      ['OUTCODE', 1],
    ]);
    const [published, other, home] = after.map((site) => ({
      at: { lat: site.public_latitude, lng: site.public_longitude },
      precision: site.public_precision,
    }));
    expect(published).toEqual({ at: own, precision: 'POINT' });
    expect(home).toEqual({ at: { lat: 52.84, lng: 0.85 }, precision: 'OUTCODE' });
    expect(other!.precision).toBe('KILOMETRE');
    expect(metresBetween(other!.at, squareCentre(own))).toBeLessThan(0.2);

    // What becomes public is a change, with its reason; what is derived is none.
    const [change, ...others] = logged;
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      entity_id: after[0].id,
      old: { address_visibility: 'FULL' },
      new: { address_visibility: 'PUBLIC', public_latitude: own.lat },
      reason: 'GIAS publishes this postcode for the URN of its provider.',
    });
    expect(outcodes).toEqual([
      { outcode: 'NR21', district_codes: ['E07000143', 'E07000147'] },
      { outcode: 'NR22', district_codes: null },
    ]);
    expect(undone.map(({ address_visibility }) => address_visibility)).toEqual(['FULL', 'FULL', 'OUTCODE']);
    expect(undone[0]).not.toHaveProperty('public_latitude');
  });
});
