import { VocabularyRepository } from '../../src/features/vocabulary/vocabulary.repository.js';
import { Vocabulary } from '../../src/features/vocabulary/vocabulary.service.js';
import { found, titles } from '../search/ask.js';
import { listed, suggested } from '../suggest/ask.js';
import { anOffering, aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** A code as a newer release that runs at the same time would seed it. */
async function aNewCode(list: string, code: string, label: string, position = 900): Promise<void> {
  await hub.database.pool.query(
    `insert into code (list, code, label, description, source, position) values ($1, $2, $3, 'New.', 'A newer release', $4)`,
    [list, code, label, position],
  );
}

const writeSql = (text: string, values: unknown[]) => hub.database.pool.query(text, values);

describe('a code that a newer release has seeded', () => {
  it('stops no write, whichever hub gave it to a provider', async () => {
    const provider = await aProvider(hub, { name: 'Ahead Barn', urn: '149999' });
    const { pool } = hub.database;
    const client = await pool.connect();
    try {
      // In one commit: no hub has had time to read the code.
      await client.query('begin');
      await client.query(`insert into code (list, code, label, description, source, position)
        values ('SETTING_TYPE', 'BARN', 'Barn', 'New.', 'A newer release', 901)`);
      await client.query(`update provider set setting_type = 'BARN', version = version + 1 where id = $1`, [
        provider.id,
      ]);
      await client.query('commit');
    } finally {
      client.release(true);
    }
    await hub.feed.sync();
    const offering = await anOffering(hub, provider, { title: 'Threshing' });
    expect(await titles(hub, { text: 'threshing' })).toEqual([offering.title]);
    expect((await suggested(hub, 'ahead barn'))[0]?.detail).toMatch(/^Barn, /);
    expect(hub.feed.standing.filter(({ failing }) => failing)).toEqual([]);
  });

  it('stands for its own label until this process has read it, and for the right one afterwards', async () => {
    const vocabulary = new Vocabulary(new VocabularyRepository(hub.source));
    await vocabulary.load();
    await aNewCode('TIER', 'TIER_9', 'Tier nine');
    expect(vocabulary.get('TIER', 'TIER_9')).toMatchObject({ code: 'TIER_9', label: 'TIER_9' });
    await vocabulary.apply([{ table: 'provider' }]);
    expect(vocabulary.find('TIER', 'TIER_9')).toBeUndefined();
    await vocabulary.apply([{ table: 'code' }]);
    expect(vocabulary.get('TIER', 'TIER_9').label).toBe('Tier nine');
  });

  it('is in lists, filters, labels and suggestions, and weighed by matches', async () => {
    await aNewCode('NEED', 'XENO', 'Xenophonic need', 2);
    await hub.feed.sync();
    const provider = await aProvider(hub);
    await anOffering(hub, provider, { title: 'Listening', primaryNeeds: ['XENO'] });
    const { data } = await hub.query<{ codeList: { code: string }[] }>('{ codeList(name: NEEDS) { code } }');
    expect(data.codeList.map(({ code }) => code)).toContain('XENO');
    expect(await listed(hub, 'xenophonic')).toEqual(['NEED Xenophonic need']);
    const { hits, facets } = await found(hub, {
      filter: { needs: { anyOf: ['XENO'] } },
      facets: { fields: ['NEEDS'] },
    });
    expect(hits.map(({ offering }) => offering.title)).toEqual(['Listening']);
    expect(facets[0]?.values).toContainEqual({ value: 'XENO', label: 'Xenophonic need', count: 1 });
    const match = await hub.query<{ match: { totalCount: number } }>(
      `{ match(profile: { needs: [{ code: "XENO", weight: 1 }], hard: [NEEDS] }) { totalCount } }`,
    );
    expect(match.errors).toBeUndefined();
    expect(match.data.match.totalCount).toBe(1);
  });

  it('is called what it is called now', async () => {
    await aNewCode('NEED', 'CALLED', 'Zygodactyl need');
    await hub.feed.sync();
    await writeSql(`update code set label = 'Quincuncial need' where list = 'NEED' and code = $1`, [
      'CALLED',
    ]);
    await hub.feed.sync();
    expect(await listed(hub, 'zygodactyl')).toEqual([]);
    expect(await listed(hub, 'quincuncial')).toEqual(['NEED Quincuncial need']);
  });
});

describe('a concept that a newer release has seeded', () => {
  it('is understood, and finds what its codes and words mean', async () => {
    const provider = await aProvider(hub);
    await anOffering(hub, provider, { title: 'Glassblowing', description: 'We work with vitrification.' });
    const question = { text: 'vitrification' };
    expect((await found(hub, question)).understood?.concepts).toEqual([]);
    await writeSql(
      `insert into concept (id, label, explanation, phrases, source)
       values ('vitri', 'Vitrification', 'Making glass.', '{vitrification,glass making}', 'A newer release')`,
      [],
    );
    await hub.feed.sync();
    const { understood, hits } = await found(hub, { text: 'glass making' });
    expect(understood?.concepts).toEqual([
      { said: 'glass making', label: 'Vitrification', isRequired: true },
    ]);
    expect(hits.map(({ offering }) => offering.title)).toEqual(['Glassblowing']);
    expect(await listed(hub, 'vitrif')).toEqual(['CONCEPT Vitrification']);
    await writeSql(`delete from concept where id = $1`, ['vitri']);
    await hub.feed.sync();
    expect((await found(hub, question)).understood?.concepts).toEqual([]);
    expect(await listed(hub, 'vitrif')).toEqual([]);
  });
});
