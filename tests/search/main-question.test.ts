import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';
import { found } from './ask.js';

const DAY = 86_400_000;

/** "Offerings within 25 km of NR21 9AA for SEMH, key stage 3, with a place open by 5 January." */
const QUESTION = {
  near: { place: { postcode: 'NR21 9AA' }, within: { km: 25 } },
  filter: {
    needs: { anyOf: ['SEMH'] },
    keyStages: { anyOf: ['KS3'] },
    vacancy: { availableBy: '2027-01-05' },
  },
};

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  const provider = await aProvider(hub, { name: 'North Norfolk SEMH bases' });
  const fakenham = await aSite(hub, provider, { name: 'Fakenham', addressVisibility: 'PUBLIC' });
  const cromer = await aSite(hub, provider, { name: 'Cromer', latitude: 52.9312, longitude: 1.2989 });
  const holt = await aSite(hub, provider, { name: 'Holt', latitude: 52.9059, longitude: 1.0886 });
  type Values = Parameters<typeof anOffering>[2];
  const at = (site: { id: string }, title: string, values: Values = {}) =>
    anOffering(hub, provider, { title, siteIds: [site.id], ...values });

  await aVacancy(hub, await at(fakenham, 'Fakenham base'), { availableFrom: '2027-01-05' });
  await aVacancy(hub, await at(holt, 'Holt base', { secondaryNeeds: ['ASD'] }), {
    availableFrom: '2026-12-01',
  });
  const mixed = await at(holt, 'Needs it too', { primaryNeeds: ['ASD'], secondaryNeeds: ['SEMH'] });
  await aVacancy(hub, mixed, { availableFrom: '2026-12-15' });
  const outreach = { deliveryModes: ['OUTREACH'], areasServed: ['LA:926'] };
  await aVacancy(hub, await anOffering(hub, provider, { title: 'Comes to school', ...outreach }));

  await aVacancy(hub, await at(cromer, 'Too far away'));
  await aVacancy(hub, await at(fakenham, 'A day too late'), { availableFrom: '2027-01-06' });
  await aVacancy(hub, await at(fakenham, 'For another need', { primaryNeeds: ['MLD'] }));
  const older = { keyStages: ['KS4'], minYear: 10, maxYear: 11 };
  await aVacancy(hub, await at(fakenham, 'For older ones', older));
  const both = await at(fakenham, 'Open to older ones only', { keyStages: ['KS3', 'KS4'], maxYear: 11 });
  await aVacancy(hub, both, { minYear: 10, maxYear: 11 });
  await aVacancy(hub, await at(fakenham, 'Full'), { state: 'NO_CAPACITY', placesAvailable: 0 });
  await aVacancy(hub, await at(fakenham, 'Waiting list'), { state: 'WAITLIST' });
  const longAgo = { confirmedAt: new Date(TEST_NOW - 29 * DAY), expiresAt: new Date(TEST_NOW - DAY) };
  await aVacancy(hub, await at(fakenham, 'Confirmed long ago'), longAgo);
  await aVacancy(hub, await at(fakenham, 'Not listed', { state: 'IN_REVIEW' }));
  await at(fakenham, 'Without any vacancy');
});
afterAll(() => hub.stop());

describe('the main question', () => {
  it('has the right answer, nearest first, what comes to the pupil last', async () => {
    const { hits, totalCount, understood } = await found(hub, QUESTION);
    expect(totalCount).toBe(4);
    const [first, ...others] = hits;
    expect(first).toMatchObject({
      offering: { title: 'Fakenham base' },
      provider: { name: 'North Norfolk SEMH bases' },
      site: { name: 'Fakenham' },
      distanceMetres: 0,
      reachedBy: 'SITE',
      matchedNeeds: [{ code: 'SEMH' }],
      nextVacancy: { availableFrom: '2027-01-05' },
    });
    expect(
      others
        .slice(0, 2)
        .map(({ offering }) => offering.title)
        .sort(),
    ).toEqual(['Holt base', 'Needs it too']);
    expect(others.slice(0, 2).map(({ distanceMetres }) => Math.round((distanceMetres ?? 0) / 1_000))).toEqual(
      [19, 19],
    );
    expect(others[2]).toMatchObject({
      offering: { title: 'Comes to school' },
      site: null,
      distanceMetres: null,
      reachedBy: 'AREA',
    });
    expect(understood).toMatchObject({
      place: { label: 'NR21 9', precision: 'SECTOR' },
      radiusMetres: 25_000,
    });
  });

  it('says why each was found', async () => {
    const { hits } = await found(hub, QUESTION);
    const reasons = Object.fromEntries(
      hits.map(({ offering, matchedBecause }) => [offering.title, matchedBecause.map(({ kind }) => kind)]),
    );
    expect(reasons['Fakenham base']).toEqual(['NEED', 'VACANCY']);
    expect(reasons['Comes to school']).toEqual(['NEED', 'AREA', 'VACANCY']);
  });

  it('finds one more when one goes farther', async () => {
    const { wider } = await found(hub, QUESTION);
    expect(wider).toEqual([{ radiusMetres: 50_000, count: 5 }]);
    const farther = await found(hub, { ...QUESTION, near: { ...QUESTION.near, within: { km: 50 } } });
    expect(farther.hits.map(({ offering }) => offering.title)).toContain('Too far away');
  });

  it('has the same answer in miles, in the order of the soonest place when asked', async () => {
    const near = { ...QUESTION.near, within: { miles: 15.6 } };
    const { hits } = await found(hub, { ...QUESTION, near, sort: 'SOONEST_VACANCY' });
    expect(hits.map(({ nextVacancy }) => nextVacancy?.availableFrom)).toEqual([
      '2026-12-01',
      '2026-12-01',
      '2026-12-15',
      '2027-01-05',
    ]);
  });

  it('has fewer results the day before, and none when nothing was confirmed any more', async () => {
    const earlier = { ...QUESTION.filter, vacancy: { availableBy: '2027-01-04' } };
    expect((await found(hub, { ...QUESTION, filter: earlier })).totalCount).toBe(3);
    hub.clock.pass(28 * DAY);
    expect((await found(hub, QUESTION)).totalCount).toBe(0);
    hub.clock.pass(-28 * DAY);
  });
});
