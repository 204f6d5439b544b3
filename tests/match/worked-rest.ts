import { around, aVacancy } from './weighing.js';
import {
  ageing,
  also,
  assessment,
  at,
  comes,
  full,
  made,
  needs,
  nowhere,
  open,
  opening,
  type Worked,
  waiting,
  years,
} from './worked.js';

const needShares = 'needs 60, vacancy 40';

// biome-ignore format: tables
/** Profiles that ask for something else, alone or with a need. */
export const restAsked: readonly Worked[] = [
  {
    title: '25. nothing asked: the place alone',
    asked: {}, shares: 'vacancy 100',
    offerings: { full, waiting, unsaid: {}, open },
    order: [['open', 100, '100'], ['unsaid', 50, '100 / 2'], ['waiting', 25, '100 / 4'], ['full', 0, '0']],
  },
  {
    title: '26. what is said of places',
    asked: needs('SEMH'), shares: needShares,
    offerings: { full, waiting, assessment, ageing, open },
    order: [
      ['open', 100, '60 + 40'], ['ageing', 92, '60 + 40 x 0.8'], ['assessment', 80, '60 + 40 / 2'], ['waiting', 70, '60 + 40 / 4'],
      ['full', 60, '60 + 0'],
    ],
  },
  {
    title: '27. a place that opens late: a quarter of 84 days is a quarter less',
    asked: { ...needs('SEMH'), startBy: '2027-01-05' }, shares: needShares,
    offerings: {
      never: opening('2027-03-30'), half: opening('2027-02-16'), quarter: opening('2027-01-26'), inTime: opening('2027-01-05'),
    },
    order: [
      ['inTime', 100, '60 + 40'], ['quarter', 90, '21 days: 60 + 40 x 3/4'], ['half', 80, '42 days: 60 + 40 / 2'],
      ['never', 60, '84 days: 60 + 0'],
    ],
  },
  {
    title: '28. a hard vacancy leaves out what has none, and nothing unsaid; the need still decides',
    asked: { ...needs('SEMH'), hard: ['VACANCY'] }, shares: needShares,
    offerings: { full, waiting, other: { ...made('MLD'), ...open }, unsaid: {} },
    order: [['unsaid', 80, 'lacks 0: 60 + 20'], ['other', 40, 'lacks 1: 0 + 40']],
  },
  {
    title: '29. a tier is neither a need nor a circumstance: the score decides',
    asked: { tier: 'TIER_2' }, shares: 'tier 33.3, vacancy 66.7',
    offerings: { same: full, before: { tier: 'TIER_1' }, after: { tier: 'TIER_3', ...open } },
    order: [
      ['after', 83.4, '33.3 / 2, so 16.7, + 66.7'], ['before', 50.1, '16.7 + 66.7 / 2, so 33.4'], ['same', 33.3, '33.3 + 0'],
    ],
  },
  {
    title: '30. a tier two steps away brings nothing',
    asked: { tier: 'TIER_1' }, shares: 'tier 33.3, vacancy 66.7',
    offerings: { same: { tier: 'TIER_1', ...waiting }, third: { tier: 'TIER_3', ...open } },
    order: [['third', 66.7, '0 + 66.7'], ['same', 50, '33.3 + 66.7 / 4 = 16.675, so 16.7']],
  },
  {
    title: '31. a hard year group leaves out who does not take it',
    asked: { ...needs('SEMH'), yearGroup: 8 }, shares: 'needs 54.5, years 9.1, vacancy 36.4',
    offerings: { older: years(10, 11).of(open), takes: open },
    order: [['takes', 100, '54.5 + 9.1 + 36.4']],
  },
  {
    title: '32. a soft year group costs its points, and a need decides before it',
    asked: { ...needs('SEMH'), yearGroup: 10, hard: [] }, shares: 'needs 54.5, years 9.1, vacancy 36.4',
    offerings: {
      other: { ...made('MLD'), ...years(9, 11).of(open) }, also: { ...also('SEMH'), ...years(9, 11).of(full) },
      younger: { ...years(7, 9).only, vacancies: [aVacancy('2026-12-01', 0, { maxYear: 11 })] },
    },
    order: [
      ['younger', 90.9, 'lacks 0: 54.5 + 0 + 36.4'],
      ['also', 36.4, 'lacks 0: 54.5 / 2 = 27.25, so 27.3, + 9.1 + 0'],
      ['other', 45.5, 'lacks 1: 0 + 9.1 + 36.4'],
    ],
  },
  {
    title: '33. an age is one of two years: 13 is Year 8 or 9',
    asked: { age: 13 }, shares: 'years 20, vacancy 80',
    offerings: { older: years(10, 11).of(open), both: full, one: years(9, 11).of(open) },
    order: [['one', 90, '20 / 2 + 80'], ['both', 20, '20 + 0']],
  },
  {
    title: '34. nearer is better, down to the limit, beyond which there is nothing',
    asked: {}, where: around(), shares: 'distance 42.9, vacancy 57.1',
    offerings: { out: { ...at(26_000), ...open }, at20: { ...at(20_000), ...open }, at10: { ...at(10_000), ...open }, here: full },
    order: [
      ['at10', 89.3, '42.9 x (25 - 10) / 20 = 32.175, so 32.2, + 57.1'],
      ['at20', 67.8, '42.9 x (25 - 20) / 20 = 10.725, so 10.7, + 57.1'],
      ['here', 42.9, '42.9 + 0'],
    ],
  },
  {
    title: '35. without a limit, no distance is left out, and from 40 km there are no points',
    asked: {}, where: around(null), shares: 'distance 42.9, vacancy 57.1',
    offerings: { at68: { ...at(68_000), ...open }, at16: { ...at(16_000), ...open }, at4: { ...at(4_000), ...full } },
    order: [
      ['at16', 89.3, '42.9 x (40 - 16) / 32 = 32.175, so 32.2, + 57.1'], ['at68', 57.1, '0 + 57.1'], ['at4', 42.9, '42.9 + 0'],
    ],
  },
  {
    title: '36. what comes to the pupil is as good as near; an unknown site counts half',
    asked: needs('SEMH'), where: around(), shares: 'needs 46.1, distance 23.1, vacancy 30.8',
    offerings: {
      elsewhere: { ...comes('LA:935'), ...open }, unknown: { ...nowhere, ...open }, at10: { ...at(10_000), ...open },
      comes: { ...comes('LA:926'), ...open },
    },
    order: [
      ['comes', 100, '46.1 + 23.1 + 30.8'],
      ['at10', 94.2, '46.1 + 23.1 x 3/4 = 17.325, so 17.3, + 30.8'],
      ['unknown', 88.5, '46.1 + 23.1 / 2 = 11.55, so 11.6, + 30.8'],
    ],
  },
  {
    title: '37. one offering at two sites comes once, where it fits best',
    asked: needs('SEMH'), where: around(), shares: 'needs 46.1, distance 23.1, vacancy 30.8',
    offerings: { other: { ...made('MLD'), ...open }, two: [{ ...full, siteId: 'near' }, { ...at(10_000), ...open, siteId: 'far' }] },
    order: [
      ['two', 94.2, 'far: 46.1 + 17.3 + 30.8; near: 46.1 + 23.1 + 0 = 69.2'],
      ['other', 53.9, 'lacks 1: 0 + 23.1 + 30.8'],
    ],
  },
  {
    title: '38. days a week: the share of them, half if unsaid',
    asked: { daysPerWeek: 4 }, shares: 'vacancy 87, days 13',
    offerings: { unsaid: {}, two: { days: ['MON', 'TUE'], ...open }, four: { days: ['MON', 'TUE', 'WED', 'THU'], ...open } },
    order: [['four', 100, '13 + 87'], ['two', 93.5, '13 / 2 + 87'], ['unsaid', 50, '6.5 + 43.5']],
  },
  {
    title: '39. named days: those that it runs on',
    asked: { days: ['MON', 'TUE'] }, shares: 'vacancy 87, days 13',
    offerings: { monday: { days: ['MON'], ...full }, three: { days: ['MON', 'TUE', 'WED'], ...ageing }, friday: { days: ['FRI'], ...open } },
    order: [['friday', 87, '0 + 87'], ['three', 82.6, '13 + 87 x 0.8 = 69.6'], ['monday', 6.5, '13 / 2 + 0']],
  },
  {
    title: '40. a referral route: taken, unsaid, not taken',
    asked: { referralRoute: 'SCHOOL_DIRECT' }, shares: 'vacancy 83.3, route 16.7',
    offerings: { panel: { routes: ['PANEL'], ...open }, unsaid: open, takes: { routes: ['SCHOOL_DIRECT', 'PANEL'], ...open } },
    order: [['takes', 100, '16.7 + 83.3'], ['unsaid', 91.7, '16.7 / 2, so 8.4, + 83.3'], ['panel', 83.3, '0 + 83.3']],
  },
  {
    title: '41. an EHC plan: required or accepted, unsaid, not accepted',
    asked: { ehcPlan: true }, shares: 'vacancy 87, plan 13',
    offerings: {
      accepted: { ehcPlan: 'ACCEPTED', ...waiting }, not: { ehcPlan: 'NOT_ACCEPTED', ...open }, unsaid: open,
      required: { ehcPlan: 'REQUIRED', ...open },
    },
    order: [
      ['required', 100, '13 + 87'], ['unsaid', 93.5, '6.5 + 87'], ['not', 87, '0 + 87'], ['accepted', 34.8, '13 + 87 / 4 = 21.75, so 21.8'],
    ],
  },
  {
    title: '42. no EHC plan: not accepted is a yes, required is a no',
    asked: { ehcPlan: false }, shares: 'vacancy 87, plan 13',
    offerings: {
      not: { ehcPlan: 'NOT_ACCEPTED', ...assessment }, required: { ehcPlan: 'REQUIRED', ...open }, accepted: { ehcPlan: 'ACCEPTED', ...open },
    },
    order: [['accepted', 100, '13 + 87'], ['required', 87, '0 + 87'], ['not', 56.5, '13 + 87 / 2']],
  },
];
