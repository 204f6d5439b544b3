import {
  compareInput,
  isAsked,
  isHard,
  type MatchProfile,
  MOST_COMPARED,
  MOST_MATCHES,
  matchInput,
  matchProfile,
  type PartKind,
  partKinds,
} from '../../src/features/match/match.rules.js';
import {
  codes,
  describeLimits,
  letters,
  list,
  needed,
  orLeftOut,
  several,
  text,
  whole,
} from '../support/limits.js';

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const near = { place: { name: 'Fakenham' } };

describeLimits(
  'a profile',
  matchProfile,
  {},
  {
    needs: orLeftOut([
      [
        [],
        codes(13).map((code) => ({ code })),
        [{ code: 'SEMH', weight: 1 }],
        [{ code: letters(100), weight: 10 }],
      ],
      [
        codes(14).map((code) => ({ code })),
        [{ code: 'SEMH' }, { code: 'SEMH', weight: 2 }],
        ...[{ weight: 0 }, { weight: 11 }, { weight: 1.5 }, { code: letters(101) }, { more: 1 }].map(
          (one) => [{ code: 'SEMH', ...one }],
        ),
      ],
    ]),
    circumstances: orLeftOut(list(20)),
    yearGroup: orLeftOut(whole(0, 14)),
    age: orLeftOut(whole(4, 19)),
    tier: orLeftOut(text(0, 100)),
    startBy: orLeftOut([['2027-01-05'], ['soon']]),
    daysPerWeek: orLeftOut(whole(1, 7)),
    days: orLeftOut([
      [weekdays, []],
      [[...weekdays, 'MON'], ['MONDAY']],
    ]),
    near: orLeftOut([[near], ['Fakenham']]),
    referralRoute: orLeftOut(text(0, 100)),
    ehcPlan: orLeftOut([[true, false], ['yes']]),
    hard: orLeftOut([
      [[], ['VACANCY'], several(9, () => 'VACANCY')],
      [['PRICE'], several(10, () => 'VACANCY')],
    ]),
  },
);

const profile = (values: object): MatchProfile => matchProfile.parse(values);
/** What a profile must say for each part to be weighed. */
const says: Readonly<Record<PartKind, readonly object[]>> = {
  NEEDS: [{ needs: [{ code: 'SEMH' }] }],
  CIRCUMSTANCES: [{ circumstances: ['EBSA'] }],
  YEARS: [{ yearGroup: 0 }, { age: 12 }],
  TIER: [{ tier: 'TIER_1' }],
  DISTANCE: [{ near }],
  VACANCY: [{}, { startBy: '2027-01-05' }],
  DAYS: [{ days: ['MON'] }, { daysPerWeek: 2 }],
  REFERRAL_ROUTE: [{ referralRoute: 'PANEL' }],
  EHC_PLAN: [{ ehcPlan: false }, { ehcPlan: true }],
};

describe('a part of a match', () => {
  it('is one of nine, in this order', () => {
    expect(partKinds).toEqual(Object.keys(says));
  });

  it.each(partKinds)('%s is asked by what it weighs, and by nothing else', (kind) => {
    for (const values of says[kind]) expect(isAsked(profile(values), kind)).toBe(true);
    for (const [other, all] of Object.entries(says)) {
      if (other === kind || kind === 'VACANCY') continue;
      for (const values of all) expect([other, isAsked(profile(values), kind)]).toEqual([other, false]);
    }
  });

  it.each(partKinds)('%s can be a hard condition where the profile says anything of it', (kind) => {
    const { error } = matchProfile.safeParse({ ...says[kind][0], hard: [kind] });
    expect(error).toBeUndefined();
    if (kind === 'VACANCY') return;
    const wrong = matchProfile.safeParse({ hard: ['VACANCY', kind] }).error?.issues;
    expect(wrong?.map(({ path, message }) => [path, message])).toEqual([
      [
        ['hard'],
        `${kind} cannot be a hard condition, because the profile has no value for it. Add one, or remove it from hard.`,
      ],
    ]);
  });

  it('is a hard condition where it is named; years and distance unless told', () => {
    const hardOf = (hard?: PartKind[]) => partKinds.filter((kind) => isHard({ hard }, kind));
    expect(hardOf()).toEqual(['YEARS', 'DISTANCE']);
    expect(hardOf([])).toEqual([]);
    expect(hardOf(['TIER', 'NEEDS'])).toEqual(['NEEDS', 'TIER']);
  });
});

describe('a profile', () => {
  it('gives a year group or an age', () => {
    const wrong = matchProfile.safeParse({ yearGroup: 9, age: 13 }).error?.issues;
    expect(wrong?.map(({ path }) => path)).toEqual([['age']]);
  });

  it('weighs all needs alike unless told', () => {
    expect(profile({ needs: [{ code: 'SEMH' }] })).toEqual({
      ...{ needs: [{ code: 'SEMH', weight: 1 }], circumstances: [], days: [] },
    });
  });
});

describeLimits(
  'a match',
  matchInput,
  { profile: {} },
  { first: orLeftOut(whole(1, 50)), profile: needed([[{}], ['all']]) },
);
describeLimits(
  'a comparison',
  compareInput,
  { profile: {}, offerings: ['off_1'] },
  { offerings: needed(list(6, undefined, 1)) },
);

describe('a match', () => {
  it('is of twenty unless told, fifty at most; six are compared', () => {
    expect(matchInput.parse({ profile: {} }).first).toBe(20);
    expect([MOST_MATCHES, MOST_COMPARED]).toEqual([50, 6]);
  });
});
