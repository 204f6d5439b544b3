import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type MatchResults, matched } from './ask-match.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

const verdictsOf = ({ matches }: MatchResults, kind: string) =>
  matches.map(({ parts }) => parts.find((part) => part.kind === kind)!.verdict);
/** Whether verdicts come one kind after the other, none of them twice. */
const inOrder = (verdicts: readonly string[], order: readonly string[]) => {
  const ranks = verdicts.map((verdict) => order.indexOf(verdict));
  return ranks.every((rank, i) => rank >= 0 && (i === 0 || ranks[i - 1]! <= rank));
};

describe('in the demonstration', () => {
  const asked = { age: 16, startBy: '2027-01-05', daysPerWeek: 2 };

  it('a circumstance that is all that was asked decides', async () => {
    const results = await matched(hub, { ...asked, circumstances: ['YOUNG_PARENT'] });
    const titles = results.matches.map(({ offering }) => offering.title);
    expect(titles.slice(0, 2)).toEqual(['Young parents’ learning group', 'Learning for young mums and dads']);
    const verdicts = verdictsOf(results, 'CIRCUMSTANCES');
    expect(new Set(verdicts).size).toBeGreaterThan(1);
    expect(inOrder(verdicts, ['MET', 'UNKNOWN', 'UNMET'])).toBe(true);
    expect(results.order).toMatch(/come first/);
  });

  it.each(['EBSA', 'LOOKED_AFTER', 'YOUTH_JUSTICE', 'BEREAVEMENT', 'MEDICAL'])(
    'so does %s, and then the score',
    async (circumstance) => {
      const results = await matched(hub, { ...asked, circumstances: [circumstance] });
      const verdicts = verdictsOf(results, 'CIRCUMSTANCES');
      expect(verdicts[0]).toBe('MET');
      expect(inOrder(verdicts, ['MET', 'UNKNOWN', 'UNMET'])).toBe(true);
      for (let i = 1; i < verdicts.length; i++) {
        if (verdicts[i] !== verdicts[i - 1]) continue;
        expect(results.matches[i]!.score).toBeLessThanOrEqual(results.matches[i - 1]!.score);
      }
    },
  );

  it('so does a need, whatever else there is', async () => {
    const results = await matched(hub, { ...asked, needs: [{ code: 'HI' }] });
    const verdicts = verdictsOf(results, 'NEEDS').map((verdict) => (verdict === 'UNMET' ? 'UNMET' : 'MET'));
    expect(new Set(verdicts).size).toBe(2);
    expect(inOrder(verdicts, ['MET', 'UNMET'])).toBe(true);
  });

  it('what is shown adds up as it is shown', async () => {
    const profile = {
      ...asked,
      needs: [{ code: 'SEMH', weight: 3 }, { code: 'ASD' }],
      circumstances: ['EBSA'],
    };
    const { matches } = await matched(hub, { ...profile, near: { place: { postcode: 'NR21 9AA' } } });
    const sum = (numbers: number[]) => numbers.reduce((all, one) => all + Math.round(one * 10), 0) / 10;
    for (const { score, scoreAtLeast, scoreAtMost, parts } of matches) {
      const known = parts.filter(({ value }) => value !== null).map(({ points }) => points);
      const unknown = parts.filter(({ value }) => value === null).map(({ weight }) => weight);
      expect([sum(parts.map(({ points }) => points)), sum(known), sum([...known, ...unknown])]).toEqual([
        score,
        scoreAtLeast,
        scoreAtMost,
      ]);
      // Nothing that is acceptable is without points and without a word of why.
      for (const { verdict, points, sentence } of parts) {
        if (verdict === 'PARTIAL' && points === 0)
          expect(sentence).toMatch(/points fall from .* to none at /);
      }
    }
  });
});
