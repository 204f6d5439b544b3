import { randomUUID } from 'node:crypto';
import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { onlyRefusalOf, refusalOf } from '../support/refusals.js';
import { TEST_NOW } from '../support/test-clock.js';

let hub: TestHub;
let provider: Provider;
let offering: Offering;
beforeAll(async () => {
  hub = await startTestHub();
  provider = await aProvider(hub);
  offering = await anOffering(hub, provider, { siteIds: [(await aSite(hub, provider)).id] });
});
afterAll(() => hub.stop());

type Values = Parameters<typeof aVacancy>[2];
const NOW = new Date(TEST_NOW);
const LATER = new Date(TEST_NOW + 1_000);
const invalid = (field: string, message?: unknown) => ({
  field: ['input', field],
  code: 'INVALID',
  ...(message !== undefined && { message }),
});

describe('a new vacancy', () => {
  it('of no offering is refused', async () => {
    const none = { ...offering, id: randomUUID() };
    expect(await onlyRefusalOf(aVacancy(hub, none))).toEqual({
      field: ['input', 'offeringId'],
      code: 'NOT_FOUND',
      message: 'There is no offering with this id.',
    });
  });

  it('at a site where its offering does not run is refused, be it of the same provider', async () => {
    const elsewhere = await aSite(hub, provider);
    const foreign = await aSite(hub, await aProvider(hub));
    const problem = invalid(
      'siteId',
      'The offering does not run at this site: choose one of its sites, or leave the site out.',
    );
    expect(await onlyRefusalOf(aVacancy(hub, offering, { siteId: elsewhere.id }))).toEqual(problem);
    expect(await onlyRefusalOf(aVacancy(hub, offering, { siteId: foreign.id }))).toEqual(problem);
    expect(await onlyRefusalOf(aVacancy(hub, offering, { siteId: randomUUID() }))).toEqual(problem);
  });

  it.each<[string, Values]>([
    ['placesAvailable', { placesAvailable: -1 }],
    ['placesAvailable', { placesAvailable: 201 }],
    ['placesAvailable', { placesAvailable: 1.5 }],
    ['state', { state: 'FULL' as never }],
    ['availableFrom', { availableFrom: '2027-02-29' }],
    ['availableFrom', { availableFrom: '5 January' }],
    ['minYear', { minYear: -1 }],
    ['maxYear', { maxYear: 15 }],
    ['confirmedAt', { confirmedAt: new Date(Number.NaN) }],
  ])('is refused for its %s (%j)', async (field, values) => {
    expect(await refusalOf(aVacancy(hub, offering, values))).toMatchObject([invalid(field)]);
  });

  it.each<[string, Values, string]>([
    ['maxYear', { minYear: 9, maxYear: 8 }, 'The last year must not be earlier than the first year.'],
    [
      'placesAvailable',
      { state: 'NO_CAPACITY', placesAvailable: 1 },
      'A vacancy in the state NO_CAPACITY has no places: set placesAvailable to 0.',
    ],
    ['expiresAt', { confirmedAt: LATER, expiresAt: NOW }, 'expiresAt must be later than confirmedAt.'],
    ['expiresAt', { confirmedAt: NOW, expiresAt: NOW }, 'expiresAt must be later than confirmedAt.'],
    ['expiresAt', { confirmedAt: null, expiresAt: LATER }, 'expiresAt must be later than confirmedAt.'],
  ])('is refused when parts do not fit: %s of %j', async (field, values, message) => {
    expect(await onlyRefusalOf(aVacancy(hub, offering, values))).toEqual(invalid(field, message));
  });

  it.each([
    { minYear: 6, maxYear: 8 },
    { minYear: 8, maxYear: 10 },
    { minYear: 12, maxYear: 13 },
  ])('is for years of its offering only: %j', async (years) => {
    const problem = invalid(
      'minYear',
      'The offering does not take all these years: choose years from its minYear to its maxYear.',
    );
    const seven = await anOffering(hub, provider, { minYear: 7, maxYear: 9 });
    expect(await onlyRefusalOf(aVacancy(hub, seven, years))).toEqual(problem);
    const { id } = await aVacancy(hub, seven, { minYear: 8, maxYear: 8 });
    expect(await onlyRefusalOf(hub.vacancies.update(id, 1, years))).toEqual(problem);
  });

  it('with an odd day is stored or refused, but is not a failure', async () => {
    for (const availableFrom of ['0000-01-01', '0001-01-01', '9999-12-31']) {
      const outcome = await aVacancy(hub, offering, { availableFrom }).then(
        (vacancy) => vacancy.availableFrom,
        (error: Error) => error.name,
      );
      expect([availableFrom, 'UserProblem']).toContain(outcome);
    }
  });

  it('keeps its day as a date, whatever the time zone', async () => {
    const vacancy = await aVacancy(hub, offering, { availableFrom: '2027-06-30' });
    expect(vacancy.availableFrom).toBe('2027-06-30');
  });
});

describe('a change to a vacancy', () => {
  it('is held to the rules that span fields, also against what is stored', async () => {
    const vacancy = await aVacancy(hub, offering, {
      minYear: 7,
      maxYear: 9,
      confirmedAt: NOW,
      expiresAt: LATER,
    });
    const change = (values: Parameters<typeof hub.vacancies.update>[2]) =>
      onlyRefusalOf(hub.vacancies.update(vacancy.id, 1, values));
    expect(await change({ minYear: 10 })).toEqual(invalid('maxYear', expect.stringContaining('last year')));
    expect(await change({ state: 'NO_CAPACITY' })).toEqual(
      invalid(
        'placesAvailable',
        'A vacancy in the state NO_CAPACITY has no places: set placesAvailable to 0.',
      ),
    );
    expect(await change({ expiresAt: NOW })).toEqual(
      invalid('expiresAt', 'expiresAt must be later than confirmedAt.'),
    );
    expect(await change({ confirmedAt: null })).toEqual(
      invalid('expiresAt', 'Only a confirmation can expire: give confirmedAt too, or leave expiresAt out.'),
    );
    expect(await change({ siteId: randomUUID() })).toEqual(
      invalid(
        'siteId',
        'The offering does not run at this site: choose one of its sites, or leave the site out.',
      ),
    );
  });

  it('may take all its places away', async () => {
    const vacancy = await aVacancy(hub, offering);
    expect(
      await hub.vacancies.update(vacancy.id, 1, { state: 'NO_CAPACITY', placesAvailable: 0 }),
    ).toMatchObject({
      state: 'NO_CAPACITY',
      placesAvailable: 0,
      version: 2,
    });
  });

  it('at another version is a conflict; of a vacancy that does not exist it is not found', async () => {
    const vacancy = await aVacancy(hub, offering);
    await hub.vacancies.update(vacancy.id, 1, { placesAvailable: 5 });
    const late = hub.vacancies.update(vacancy.id, 1, { placesAvailable: 9 });
    await expect(late).rejects.toThrow(
      'This vacancy is at version 2, but your change was based on version 1.',
    );
    expect(await hub.vacancies.get(vacancy.id)).toMatchObject({ placesAvailable: 5, version: 2 });
    await expect(hub.vacancies.update(randomUUID(), 1, { placesAvailable: 1 })).rejects.toThrow(
      'There is no vacancy with this id.',
    );
  });

  it('cannot move it to another offering', async () => {
    const vacancy = await aVacancy(hub, offering);
    const move = hub.vacancies.update(vacancy.id, 1, { offeringId: offering.id } as object);
    expect((await onlyRefusalOf(move)).message).toContain('offeringId');
  });

  it('of its offering that no longer runs at its site takes it with it', async () => {
    const site = await aSite(hub, provider);
    const moving = await anOffering(hub, provider, { siteIds: [site.id] });
    const tied = await aVacancy(hub, moving, { siteId: site.id });
    const free = await aVacancy(hub, moving);
    await hub.offerings.update(moving.id, 1, { siteIds: [] });
    expect(await hub.vacancies.get(tied.id)).toBeNull();
    expect(await hub.vacancies.get(free.id)).toMatchObject({ id: free.id });
    expect(await hub.vacancies.ofOffering(moving.id)).toMatchObject([{ id: free.id }]);
  });
});
