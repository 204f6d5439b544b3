import type { FactsMaker, OfferingFacts } from '../../src/features/match/match-facts.js';
import { MatchTable } from '../../src/features/match/match-table.js';
import type { IndexedOffering } from '../../src/features/search/indexed-offering.js';
import { anOffering, scorerFor, type Values, wording } from './weighing.js';
import type { Worked } from './worked.js';
import { bothAsked, circumstancesAsked, needsAsked } from './worked-needs.js';
import { restAsked } from './worked-rest.js';

const asTheyAre = { make: (indexed) => indexed as unknown } as FactsMaker;

/** What each part is called in the table. */
const called: Readonly<Record<string, string>> = {
  NEEDS: 'needs',
  CIRCUMSTANCES: 'circumstances',
  YEARS: 'years',
  TIER: 'tier',
  DISTANCE: 'distance',
  VACANCY: 'vacancy',
  DAYS: 'days',
  REFERRAL_ROUTE: 'route',
  EHC_PLAN: 'plan',
};

function tableOf(offerings: Worked['offerings']): MatchTable {
  const table = new MatchTable(asTheyAre);
  const generation = table.begin();
  const all = Object.entries(offerings).map(([offeringId, values]): OfferingFacts => {
    const sites = Array.isArray(values) ? (values as readonly Values[]) : [values as Values];
    return sites.map((site) => anOffering({ ...site, offeringId }));
  });
  generation.add(all as unknown as IndexedOffering[]);
  generation.finish();
  return table;
}

describe('a profile that was worked by hand', () => {
  const all = [...circumstancesAsked, ...needsAsked, ...bothAsked, ...restAsked];

  it.each(all)('$title', ({ asked, where, shares, offerings, order }) => {
    const scorer = scorerFor(asked, where ?? null);
    const { best } = tableOf(offerings).find(scorer, 50);
    const scores = best.map((site) => scorer.explain(site, wording));
    expect(best.map(({ offeringId }, i) => [offeringId, scores[i]!.total])).toEqual(
      order.map(([name, points]) => [name, points]),
    );
    const most = scores[0]!.parts.map(({ kind, weight }) => `${called[kind]} ${weight}`);
    expect(most.sort()).toEqual(shares.split(', ').sort());
  });

  it('is one of more than forty', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });
});
