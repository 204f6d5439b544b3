import { ALGORITHM_VERSION, partKinds } from '../../src/features/match/match.rules.js';
import { anOffering, around, aVacancy, metresNorth, scoreOf } from './weighing.js';

/** Every part is asked. */
const everything = {
  needs: [{ code: 'SEMH' }],
  circumstances: ['EBSA'],
  yearGroup: 8,
  tier: 'TIER_2',
  startBy: '2027-01-05',
  daysPerWeek: 2,
  referralRoute: 'PANEL',
  ehcPlan: true,
};
const ideal = anOffering({
  circumstances: ['EBSA'],
  days: ['MON', 'TUE'],
  routes: ['PANEL'],
  ehcPlan: 'ACCEPTED',
  vacancies: [aVacancy('2026-12-01')],
});
const known = { total: 100, atLeast: 100, atMost: 100 };

describe('the score', () => {
  it('has the version of the formula that these figures are of', () => {
    expect(ALGORITHM_VERSION).toBe('2026-11.2');
  });

  it('is 100 when everything that was asked is met, with the weights of the table', () => {
    const score = scoreOf(ideal, everything, around());
    expect(score).toMatchObject(known);
    expect(score.parts.map(({ kind, weight, points }) => [kind, weight, points])).toEqual([
      ['NEEDS', 30, 30],
      ['CIRCUMSTANCES', 10, 10],
      ['YEARS', 5, 5],
      ['TIER', 10, 10],
      ['DISTANCE', 15, 15],
      ['VACANCY', 20, 20],
      ['DAYS', 3, 3],
      ['REFERRAL_ROUTE', 4, 4],
      ['EHC_PLAN', 3, 3],
    ]);
    expect(score.parts.map(({ kind }) => kind)).toEqual([...partKinds]);
  });

  it('shares its 100 points out among what was asked', () => {
    const { total, parts } = scoreOf(ideal, { needs: [{ code: 'SEMH' }], tier: 'TIER_2' });
    expect(total).toBe(100);
    expect(parts.map(({ kind, weight }) => [kind, weight])).toEqual([
      ['NEEDS', 50],
      ['TIER', 16.7],
      ['VACANCY', 33.3],
    ]);
  });

  it('is of the vacancy alone when nothing was asked', () => {
    expect(scoreOf(ideal, {}).parts).toMatchObject([{ kind: 'VACANCY', weight: 100, points: 100 }]);
    expect(scoreOf(anOffering(), {})).toMatchObject({ total: 50, atLeast: 0, atMost: 100 });
  });

  it('counts what is unknown half, and says how far it could move the score', () => {
    // Unknown: circumstances 10, vacancy 20, days 3, route 4, EHC plan 3 of 100.
    const silent = scoreOf(anOffering(), everything, around());
    expect(silent).toMatchObject({ total: 80, atLeast: 60, atMost: 100 });
  });

  it('puts one that says nothing behind one that meets nearly everything, and before one that says no', () => {
    const nearly = scoreOf({ ...ideal, maxYear: 7 }, everything, around()).total;
    const silent = scoreOf(anOffering(), everything, around()).total;
    const no = anOffering({
      circumstances: ['MEDICAL'],
      days: ['SUN'],
      routes: ['LOCAL_AUTHORITY'],
      ehcPlan: 'NOT_ACCEPTED',
      vacancies: [aVacancy('2026-12-01', 0, { state: 'NO_CAPACITY', placesAvailable: 0 })],
    });
    const refusing = scoreOf(no, everything, around()).total;
    expect([nearly, silent, refusing]).toEqual([95, 80, 61.5]);
  });

  it('of the farthest acceptable distance is partial, not unmet', () => {
    const edge = anOffering({ latitude: metresNorth(24_999.9) });
    const [distance] = scoreOf(edge, {}, around()).parts;
    expect(distance).toMatchObject({ kind: 'DISTANCE', verdict: 'PARTIAL', points: 0 });
  });
});
