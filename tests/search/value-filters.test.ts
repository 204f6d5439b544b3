import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Asked, asSchool, refused, titles } from './ask.js';

let hub: TestHub;
let school: Asked;
let provider: Provider;
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  await hub.feed.sync();
  provider = await aProvider(hub);
});
beforeAll(async () => {
  hub = await startTestHub();
  school = await asSchool(hub);
});
afterAll(() => hub.stop());

type Values = Parameters<typeof anOffering>[2];
const make = (title: string, values: Values) => anOffering(hub, provider, { title, ...values });
const finds = (filter: object) => titles(school, { filter, sort: 'NAME' });

describe('search(filter: dailyPricePence)', () => {
  beforeEach(async () => {
    await make('a day at 100', { pricePence: 10_000, priceUnit: 'DAY' });
    await make('a half-day at 40', { pricePence: 4_000, priceUnit: 'HALF_DAY' });
    await make('a session at 60', { pricePence: 6_000, priceUnit: 'SESSION' });
    await make('an hour at 20, 10 hours on 2 days', {
      pricePence: 2_000,
      priceUnit: 'HOUR',
      hoursPerWeek: 10,
      days: ['MON', 'TUE'],
    });
    await make('an hour at 20, days unknown', { pricePence: 2_000, priceUnit: 'HOUR', hoursPerWeek: 10 });
    await make('an hour at 20, hours unknown', { pricePence: 2_000, priceUnit: 'HOUR', days: ['MON'] });
    await make('free', { pricePence: 0, priceUnit: 'DAY' });
    await make('not published', {});
  });

  it('compares what a day costs: half-days and sessions twice, hours by the hours of a day', async () => {
    expect(await finds({ dailyPricePence: { lte: 8_000 } })).toEqual(['a half-day at 40', 'free']);
    expect(await finds({ dailyPricePence: { gte: 10_000, lte: 10_000 } })).toEqual([
      'a day at 100',
      'an hour at 20, 10 hours on 2 days',
    ]);
    expect(await finds({ dailyPricePence: { gte: 12_000 } })).toEqual(['a session at 60']);
  });

  it('is inclusive on both sides', async () => {
    expect(await finds({ dailyPricePence: { gte: 12_001 } })).toEqual([]);
    expect(await finds({ dailyPricePence: { lte: 7_999 } })).toEqual(['free']);
  });

  it('leaves out what is unknown as soon as there is a bound', async () => {
    expect(await finds({ dailyPricePence: { gte: 0 } })).toHaveLength(5);
    expect(await finds({ dailyPricePence: { gte: -1_000_000, lte: 1_000_000_000 } })).toHaveLength(5);
  });

  it('says that there is nothing between bounds that cross', async () => {
    const filter = { dailyPricePence: { gte: 10_000, lte: 5_000 } };
    for (const caller of [school, hub]) {
      expect(await refused(caller, { filter })).toMatchObject({
        field: ['filter', 'dailyPricePence', 'lte'],
        code: 'INVALID',
        message: expect.stringContaining('Swap them.'),
      });
    }
    expect(await finds({ dailyPricePence: { gte: 0, lte: 0 } })).toEqual(['free']);
  });

  it.each([
    ['no bound', {}],
    ['bounds of null', { gte: null, lte: null }],
  ])('leaves nothing out with %s', async (_what, dailyPricePence) => {
    expect(await finds({ dailyPricePence })).toHaveLength(8);
    expect(await finds({ dailyPricePence, needs: {}, settingType: {}, provider: {} })).toHaveLength(8);
  });
});

describe('search(filter: yearGroup)', () => {
  beforeEach(async () => {
    await make('years 7 to 9', { minYear: 7, maxYear: 9 });
    await make('years 9 to 11', { minYear: 9, maxYear: 11, keyStages: ['KS4'] });
    await make('reception', { minYear: 0, maxYear: 0, keyStages: [] });
    await make('all years', { minYear: 0, maxYear: 14, keyStages: [] });
  });

  it.each([
    [7, ['all years', 'years 7 to 9']],
    [9, ['all years', 'years 7 to 9', 'years 9 to 11']],
    [6, ['all years']],
    [0, ['all years', 'reception']],
    [14, ['all years']],
  ])('%i is taken by %j', async (yearGroup, expected) => {
    expect(await finds({ yearGroup })).toEqual(expected);
  });

  it.each([-1, 15])('refuses %i', async (yearGroup) => {
    expect(await refused(hub, { filter: { yearGroup } })).toMatchObject({ field: ['filter', 'yearGroup'] });
  });
});

describe('search(filter: age)', () => {
  it('is of a pupil who is in one of two years, by the birthday', async () => {
    await make('year 7', { minYear: 7, maxYear: 7 }); // eleven or twelve years old
    await make('years 8 to 9', { minYear: 8, maxYear: 9 });
    expect(await finds({ age: 10 })).toEqual([]);
    expect(await finds({ age: 11 })).toEqual(['year 7']);
    expect(await finds({ age: 12 })).toEqual(['year 7', 'years 8 to 9']);
    expect(await finds({ age: 14 })).toEqual(['years 8 to 9']);
    expect(await finds({ age: 15 })).toEqual([]);
  });

  it('and a year group must both fit', async () => {
    await make('years 7 to 9', { minYear: 7, maxYear: 9 });
    expect(await finds({ age: 12, yearGroup: 8 })).toEqual(['years 7 to 9']);
    expect(await finds({ age: 12, yearGroup: 10 })).toEqual([]);
  });

  it.each([1, 26, -5])('refuses %i', async (age) => {
    expect(await refused(hub, { filter: { age } })).toMatchObject({
      field: ['filter', 'age'],
      code: 'INVALID',
    });
  });
});

describe('search(filter: beforeExclusion)', () => {
  it('keeps yes, no and unknown apart: unknown is neither', async () => {
    await make('yes', { beforeExclusion: true });
    await make('no', { beforeExclusion: false });
    await make('unknown', { beforeExclusion: null });
    expect(await finds({ beforeExclusion: true })).toEqual(['yes']);
    expect(await finds({ beforeExclusion: false })).toEqual(['no']);
    expect(await finds({})).toEqual(['no', 'unknown', 'yes']);
  });
});

describe('search(filter: ehcPlan)', () => {
  it('finds what accepts or requires a plan; unknown is neither', async () => {
    await make('accepted', { ehcPlan: 'ACCEPTED' });
    await make('required', { ehcPlan: 'REQUIRED' });
    await make('not accepted', { ehcPlan: 'NOT_ACCEPTED' });
    await make('unknown', {});
    expect(await finds({ ehcPlan: { anyOf: ['ACCEPTED', 'REQUIRED'] } })).toEqual(['accepted', 'required']);
    expect(await finds({ ehcPlan: { noneOf: ['REQUIRED'] } })).toEqual([
      'accepted',
      'not accepted',
      'unknown',
    ]);
  });
});
