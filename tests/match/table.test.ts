import fc from 'fast-check';
import { turnOf } from '../../src/features/match/fair-order.js';
import { NONE, type Scorer } from '../../src/features/match/match.score.js';
import type { FactsMaker, MatchFacts, OfferingFacts } from '../../src/features/match/match-facts.js';
import { MatchTable } from '../../src/features/match/match-table.js';
import type { IndexedOffering } from '../../src/features/search/indexed-offering.js';
import { TEST_NOW } from '../support/test-clock.js';
import { facts, scorer } from './arbitrary-match.js';
import {
  anOffering,
  around,
  aVacancy,
  metresNorth,
  type Profile,
  scorerFor,
  type Values,
} from './weighing.js';

/** The table takes facts as they are. */
const asTheyAre = { make: (indexed) => indexed as unknown } as FactsMaker;
const given = (offerings: readonly OfferingFacts[]) => offerings as unknown as IndexedOffering[];

function tableOf(offerings: readonly OfferingFacts[]): MatchTable {
  const table = new MatchTable(asTheyAre);
  const generation = table.begin();
  generation.add(given(offerings));
  generation.finish();
  return table;
}

/** Offerings called a, b, c ... at one site each. */
const named = (...all: Values[]): OfferingFacts[] =>
  all.map((values, i) => [anOffering({ offeringId: String.fromCharCode(97 + i), ...values })]);
const ids = (found: readonly MatchFacts[]) => found.map(({ offeringId }) => offeringId);

/** What decides the order, as the README says it: lacking, unsaid, and the score from the highest down. */
function orderOf(site: MatchFacts, asked: Scorer): readonly number[] {
  const { needs: asks, needWeight, circumstances } = asked.question;
  const average = needWeight / asks.length;
  const isLacking = ({ bit }: { bit: number }) => !((site.primaryNeeds | site.secondaryNeeds) & bit);
  const ofNeeds = asks.filter(isLacking).reduce((sum, { weight }) => sum + weight / average, 0);
  const isUnsaid = circumstances !== 0 && site.circumstances === 0;
  const missing = isUnsaid ? 0 : circumstances & ~site.circumstances;
  const ofCircumstances = [...missing.toString(2)].filter((bit) => bit === '1').length;
  // Sums of shares differ in their last digits.
  const lacking = Math.round((ofNeeds + ofCircumstances) * 1e6);
  return [lacking, isUnsaid ? 1 : 0, -asked.tenths(site)];
}

/** Orders by the first number that differs. */
function inOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** Every offering with its best site among those that pass, best first: by definition, without any short cut. */
function byBruteForce(offerings: readonly OfferingFacts[], asked: Scorer) {
  return offerings
    .flatMap((sites) => {
      const passing = sites.filter((site) => asked.failing(site) === NONE);
      const { offeringId: id, hash } = sites[0]!;
      const [best] = passing.map((site) => orderOf(site, asked)).sort(inOrder);
      return best ? [{ id, hash, best }] : [];
    })
    .sort(
      (a, b) =>
        inOrder(a.best, b.best) ||
        turnOf(a.hash, asked.question.seed) - turnOf(b.hash, asked.question.seed) ||
        (a.id < b.id ? -1 : 1),
    );
}

const manySites = fc
  .array(facts, { minLength: 1, maxLength: 3 })
  .map((sites) => sites.map((site) => ({ ...site, offeringId: sites[0]!.offeringId, hash: sites[0]!.hash })));
const register = fc.uniqueArray(manySites, { maxLength: 40, selector: ([first]) => first!.offeringId });

describe('a pass over the register', () => {
  it('finds what brute force finds, whatever is asked', () => {
    fc.assert(
      fc.property(register, scorer, fc.integer({ min: 1, max: 50 }), (offerings, asked, limit) => {
        const found = tableOf(offerings).find(asked, limit);
        const expected = byBruteForce(offerings, asked);
        expect(ids(found.best)).toEqual(expected.slice(0, limit).map(({ id }) => id));
        expect(found.best.map((site) => orderOf(site, asked))).toEqual(
          expected.slice(0, limit).map(({ best }) => best),
        );
        expect([found.considered, found.matching]).toEqual([offerings.length, expected.length]);
      }),
    );
  });

  it('follows the register: what changes, moves and goes', () => {
    fc.assert(
      fc.property(
        register,
        register,
        fc.infiniteStream(fc.boolean()),
        scorer,
        (before, changed, coin, asked) => {
          const table = tableOf(before);
          const now = new Map(before.map((sites) => [sites[0]!.offeringId, sites]));
          const gone = before.filter(() => coin.next().value).map(([first]) => first!.offeringId);
          for (const id of gone) now.delete(id);
          for (const sites of changed) now.set(sites[0]!.offeringId, sites);
          table.replace([...gone, ...changed.map(([first]) => first!.offeringId)], given(changed));
          expect(ids(table.find(asked, 50).best)).toEqual(
            ids(tableOf([...now.values()]).find(asked, 50).best),
          );
          for (const id of gone) expect(table.get(id)).toBe(now.get(id));
        },
      ),
    );
  });

  it('answers from the old generation until the new one is finished', () => {
    const table = tableOf(named({}));
    const generation = table.begin();
    generation.add(given(named({}, {}, {})));
    expect(table.find(scorerFor({}), 50).considered).toBe(1);
    generation.finish();
    expect(table.find(scorerFor({}), 50).considered).toBe(3);
  });

  it('finds nothing in an empty register', () => {
    expect(tableOf([]).find(scorerFor({ yearGroup: 8 }, around()), 50)).toEqual({
      best: [],
      considered: 0,
      matching: 0,
      nearMisses: [],
    });
  });
});

describe('hard conditions', () => {
  const years = { minYear: 10, maxYear: 11 };
  const far = { latitude: metresNorth(30_000) };
  const offerings = named({}, years, far, { tier: 'TIER_1' });
  const found = (profile: Profile) =>
    ids(tableOf(offerings).find(scorerFor({ yearGroup: 8, tier: 'TIER_2', ...profile }, around()), 50).best);

  it('are the years and the distance, unless the profile says otherwise', () => {
    expect(found({})).toEqual(['a', 'd']);
    expect(found({ hard: [] }).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(found({ hard: ['TIER'] }).sort()).toEqual(['a', 'b', 'c']);
    expect(found({ hard: ['TIER', 'YEARS', 'DISTANCE'] })).toEqual(['a']);
  });

  it('include the farthest distance itself', () => {
    const edge = around();
    const at = (metres: number) =>
      tableOf(named({ latitude: metresNorth(metres) })).find(scorerFor({}, edge), 9);
    expect([at(24_999.9).matching, at(25_000.9).matching]).toEqual([1, 0]);
  });
});

describe('near misses', () => {
  const misses = (offerings: OfferingFacts[], profile: Profile, where = around()) =>
    tableOf(offerings)
      .find(scorerFor(profile, where), 50)
      .nearMisses.map(({ kind, count, sentence }) => `${kind} ${count}: ${sentence}`);
  const at = (metres: number): Values => ({ latitude: metresNorth(metres) });
  const none: Values = {
    vacancies: [aVacancy('2026-12-01', 0, { state: 'NO_CAPACITY', placesAvailable: 0 })],
  };

  it('say how many more lie a little further', () => {
    const offerings = named(at(0), at(26_000), at(27_000), at(30_500), at(49_000), at(51_000));
    expect(misses(offerings, {})).toEqual(['DISTANCE 3: 3 more would fit if you looked 6 km further.']);
    expect(misses(offerings, {}, around(15.8 * 1_609.344, 'miles'))).toEqual([
      'DISTANCE 3: 3 more would fit if you looked 4 miles further.',
    ]);
  });

  it('reach twice as far as was asked, and at least ten kilometres further', () => {
    expect(misses(named(at(50_001)), {})).toEqual([]);
    expect(misses(named(at(49_999)), {})).toEqual([
      'DISTANCE 1: 1 more would fit if you looked 25 km further.',
    ]);
    expect(misses(named(at(10_500)), {}, around(1_000))).toEqual([
      'DISTANCE 1: 1 more would fit if you looked 10 km further.',
    ]);
    expect(misses(named(at(12_000)), {}, around(1_000))).toEqual([]);
  });

  it('say how many more take the year next to it', () => {
    const offerings = named({}, { minYear: 9 }, { minYear: 4, maxYear: 7 }, { minYear: 10, maxYear: 11 });
    expect(misses(offerings, { yearGroup: 8 })).toEqual([
      'YEARS 2: 2 more would fit if Year 8 were also accepted.',
    ]);
  });

  it('name every other hard condition', () => {
    const miss = (values: Values, profile: Profile, kind: string) =>
      misses(named(values), { ...profile, hard: [kind] })[0];
    const startBy = '2026-12-01';
    const late = { vacancies: [aVacancy('2026-12-20')] };
    const two = { needs: [{ code: 'SEMH' }, { code: 'ASD' }] };
    expect(miss({ tier: 'TIER_1' }, { tier: 'TIER_2' }, 'TIER')).toBe(
      'TIER 1: 1 more would fit if you accepted another tier.',
    );
    expect(miss(late, { startBy }, 'VACANCY')).toBe(
      'VACANCY 1: 1 more would fit if the place could open as late as 20 December 2026.',
    );
    expect(miss({}, two, 'NEEDS')).toBe(
      'NEEDS 1: 1 more would fit if they only had to cater for some of the needs.',
    );
    expect(miss({ circumstances: ['EBSA'] }, { circumstances: ['TRAUMA'] }, 'CIRCUMSTANCES')).toBe(
      'CIRCUMSTANCES 1: 1 more would fit if they only had to list some of the circumstances.',
    );
    expect(miss({ days: ['MON'] }, { daysPerWeek: 2 }, 'DAYS')).toBe(
      'DAYS 1: 1 more would fit if fewer days or other days were enough.',
    );
    expect(miss({ routes: ['PANEL'] }, { referralRoute: 'SCHOOL_DIRECT' }, 'REFERRAL_ROUTE')).toBe(
      'REFERRAL_ROUTE 1: 1 more would fit if you could use another referral route.',
    );
    expect(miss({ ehcPlan: 'NOT_ACCEPTED' }, { ehcPlan: true }, 'EHC_PLAN')).toBe(
      'EHC_PLAN 1: 1 more would fit if they accepted pupils with an EHC plan.',
    );
    expect(miss({ ehcPlan: 'REQUIRED' }, { ehcPlan: false }, 'EHC_PLAN')).toBe(
      'EHC_PLAN 1: 1 more would fit if the pupil had an EHC plan.',
    );
  });

  it('leave out what no giving way would bring', () => {
    const semh = { needs: [{ code: 'ASD' }], hard: ['NEEDS'] };
    expect(misses(named({}), semh)).toEqual([]); // none of the needs at all
    expect(misses(named(none), { hard: ['VACANCY'] })).toEqual([]); // no place at any time
    expect(misses(named({ ...at(26_000), minYear: 9 }), { yearGroup: 8 })).toEqual([]); // two conditions
  });

  it('count an offering once, by the nearest of its sites that fail nothing else', () => {
    const twoSites = [
      anOffering({ offeringId: 'a', siteId: 'near', latitude: metresNorth(26_000) }),
      anOffering({ offeringId: 'a', siteId: 'nearer, full', latitude: metresNorth(25_500), ...none }),
    ];
    expect(misses([twoSites], {})).toEqual(['DISTANCE 1: 1 more would fit if you looked 1 km further.']);
    expect(misses([[...twoSites, anOffering({ offeringId: 'a' })]], {})).toEqual([]);
  });
});

describe('the order among equals', () => {
  const equals = named(...Array.from({ length: 12 }, () => ({})));
  const on = (instant: number) => ids(tableOf(equals).find(scorerFor({}, null, instant), 50).best).join('');
  const HOUR = 3_600_000;

  it('is the same all day long, whatever the order of entry', () => {
    expect(on(TEST_NOW + 11 * HOUR)).toBe(on(TEST_NOW - 11 * HOUR));
    const reversed = tableOf([...equals].reverse()).find(scorerFor({}), 50).best;
    expect(ids(reversed).join('')).toBe(on(TEST_NOW));
  });

  it('is another one the next day, from midnight in London', () => {
    expect(on(TEST_NOW + 12 * HOUR)).not.toBe(on(TEST_NOW));
  });

  it('gives everybody a first place in time', () => {
    const firsts = Array.from({ length: 120 }, (_, days) => on(TEST_NOW + days * 24 * HOUR).charAt(0));
    expect(new Set(firsts).size).toBe(equals.length);
  });
});
