import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Asked, asSchool, found, refused, titles } from './ask.js';

const FAKENHAM = { place: { postcode: 'NR21 9AA' } };

let hub: TestHub;
let school: Asked;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  school = await asSchool(hub);
});
afterAll(() => hub.stop());
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  await hub.feed.sync();
  provider = await aProvider(hub);
});

type Values = Parameters<typeof anOffering>[2];
/** An offering at a site so many hundredths of a degree north of NR21 9. */
async function make(title: string, north = 0, values: Values = {}) {
  const site = await aSite(hub, provider, { latitude: 52.8541 + north / 100 });
  return anOffering(hub, provider, { title, siteIds: [site.id], ...values });
}

describe('search(sort) when nothing is said', () => {
  beforeEach(async () => {
    await make('Zebra anxiety', 1);
    await make('Aardvark', 2, { description: 'For pupils with anxiety.' });
  });

  it('is by relevance when there is text, even near a place', async () => {
    expect(await titles(hub, { text: 'zebra' })).toEqual(['Zebra anxiety']);
    expect(await titles(hub, { text: 'anxiety', near: FAKENHAM })).toEqual(
      await titles(hub, { text: 'anxiety' }),
    );
  });

  it('is by distance when there is a place and no text', async () => {
    expect(await titles(hub, { near: FAKENHAM })).toEqual(['Zebra anxiety', 'Aardvark']);
  });

  it('is by name when there is neither', async () => {
    expect(await titles(hub, {})).toEqual(['Aardvark', 'Zebra anxiety']);
    expect(await titles(hub, { text: '  ' })).toEqual(['Aardvark', 'Zebra anxiety']);
    expect(await titles(hub, { near: { place: { district: 'E07000147' } } })).toEqual([
      'Aardvark',
      'Zebra anxiety',
    ]);
  });

  it('is the same for RELEVANCE without text', async () => {
    expect(await titles(hub, { near: FAKENHAM, sort: 'RELEVANCE' })).toEqual(['Zebra anxiety', 'Aardvark']);
    expect(await titles(hub, { sort: 'RELEVANCE' })).toEqual(['Aardvark', 'Zebra anxiety']);
  });
});

describe('search(sort: RELEVANCE)', () => {
  it('puts the very title first, then words in the title, then in the description', async () => {
    await make('Pottery');
    await make('Pottery and painting on Fridays');
    await make('Quiet room', 0, { description: 'With some pottery now and then.' });
    expect(await titles(hub, { text: 'pottery', sort: 'RELEVANCE' })).toEqual([
      'Pottery',
      'Pottery and painting on Fridays',
      'Quiet room',
    ]);
  });

  it('puts what is made for a need before what also caters for it', async () => {
    await make('For others too', 0, { primaryNeeds: ['SLCN'], secondaryNeeds: ['ASD'] });
    await make('Made for them', 0, { primaryNeeds: ['ASD'] });
    expect(await titles(hub, { text: 'autistic', sort: 'RELEVANCE' })).toEqual([
      'Made for them',
      'For others too',
    ]);
  });
});

describe('search(sort: DISTANCE)', () => {
  it('is nearest first, equals always in the same order, and what comes to you last', async () => {
    await make('Far', 9);
    await make('Near', 1);
    await make('Same A', 5);
    await make('Same B', 5);
    await anOffering(hub, provider, { title: 'Comes', deliveryModes: ['OUTREACH'] });
    const order = await titles(hub, { near: FAKENHAM, sort: 'DISTANCE' });
    expect(order.filter((title) => !title.startsWith('Same'))).toEqual(['Near', 'Far', 'Comes']);
    expect(order.slice(1, 3).sort()).toEqual(['Same A', 'Same B']);
    for (let i = 0; i < 3; i++)
      expect(await titles(hub, { near: FAKENHAM, sort: 'DISTANCE' })).toEqual(order);
  });

  it('needs a place to measure from', async () => {
    expect(await refused(hub, { sort: 'DISTANCE' })).toMatchObject({ field: ['sort'], code: 'INVALID' });
    expect(await refused(hub, { sort: 'DISTANCE', text: 'anxiety' })).toMatchObject({ field: ['sort'] });
  });
});

describe('search(sort: SOONEST_VACANCY)', () => {
  it('is the earliest open place first, and what has none last', async () => {
    await aVacancy(hub, await make('February'), { availableFrom: '2027-02-01' });
    await aVacancy(hub, await make('December'), { availableFrom: '2026-12-01' });
    await aVacancy(hub, await make('Waiting list'), { availableFrom: '2026-11-01', state: 'WAITLIST' });
    await aVacancy(hub, await make('January'), { availableFrom: '2027-01-01' });
    expect(await titles(hub, { sort: 'SOONEST_VACANCY' })).toEqual([
      'December',
      'January',
      'February',
      'Waiting list',
    ]);
  });

  it('looks for as many places as are asked for', async () => {
    const early = await make('One early, many late');
    await aVacancy(hub, early, { availableFrom: '2026-12-01', placesAvailable: 1 });
    await aVacancy(hub, early, { availableFrom: '2027-02-01', placesAvailable: 5 });
    await aVacancy(hub, await make('Many in between'), { availableFrom: '2027-01-01', placesAvailable: 5 });
    const ask = (places: number) =>
      titles(school, {
        sort: 'SOONEST_VACANCY',
        filter: { vacancy: { availableBy: '2027-03-01', placesAtLeast: places } },
      });
    expect(await ask(1)).toEqual(['One early, many late', 'Many in between']);
    expect(await ask(5)).toEqual(['Many in between', 'One early, many late']);
  });

  it('looks at the vacancies for the year asked for, which are those that it shows', async () => {
    const mixed = await make('Year 7 soon, year 9 late');
    await aVacancy(hub, mixed, { availableFrom: '2026-12-01', minYear: 7, maxYear: 7 });
    await aVacancy(hub, mixed, { availableFrom: '2027-02-01', minYear: 9, maxYear: 9 });
    await aVacancy(hub, await make('Year 9 in between'), {
      availableFrom: '2027-01-01',
      minYear: 9,
      maxYear: 9,
    });
    const { hits } = await found(hub, { sort: 'SOONEST_VACANCY', filter: { yearGroup: 9 } });
    expect(hits.map(({ nextVacancy }) => nextVacancy?.availableFrom)).toEqual(['2027-01-01', '2027-02-01']);
  });
});

describe('search(sort: PRICE)', () => {
  it('is the cheapest day first, and what has no price last', async () => {
    await make('Unknown');
    await make('A day at 100', 0, { pricePence: 10_000, priceUnit: 'DAY' });
    await make('A half-day at 40', 0, { pricePence: 4_000, priceUnit: 'HALF_DAY' });
    await make('Free', 0, { pricePence: 0, priceUnit: 'DAY' });
    expect(await titles(school, { sort: 'PRICE' })).toEqual([
      'Free',
      'A half-day at 40',
      'A day at 100',
      'Unknown',
    ]);
  });
});

describe('search(sort: NAME)', () => {
  it('is by title, whatever its case and accents', async () => {
    for (const title of ['beta', 'Alpha', 'Éclair', 'eclipse', 'Zulu', 'Álpha two', '7 steps'])
      await make(title);
    expect(await titles(hub, { sort: 'NAME' })).toEqual([
      '7 steps',
      'Alpha',
      'Álpha two',
      'beta',
      'Éclair',
      'eclipse',
      'Zulu',
    ]);
  });
});
