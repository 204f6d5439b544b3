import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { listed, suggested } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

const names = async (text: string) => (await listed(hub, text)).filter((one) => one.startsWith('PROVIDER'));

describe('providers', () => {
  it('are suggested once they are listed, and no longer when they are not', async () => {
    const provider = await aProvider(hub, { name: 'Quagga Stables', state: 'DRAFT' });
    expect(await names('quagga')).toEqual([]);
    await hub.providers.update(provider.id, 1, { state: 'LISTED' });
    expect(await names('quagga')).toEqual(['PROVIDER Quagga Stables']);
    await hub.providers.update(provider.id, 2, { name: 'Okapi Stables' });
    expect(await names('quagga')).toEqual([]);
    expect(await names('okapi')).toEqual(['PROVIDER Okapi Stables']);
    await hub.providers.update(provider.id, 3, { state: 'SUSPENDED' });
    expect(await names('okapi')).toEqual([]);
  });

  it('are found by their legal names too, and show them', async () => {
    await aProvider(hub, { name: 'Pangolin House', legalName: 'Aardvark Education Ltd' });
    expect(await suggested(hub, 'aardvark')).toMatchObject([
      { label: 'Pangolin House', alsoCalled: 'Aardvark Education Ltd' },
    ]);
  });

  it('lead to their own page', async () => {
    await aProvider(hub, { name: 'Numbat Farm' });
    const [suggestion] = await suggested(hub, 'numbat');
    const { data } = await hub.query<{ provider: { name: string } }>(
      'query ($id: ID!) { provider(by: { id: $id }) { name } }',
      { id: suggestion?.filter?.value },
    );
    expect(data.provider.name).toBe('Numbat Farm');
  });

  it('in great numbers hide nothing else of the same name', async () => {
    for (let i = 0; i < 25; i++) await aProvider(hub, { name: `Hearing Support ${i}` });
    const all = await listed(hub, 'hearing');
    expect(all).toHaveLength(10);
    expect(all[0]).toBe('NEED Hearing impairment');
    await aProvider(hub, { name: 'Hearing impairment' });
    expect((await listed(hub, 'hearing impairment')).slice(0, 2)).toEqual([
      'NEED Hearing impairment',
      'PROVIDER Hearing impairment',
    ]);
  });

  it('in great numbers do not hide what fits less well either', async () => {
    for (let i = 0; i < 12; i++) await aProvider(hub, { name: `Language Laboratory ${i}` });
    expect(await listed(hub, 'language')).toContain('NEED Speech, language and communication needs');
  });

  it('that are invented say so, as do schools and planning areas', async () => {
    const demonstration = (await suggested(hub, 'demonstration', { first: 20 })).map(
      ({ kind, isDemonstration }) => [kind, isDemonstration],
    );
    expect(new Set(demonstration.map(([kind]) => kind))).toEqual(
      new Set(['PROVIDER', 'SCHOOL', 'PLANNING_AREA']),
    );
    expect(demonstration.every(([, isIt]) => isIt === true)).toBe(true);
    expect((await suggested(hub, 'numbat'))[0]?.isDemonstration).toBe(false);
  });
});

describe('places', () => {
  it('are read again when they have changed', async () => {
    expect(await listed(hub, 'zebrafinch')).toEqual([]);
    await hub.database.pool.query(`insert into school (urn, name, type_code, status_code, latitude, longitude)
      values ('123009', 'Zebrafinch School', '01', '1', 52.8, 0.8)`);
    await hub.database.pool.query('update planning_area set name = name');
    await hub.feed.sync();
    expect(await listed(hub, 'zebrafinch')).toEqual(['SCHOOL Zebrafinch School']);
    expect(await names('numbat')).toEqual(['PROVIDER Numbat Farm']);
  });
});
