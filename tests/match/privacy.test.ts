import { anOffering, aProvider, aSite } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { askCompare, askMatch } from './ask-match.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  await anOffering(hub, provider, { siteIds: [site.id] });
});
afterAll(() => hub.stop());

/** A digest of every row of every table. */
async function stored(): Promise<Record<string, string>> {
  const { pool } = hub.database;
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of rows) {
    const digest = `select coalesce(md5(string_agg(t::text, ' ' order by t::text)), 'empty') as digest from ${name} t`;
    digests[name] = (await pool.query<{ digest: string }>(digest)).rows[0]!.digest;
  }
  return digests;
}

describe('a profile', () => {
  it('leaves nothing behind: not in the database, and not in the log', async () => {
    const profile = {
      needs: [{ code: 'SEMH', weight: 7 }],
      circumstances: ['LOOKED_AFTER'],
      yearGroup: 8,
      startBy: '2027-03-17',
      near: { place: { postcode: 'NR21 9AA' }, within: { km: 17 } },
      ehcPlan: true,
    };
    const wrong = { ...profile, near: { place: { name: 'Nowhereton' } }, needs: [{ code: 'WORRY' }] };
    await followed(hub);
    const before = await stored();
    const { matches } = await askMatch(hub, profile);
    expect(matches).toHaveLength(1);
    await askCompare(hub, [matches[0]!.offering.id], profile);
    expect((await askMatch(hub, wrong)).userErrors).toHaveLength(2);
    await askMatch(hub, { near: wrong.near });
    expect(await stored()).toEqual(before);
    const requests = hub.logged.filter((line) => line.includes('"request"'));
    expect(requests).toHaveLength(4);
    expect(hub.logged.join('\n')).not.toMatch(/SEMH|LOOKED_AFTER|NR21|WORRY|Nowhereton|2027-03-17|yearGroup/);
  });
});
