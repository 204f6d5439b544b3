import { availableOf, freshnessOf, isOpen } from '../../src/features/vacancy/vacancy.rules.js';
import { TEST_NOW } from '../support/test-clock.js';

const DAY = 86_400_000;
const CONFIRMED = TEST_NOW;
const confirmed = (days: number | null, ageingAfter: number | null = days === null ? null : days / 2) => ({
  confirmedAt: new Date(CONFIRMED),
  ageingAt: ageingAfter === null ? null : new Date(CONFIRMED + ageingAfter * DAY),
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

  it('ages when its confirmation says, and not before its end if that says nothing', () => {
    const early = confirmed(28, 5);
    expect(freshnessOf(early, CONFIRMED + 5 * DAY - 1)).toBe('CONFIRMED');
    expect(freshnessOf(early, CONFIRMED + 5 * DAY)).toBe('AGEING');
    const never = confirmed(28, null);
    expect(freshnessOf(never, CONFIRMED + 28 * DAY - 1)).toBe('CONFIRMED');
    expect(freshnessOf(never, CONFIRMED + 28 * DAY)).toBe('STALE');
  });

  it('is UNKNOWN when nobody has confirmed it', () => {
    expect(freshnessOf({ confirmedAt: null, ageingAt: null, expiresAt: null }, CONFIRMED)).toBe('UNKNOWN');
  });

  it('stays CONFIRMED when it does not expire', () => {
    expect(freshnessOf(confirmed(null), CONFIRMED + 10_000 * DAY)).toBe('CONFIRMED');
  });
});

describe('isOpen', () => {
  const vacancy = { state: 'CAPACITY' as const, placesAvailable: 1, holds: [], ...confirmed(28) };

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

describe('availableOf', () => {
  const held = {
    placesAvailable: 5,
    holds: [
      [CONFIRMED + 1, 2],
      [CONFIRMED + 10, 1],
    ] as const,
  };

  it.each([
    [0, 2],
    [1, 4],
    [9, 4],
    [10, 5],
  ])('is what is offered without what is held, after %i ms: %i', (after, available) => {
    expect(availableOf(held, CONFIRMED + after)).toBe(available);
  });

  it('is never below 0', () => {
    expect(availableOf({ ...held, placesAvailable: 2 }, CONFIRMED)).toBe(0);
    expect(isOpen({ ...held, placesAvailable: 3, state: 'CAPACITY', ...confirmed(28) }, CONFIRMED)).toBe(
      false,
    );
  });
});
