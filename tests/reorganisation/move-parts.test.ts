import { type MoveReport, moveAuthority } from '../../src/features/reorganisation/move.service.js';
import { describeMove } from '../../src/features/reorganisation/move-command.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { aCounty, endCounty, rowsOf } from './a-county.js';

/** Norfolk becomes two authorities. The one with Fakenham is named second; postcodes of Norwich were imported since. */
let hub: TestHub;
let county: Awaited<ReturnType<typeof aCounty>>;
let report: MoveReport;
beforeAll(async () => {
  hub = await startTestHub();
  county = await aCounty(hub);
  await endCounty(hub, {
    996: { name: 'Norfolk South', district: 'E06000901' },
    997: { name: 'Norfolk North', district: 'E06000902' },
  });
  const { pool } = hub.database;
  await pool.query(`
    insert into area_succession values ('DISTRICT', 'E07000147', 'E06000902', '2026-10-01', 'WHOLE');
    update postcode_sector set district_code = 'E06000901' where sector = 'NR1 1';
    -- The successor has one of everything that can be in the way.
    insert into planning_area (id, local_authority_code, name) values (gen_random_uuid(), '997', 'around FAKENHAM');
    insert into quality_framework (id, local_authority_code, title, edition, state, published_on, source)
      values (gen_random_uuid(), '996', 'Its own', 1, 'PUBLISHED', '2026-10-01', 'Norfolk South');
    insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
      select gen_random_uuid(), '996', kind, false from evidence_rule order by kind limit 1`);
  await pool.query(
    `insert into external_reference (id, source, kind, entry_id, reference)
     values (gen_random_uuid(), 'LA:997', 'PROVIDER', $1, 'A1')`,
    [county.inNorwich.id],
  );
  report = await moveAuthority(pool, hub.clock, { from: '926', to: ['996', '997'], dryRun: false });
});
afterAll(() => hub.stop());

const authorityOf = async (id: string) =>
  (await hub.database.pool.query('select local_authority_code from provider where id = $1', [id])).rows[0]
    .local_authority_code;

describe('an authority that is split', () => {
  it('loses each provider to the one that its postcode is in; without ground, to the first', async () => {
    expect(await authorityOf(county.inFakenham.provider.id)).toBe('997');
    expect(await authorityOf(county.merged.id)).toBe('997');
    expect(await authorityOf(county.inNorwich.id)).toBe('996');
    expect(await authorityOf(county.elsewhere.id)).toBe('996');
  });

  it('loses everything else, and what the successors have already stays theirs', async () => {
    expect(await rowsOf(hub, '926')).toEqual({
      listing_decision: 1,
      evidence_rule: 1,
      external_reference: 1,
    });
    expect(await rowsOf(hub, '996')).toMatchObject({
      provider: 2,
      quality_framework: 2,
      quality_review: 1,
      evidence_rule: 2,
      change_request: 1,
      api_client: 1,
    });
    expect(await rowsOf(hub, '997')).toMatchObject({
      provider: 2,
      planning_area: 2,
      planning_area_member: 1,
      listing_decision: 1,
      evidence: 1,
      evidence_rule: 2,
      inspection: 2,
      external_reference: 3,
      api_client: 1,
    });
  });

  it('gives things another name or number where the successor has the same', async () => {
    const { rows } = await hub.database.pool.query(
      `select name as called from planning_area where local_authority_code = '997'
       union all select title || ' ' || edition from quality_framework where local_authority_code = '996' order by 1`,
    );
    expect(rows.map(({ called }) => called)).toEqual([
      'Around Fakenham (Norfolk)',
      'Its own 1',
      'What good looks like 2',
      'around FAKENHAM',
    ]);
  });

  it('says so', () => {
    const lines = describeMove(report).split('\n');
    expect(lines[0]).toBe('Norfolk (926) to Norfolk South (996) and Norfolk North (997)');
    expect(lines).toContain('providers                                        2       2     0');
    expect(lines).toContain(
      '1 of the rules on evidence stay: the successor has its own rule on this kind of evidence.',
    );
    expect(lines).toContain(
      '1 of the references of its own for entries stay: the successor uses the same reference for another entry.',
    );
    expect(lines).toContain(
      'Nothing says which authority 1 of the providers are in, so they go to 996. Check them.',
    );
  });

  it('leaves nothing for a second move', async () => {
    const again = await moveAuthority(hub.database.pool, hub.clock, {
      from: '926',
      to: ['997', '996'],
      dryRun: false,
    });
    expect(again.isChanged).toBe(false);
  });
});
