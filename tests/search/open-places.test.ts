import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';
import { type Asked, asSchool, found, refused } from './ask.js';

const DAY = 86_400_000;

let hub: TestHub;
let school: Asked;
let provider: Provider;
beforeAll(async () => {
  hub = await startTestHub();
  school = await asSchool(hub);
});
afterAll(() => hub.stop());
let offering: Offering;
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  await hub.feed.sync();
  provider = await aProvider(hub);
  offering = await anOffering(hub, provider, {
    title: 'The offering',
    minYear: 7,
    maxYear: 11,
    keyStages: ['KS3', 'KS4'],
  });
});

/** Whether a filter finds the offering, and from when its next vacancy then is. */
async function open(filter: object, who: Asked = hub): Promise<string | null | false> {
  const { hits } = await found(who, { filter });
  return hits.length === 0 ? false : (hits[0]!.nextVacancy?.availableFrom ?? null);
}
const by = (day: string, places?: number) => ({ vacancy: { availableBy: day, placesAtLeast: places } });

describe('search(filter: vacancy)', () => {
  it('finds places open on the day and before it, not after', async () => {
    await aVacancy(hub, offering, { availableFrom: '2027-01-05' });
    expect(await open(by('2027-01-05'))).toBe('2027-01-05');
    expect(await open(by('2027-01-06'))).toBe('2027-01-05');
    expect(await open(by('2027-01-04'))).toBe(false);
  });

  it('finds what has been open for long', async () => {
    await aVacancy(hub, offering, { availableFrom: '2025-09-01' });
    expect(await open(by('2027-01-05'))).toBe('2025-09-01');
  });

  it('finds nothing without a vacancy', async () => {
    expect(await open(by('2099-01-01'))).toBe(false);
    expect(await open({})).toBeNull();
  });

  it('counts places on one and the same vacancy', async () => {
    await aVacancy(hub, offering, { availableFrom: '2026-12-01', placesAvailable: 2 });
    await aVacancy(hub, offering, { availableFrom: '2026-12-02', placesAvailable: 3 });
    await aVacancy(hub, offering, { availableFrom: '2027-02-01', placesAvailable: 8 });
    expect(await open(by('2027-01-05', 1))).toBe('2026-12-01');
    expect(await open(by('2027-01-05', 3))).toBe('2026-12-02');
    expect(await open(by('2027-01-05', 4), school)).toBe(false);
    expect(await open(by('2027-02-01', 8), school)).toBe('2027-02-01');
    expect(await open(by('2027-02-01', 9), school)).toBe(false);
  });

  it('takes the year group on the same vacancy as the day and the places', async () => {
    await aVacancy(hub, offering, {
      availableFrom: '2026-12-01',
      minYear: 7,
      maxYear: 7,
      placesAvailable: 1,
    });
    await aVacancy(hub, offering, {
      availableFrom: '2027-02-01',
      minYear: 8,
      maxYear: 11,
      placesAvailable: 4,
    });
    expect(await open({ ...by('2027-01-05'), yearGroup: 7 })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), yearGroup: 8 })).toBe(false);
    expect(await open({ ...by('2027-02-01'), yearGroup: 8 })).toBe('2027-02-01');
    expect(await open({ ...by('2027-02-01', 2), yearGroup: 7 }, school)).toBe(false);
    await aVacancy(hub, offering, { availableFrom: '2026-11-30', minYear: 8, maxYear: 11 });
    expect(await open({ ...by('2027-01-05'), yearGroup: 7 })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), yearGroup: 8 })).toBe('2026-11-30');
  });

  it('takes the key stage on the same vacancy', async () => {
    await aVacancy(hub, offering, { minYear: 10, maxYear: 11 });
    expect(await open({ ...by('2027-01-05'), keyStages: { anyOf: ['KS4'] } })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), keyStages: { anyOf: ['KS3'] } })).toBe(false);
    expect(await open({ ...by('2027-01-05'), keyStages: { anyOf: ['KS3', 'KS4'] } })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), keyStages: { allOf: ['KS4'] } })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), keyStages: { allOf: ['KS3'] } })).toBe(false);
    expect(await open({ ...by('2027-01-05'), keyStages: { allOf: ['KS3', 'KS4'] } })).toBe('2026-12-01');
  });

  it('takes the age on the same vacancy: one of the two years such a pupil may be in', async () => {
    await aVacancy(hub, offering, { minYear: 8, maxYear: 8 });
    expect(await open({ ...by('2027-01-05'), age: 12 })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), age: 13 })).toBe('2026-12-01');
    expect(await open({ ...by('2027-01-05'), age: 14 })).toBe(false);
    expect(await open({ ...by('2027-01-05'), age: 12, yearGroup: 7 })).toBe(false);
  });

  it('finds nothing when years contradict each other', async () => {
    await aVacancy(hub, offering, { minYear: 7, maxYear: 11 });
    const contradiction = { yearGroup: 7, keyStages: { anyOf: ['KS4'] } };
    expect(await open({ ...by('2027-01-05'), ...contradiction })).toBe(false);
  });

  it.each(['NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'] as const)('does not count %s', async (state) => {
    await aVacancy(hub, offering, { state, placesAvailable: state === 'NO_CAPACITY' ? 0 : 5 });
    expect(await open(by('2027-01-05'))).toBe(false);
    expect(await open({})).toBeNull();
  });

  it('does not count what has gone stale, nor what nobody has confirmed', async () => {
    const expiresAt = new Date(TEST_NOW);
    await aVacancy(hub, offering, { confirmedAt: new Date(TEST_NOW - DAY), expiresAt });
    await aVacancy(hub, offering, { confirmedAt: null, expiresAt: null });
    expect(await open(by('2027-01-05'))).toBe(false);
    await aVacancy(hub, offering, { expiresAt: null, availableFrom: '2026-12-24' });
    expect(await open(by('2027-01-05'))).toBe('2026-12-24');
  });

  it('tied to one site does not count at another', async () => {
    const [here, there] = [await aSite(hub, provider), await aSite(hub, provider)];
    await hub.offerings.update(offering.id, 1, { siteIds: [here.id, there.id] });
    await aVacancy(hub, offering, { siteId: here.id, availableFrom: '2026-12-01' });
    const asked = { filter: by('2027-01-05'), groupBy: 'NONE' };
    const { hits } = await found(hub, asked);
    expect(hits.map(({ site }) => site?.name)).toEqual([here.name]);
    await aVacancy(hub, offering, { availableFrom: '2026-12-10' });
    const both = (await found(hub, asked)).hits;
    expect(Object.fromEntries(both.map((hit) => [hit.site?.name, hit.nextVacancy?.availableFrom]))).toEqual({
      [here.name]: '2026-12-01',
      [there.name]: '2026-12-10',
    });
  });

  it('is explained', async () => {
    await aVacancy(hub, offering, { placesAvailable: 1 });
    await aVacancy(hub, offering, { placesAvailable: 3, availableFrom: '2026-12-05' });
    const sentence = async (places: number) => {
      const { hits } = await found(school, { filter: by('2027-01-05', places) });
      return hits[0]?.matchedBecause.find(({ kind }) => kind === 'VACANCY')?.sentence;
    };
    expect(await sentence(1)).toBe('It has 1 or 2 places from 1 December 2026.');
    expect(await sentence(2)).toBe('It has 3 to 5 places from 5 December 2026.');
  });

  it.each([0, 201, -1])('refuses %i places', async (places) => {
    expect(await refused(school, { filter: by('2027-01-05', places) })).toMatchObject({
      field: ['filter', 'vacancy', 'placesAtLeast'],
      code: 'INVALID',
    });
  });
});

describe('a vacancy that goes stale', () => {
  afterEach(() => hub.clock.pass(TEST_NOW - hub.clock.now()));

  it('vanishes from the next search, without any write', async () => {
    await aVacancy(hub, offering, { expiresAt: new Date(TEST_NOW + DAY) });
    expect(await open(by('2027-01-05'))).toBe('2026-12-01');
    hub.clock.pass(DAY - 1);
    expect(await open(by('2027-01-05'))).toBe('2026-12-01');
    hub.clock.pass(1);
    expect(await open(by('2027-01-05'))).toBe(false);
    expect(await open({})).toBeNull();
  });

  it('leaves the others of its offering, one after the other', async () => {
    for (const days of [1, 2, 3]) {
      await aVacancy(hub, offering, {
        availableFrom: `2026-12-0${days}`,
        expiresAt: new Date(TEST_NOW + days * DAY),
      });
    }
    const seen: unknown[] = [];
    for (let day = 0; day < 4; day++) {
      seen.push(await open(by('2027-01-05')));
      hub.clock.pass(DAY);
    }
    expect(seen).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', false]);
  });

  it('comes back when it is confirmed again', async () => {
    const vacancy = await aVacancy(hub, offering, { expiresAt: new Date(TEST_NOW + DAY) });
    hub.clock.pass(2 * DAY);
    expect(await open(by('2027-01-05'))).toBe(false);
    const now = hub.clock.now();
    const confirmedAt = new Date(now);
    await hub.vacancies.update(vacancy.id, 1, {
      confirmedAt,
      ageingAt: null,
      expiresAt: new Date(now + DAY),
    });
    expect(await open(by('2027-01-05'))).toBe('2026-12-01');
  });

  it('does not count in facets or in wider searches either', async () => {
    const site = await aSite(hub, provider);
    await hub.offerings.update(offering.id, 1, { siteIds: [site.id] });
    await aVacancy(hub, offering, { expiresAt: new Date(TEST_NOW + DAY) });
    const question = {
      near: { place: { name: 'Norwich' }, within: { km: 20 } },
      filter: by('2027-01-05'),
      facets: { fields: ['TIER'] },
    };
    expect((await found(hub, question)).wider).toEqual([{ radiusMetres: 80_000, count: 1 }]);
    hub.clock.pass(DAY);
    expect((await found(hub, question)).wider).toEqual([]);
    const everywhere = await found(hub, { filter: by('2027-01-05'), facets: { fields: ['TIER'] } });
    expect(everywhere.facets).toEqual([{ name: 'TIER', values: [] }]);
  });
});
