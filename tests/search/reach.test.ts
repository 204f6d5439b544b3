import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { addPlanningArea } from '../place/places.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { found, titles } from './ask.js';

const NORTH_NORFOLK = 'E07000147';

let hub: TestHub;
let provider: Provider;
let coast: string;
let fakenham: string;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    coast = await addPlanningArea(pool, 'Coast', { districts: [NORTH_NORFOLK] });
    fakenham = await addPlanningArea(pool, 'Fakenham and around', { sectors: ['NR21 9'] });
  });
  provider = await aProvider(hub, { localAuthorityCode: '926' });
  await comes('England', ['ENGLAND']);
  await comes('Norfolk', ['LA:926']);
  await comes('Suffolk', ['LA:935']);
  await comes('Two authorities', ['LA:935', 'LA:926']);
  await comes('North Norfolk', [`DISTRICT:${NORTH_NORFOLK}`]);
  await comes('The coast', [`PLANNING_AREA:${coast}`]);
  await comes('Around Fakenham', [`PLANNING_AREA:${fakenham}`]);
  await comes('Own authority', []);
});
afterAll(() => hub.stop());

type Values = Parameters<typeof anOffering>[2];
/** Outreach that serves some areas, from no site. */
const comes = (title: string, areasServed: string[], values: Values = {}) =>
  anOffering(hub, provider, { title, areasServed, deliveryModes: ['OUTREACH'], ...values });
const from = (place: object) => ({ near: { place, within: { km: 1 } } });
const sortedTitles = async (place: object) => (await titles(hub, from(place))).sort();

describe('outreach and online', () => {
  it('are found wherever they serve, whatever the distance: from Fakenham', async () => {
    expect(await sortedTitles({ postcode: 'NR21 9AA' })).toEqual([
      'Around Fakenham',
      'England',
      'Norfolk',
      'North Norfolk',
      'Own authority',
      'Two authorities',
    ]);
  });

  it('by a planning area made of districts: from Cromer', async () => {
    expect(await sortedTitles({ name: 'Cromer' })).toEqual([
      'England',
      'Norfolk',
      'North Norfolk',
      'Own authority',
      'The coast',
      'Two authorities',
    ]);
  });

  it('from Norwich: not what serves another district', async () => {
    expect(await sortedTitles({ name: 'Norwich' })).toEqual([
      'England',
      'Norfolk',
      'Own authority',
      'Two authorities',
    ]);
  });

  it('from Leeds: what serves all of England', async () => {
    expect(await sortedTitles({ postcode: 'LS1 4AP' })).toEqual(['England']);
  });

  it('from Edinburgh: nothing', async () => {
    expect(await sortedTitles({ postcode: 'EH1 1YZ' })).toEqual([]);
  });

  it('say that they come to the pupil, have no distance, and explain what they serve', async () => {
    const { hits } = await found(hub, { ...from({ postcode: 'NR21 9AA' }), text: 'Two authorities' });
    expect(hits).toMatchObject([{ reachedBy: 'AREA', distanceMetres: null, site: null }]);
    expect(hits[0]?.matchedBecause).toContainEqual({
      kind: 'AREA',
      sentence: 'It comes to the pupil and serves Suffolk and Norfolk.',
    });
  });

  it('are found in an area that they serve a part of', async () => {
    const district = (code: string) => titles(hub, { near: { place: { district: code } } });
    expect(await district(NORTH_NORFOLK)).toEqual(
      expect.arrayContaining(['England', 'Norfolk', 'North Norfolk', 'The coast', 'Around Fakenham']),
    );
    expect(await district('E07000148')).not.toContain('North Norfolk');
    const area = await titles(hub, { near: { place: { planningArea: encodeId('pla', fakenham) } } });
    expect(area).toEqual(expect.arrayContaining(['Around Fakenham', 'North Norfolk', 'Norfolk', 'England']));
    expect(area).not.toContain('The coast');
  });

  it('are found in a box that they serve a part of, however small it is', async () => {
    const large = { south: 52.8, west: 0.75, north: 52.9, east: 0.95 };
    const small = { south: 52.853, west: 0.816, north: 52.8535, east: 0.817 }; // no postcode sector's centre inside
    for (const box of [large, small]) {
      const all = await titles(hub, { near: { place: { box } } });
      expect(all).toEqual(expect.arrayContaining(['England', 'Norfolk', 'North Norfolk', 'Around Fakenham']));
      expect(all).not.toContain('Suffolk');
    }
  });

  it('are found without a place, and then not by their area', async () => {
    const { hits } = await found(hub, { text: 'Two authorities' });
    expect(hits).toMatchObject([{ reachedBy: null, distanceMetres: null }]);
  });

  it('are found like others by every other condition', async () => {
    await comes('Only for autism', ['ENGLAND'], { primaryNeeds: ['ASD'] });
    const near = { place: { postcode: 'LS1 4AP' } };
    expect(await titles(hub, { near, filter: { needs: { anyOf: ['ASD'] } } })).toEqual(['Only for autism']);
  });
});

describe('an online provider without any site', () => {
  it('is found where it serves, says how, and has no site', async () => {
    const online = await aProvider(hub, { settingType: 'ONLINE', urn: '199801', localAuthorityCode: '935' });
    await anOffering(hub, online, {
      title: 'Lessons online',
      deliveryModes: ['ONLINE'],
      areasServed: ['ENGLAND'],
    });
    const { hits } = await found(hub, { ...from({ postcode: 'NR21 9AA' }), text: 'Lessons' });
    expect(hits).toMatchObject([{ offering: { title: 'Lessons online' }, site: null, reachedBy: 'AREA' }]);
    expect(hits[0]?.matchedBecause).toContainEqual({
      kind: 'AREA',
      sentence: 'It is online and serves all of England.',
    });
  });

  it('serves its own authority when it names no area', async () => {
    const online = await aProvider(hub, { settingType: 'ONLINE', urn: '199802', localAuthorityCode: '935' });
    await anOffering(hub, online, { title: 'Suffolk lessons', deliveryModes: ['ONLINE'] });
    expect(await titles(hub, { ...from({ postcode: 'NR21 9AA' }), text: 'Suffolk lessons' })).toEqual([]);
    expect(await titles(hub, { ...from({ postcode: 'IP1 1AA' }), text: 'Suffolk lessons' })).toEqual([
      'Suffolk lessons',
    ]);
  });
});

describe('in person and outreach both', () => {
  it('is reached at its site nearby, and by its area from farther away', async () => {
    const site = await aSite(hub, provider, { addressVisibility: 'PUBLIC' });
    await anOffering(hub, provider, {
      title: 'Both ways',
      siteIds: [site.id],
      deliveryModes: ['IN_PERSON', 'OUTREACH'],
      areasServed: ['LA:926'],
    });
    const ask = (place: object) => found(hub, { ...from(place), text: 'Both ways' });
    expect((await ask({ postcode: 'NR21 9AA' })).hits).toMatchObject([
      { reachedBy: 'SITE', distanceMetres: 0 },
    ]);
    expect((await ask({ name: 'Norwich' })).hits).toMatchObject([
      { reachedBy: 'AREA', distanceMetres: null },
    ]);
    expect((await ask({ postcode: 'LS1 4AP' })).hits).toEqual([]);
  });
});

describe('outreach from a site nearby', () => {
  it('is not found by the distance of its base where it does not go', async () => {
    const base = await aSite(hub, provider);
    await comes('Based here, works in Suffolk', ['LA:935'], { siteIds: [base.id] });
    const text = 'Based here';
    expect(await titles(hub, { ...from({ postcode: 'NR21 9AA' }), text })).toEqual([]);
    expect(await titles(hub, { ...from({ postcode: 'IP1 1AA' }), text })).toHaveLength(1);
  });
});

describe('in person without a site', () => {
  it('is found without a place, but nowhere near one', async () => {
    await anOffering(hub, provider, { title: 'Site to be announced' });
    expect(await titles(hub, { text: 'announced' })).toEqual(['Site to be announced']);
    expect(await titles(hub, { text: 'announced', near: { place: { name: 'Fakenham' } } })).toEqual([]);
  });
});
