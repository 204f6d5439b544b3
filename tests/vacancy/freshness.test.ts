import { freshnessOf, isOpen } from '../../src/features/vacancy/vacancy.rules.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, TEST_NOW, type TestHub } from '../support/hub.js';

const DAY = 86_400_000;
const CONFIRMED = TEST_NOW;
const confirmed = (days: number | null) => ({
  confirmedAt: new Date(CONFIRMED),
  expiresAt: days === null ? null : new Date(CONFIRMED + days * DAY),
});

describe('freshnessOf', () => {
  it.each([
    ['at the moment of its confirmation', 0, 'CONFIRMED'],
    ['before it, by a clock that is behind', -1, 'CONFIRMED'],
    ['a millisecond before half of its life', 14 * DAY - 1, 'CONFIRMED'],
    ['at half of its life', 14 * DAY, 'AGEING'],
    ['a millisecond before its end', 28 * DAY - 1, 'AGEING'],
    ['at its end', 28 * DAY, 'STALE'],
    ['long after', 1_000 * DAY, 'STALE'],
  ])('%s (%i ms) is %s', (_when, after, freshness) => {
    expect(freshnessOf(confirmed(28), CONFIRMED + after)).toBe(freshness);
  });

  it('is UNKNOWN when nobody has confirmed it', () => {
    expect(freshnessOf({ confirmedAt: null, expiresAt: null }, CONFIRMED)).toBe('UNKNOWN');
  });

  it('stays CONFIRMED when it does not expire', () => {
    expect(freshnessOf(confirmed(null), CONFIRMED + 10_000 * DAY)).toBe('CONFIRMED');
  });
});

describe('isOpen', () => {
  const vacancy = { state: 'CAPACITY' as const, placesAvailable: 1, ...confirmed(28) };

  it('is capacity with a place that was confirmed and has not gone stale', () => {
    expect(isOpen(vacancy, CONFIRMED)).toBe(true);
    expect(isOpen({ ...vacancy, ...confirmed(null) }, CONFIRMED + 10_000 * DAY)).toBe(true);
  });

  it('is not so without a place', () => {
    expect(isOpen({ ...vacancy, placesAvailable: 0 }, CONFIRMED)).toBe(false);
  });

  it.each(['NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED'] as const)('is not so in state %s', (state) => {
    expect(isOpen({ ...vacancy, state }, CONFIRMED)).toBe(false);
  });

  it('ends at the very moment it goes stale', () => {
    expect(isOpen(vacancy, CONFIRMED + 28 * DAY - 1)).toBe(true);
    expect(isOpen(vacancy, CONFIRMED + 28 * DAY)).toBe(false);
  });

  it('is not so when nobody has confirmed it', () => {
    expect(isOpen({ ...vacancy, confirmedAt: null, expiresAt: null }, CONFIRMED)).toBe(false);
  });
});

describe('Vacancy.freshness', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('goes with the clock, without any write, and stale vacancies are no longer open', async () => {
    const offering = await anOffering(hub, await aProvider(hub));
    const vacancy = await aVacancy(hub, offering);
    const id = encodeId('vac', vacancy.id);
    const look = async () => {
      const { data } = await hub.query<{ node: { freshness: string }; vacancies: { totalCount: number } }>(
        `query ($id: ID!) {
          node(id: $id) { ... on Vacancy { freshness } }
          vacancies(filter: { open: true }) { totalCount nodes { id } }
        }`,
        { id },
      );
      return [data.node.freshness, data.vacancies.totalCount];
    };
    expect(await look()).toEqual(['CONFIRMED', 1]);
    hub.clock.pass(14 * DAY);
    expect(await look()).toEqual(['AGEING', 1]);
    hub.clock.pass(14 * DAY - 1);
    expect(await look()).toEqual(['AGEING', 1]);
    hub.clock.pass(1);
    expect(await look()).toEqual(['STALE', 0]);
    const now = new Date(hub.clock.now());
    await hub.vacancies.update(vacancy.id, 1, { confirmedAt: now, expiresAt: new Date(now.getTime() + DAY) });
    expect(await look()).toEqual(['CONFIRMED', 1]);
  });
});
