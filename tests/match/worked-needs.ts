import { around } from './weighing.js';
import { also, at, full, lists, made, needs, open, type Worked, waiting, years } from './worked.js';

const circumstanceShares = 'circumstances 33.3, vacancy 66.7';
const needShares = 'needs 60, vacancy 40';
const bothShares = 'needs 50, circumstances 16.7, vacancy 33.3';

// biome-ignore format: tables
/** Profiles that ask for circumstances. */
export const circumstancesAsked: readonly Worked[] = [
  {
    title: '1. a circumstance that is all that was asked decides, whatever has a place',
    asked: lists('EBSA'), shares: circumstanceShares,
    offerings: { lists: { ...lists('EBSA'), ...full }, silent: open, other: { ...lists('MEDICAL'), ...open } },
    order: [
      ['lists', 33.3, 'lacks 0: 33.3 + 0'],
      ['silent', 83.4, 'unsaid: 33.3 / 2 = 16.65, so 16.7, + 66.7'],
      ['other', 66.7, 'lacks 1: 0 + 66.7'],
    ],
  },
  {
    title: '2. of those that list it, the place decides',
    asked: lists('EBSA'), shares: circumstanceShares,
    offerings: { full: { ...lists('EBSA'), ...full }, unsaid: lists('EBSA'), open: { ...lists('EBSA'), ...open } },
    order: [
      ['open', 100, '33.3 + 66.7'],
      ['unsaid', 66.7, '33.3 + 66.7 / 2 = 33.35, so 33.4'],
      ['full', 33.3, '33.3 + 0'],
    ],
  },
  {
    title: '3. with an age and days: the group for the circumstance comes before an open place that lacks it',
    asked: { ...lists('TRAUMA'), age: 16, daysPerWeek: 2 }, shares: 'circumstances 26.3, years 13.2, vacancy 52.6, days 7.9',
    offerings: {
      group: { ...lists('TRAUMA'), ...years(9, 13).only, days: ['TUE', 'WED', 'THU'] },
      workshop: { ...lists('EBSA'), ...years(9, 13).of(open), days: ['MON', 'TUE'] },
      college: { ...years(9, 13).of(open), days: ['MON', 'TUE'] },
    },
    order: [
      ['group', 73.7, 'lacks 0: 26.3 + 13.2 + 52.6 / 2 + 7.9'],
      ['college', 86.9, 'unsaid: 26.3 / 2 = 13.15, so 13.2, + 13.2 + 52.6 + 7.9'],
      ['workshop', 73.7, 'lacks 1: 0 + 13.2 + 52.6 + 7.9'],
    ],
  },
  {
    title: '4. half of the years and half of the days count half',
    asked: { ...lists('TRAUMA'), age: 16, daysPerWeek: 2 }, shares: 'circumstances 26.3, years 13.2, vacancy 52.6, days 7.9',
    offerings: {
      half: { ...lists('TRAUMA'), ...years(10, 11).of(open), days: ['MON'] },
      full: { ...lists('TRAUMA'), ...years(9, 13).of(full) },
    },
    order: [
      ['half', 89.5, '26.3 + 6.6 + 52.6 + 7.9 / 2 = 3.95, so 4.0'],
      ['full', 43.5, '26.3 + 13.2 + 0 + 4.0 for unknown days'],
    ],
  },
  {
    title: '5. of two circumstances: both, then unsaid, then one, then none',
    asked: lists('EBSA', 'TRAUMA'), shares: circumstanceShares,
    offerings: {
      none: { ...lists('MEDICAL'), ...open }, one: { ...lists('TRAUMA'), ...open }, silent: open, both: { ...lists('EBSA', 'TRAUMA'), ...full },
    },
    order: [
      ['both', 33.3, 'lacks 0: 33.3 + 0'],
      ['silent', 83.4, 'unsaid: 16.7 + 66.7'],
      ['one', 83.4, 'lacks 1: 33.3 / 2, so 16.7, + 66.7'],
      ['none', 66.7, 'lacks 2: 0 + 66.7'],
    ],
  },
  {
    title: '6. of three circumstances: nothing unknown counts as lacking',
    asked: lists('EBSA', 'MEDICAL', 'TRAUMA'), shares: circumstanceShares,
    offerings: { one: { ...lists('EBSA'), ...open }, two: { ...lists('EBSA', 'MEDICAL'), ...full }, silent: full },
    order: [
      ['silent', 16.7, 'unsaid: 16.7 + 0'],
      ['two', 22.2, 'lacks 1: 33.3 x 2/3 + 0'],
      ['one', 77.8, 'lacks 2: 33.3 / 3 + 66.7'],
    ],
  },
  {
    title: '7. a hard circumstance leaves out what is known to lack it, and nothing unsaid',
    asked: { ...lists('EBSA'), hard: ['CIRCUMSTANCES'] }, shares: circumstanceShares,
    offerings: { other: { ...lists('MEDICAL'), ...open }, silent: open, lists: { ...lists('EBSA'), ...full } },
    order: [['lists', 33.3, 'lacks 0: 33.3 + 0'], ['silent', 83.4, 'unsaid: 16.7 + 66.7']],
  },
  {
    title: '8. a circumstance outweighs being near',
    asked: lists('EBSA'), where: around(), shares: 'circumstances 22.2, distance 33.3, vacancy 44.5',
    offerings: { far: { ...lists('EBSA'), ...at(20_000), ...full }, silent: open, other: { ...lists('MEDICAL'), ...open } },
    order: [
      ['far', 30.5, 'lacks 0: 22.2 + 33.3 / 4 = 8.3 + 0'],
      ['silent', 88.9, 'unsaid: 11.1 + 33.3 + 44.5'],
      ['other', 77.8, 'lacks 1: 0 + 33.3 + 44.5'],
    ],
  },
];

// biome-ignore format: tables
/** Profiles that ask for needs. */
export const needsAsked: readonly Worked[] = [
  {
    title: '9. designed or also catering: nothing is lacking, so the score decides',
    asked: needs('SEMH'), shares: needShares,
    offerings: { other: { ...made('MLD'), ...open }, designed: { ...made('SEMH'), ...full }, also: { ...also('SEMH'), ...open } },
    order: [['also', 70, 'lacks 0: 30 + 40'], ['designed', 60, 'lacks 0: 60 + 0'], ['other', 40, 'lacks 1: 0 + 40']],
  },
  {
    title: '10. a need that is met without a place comes before a place that does not meet it',
    asked: needs('ASD'), shares: needShares,
    offerings: { other: open, full: { ...made('ASD'), ...full }, unsaid: made('ASD') },
    order: [['unsaid', 80, '60 + 40 / 2'], ['full', 60, '60 + 0'], ['other', 40, 'lacks 1: 0 + 40']],
  },
  {
    title: '11. of two needs: both, then one',
    asked: needs('SEMH', 'ASD'), shares: needShares,
    offerings: {
      little: { ...also('ASD'), ...open }, one: { ...made('SEMH'), ...open }, both: { ...made('SEMH', 'ASD'), ...full },
      mostly: { ...made('SEMH'), secondaryNeeds: ['ASD'], ...full },
    },
    order: [
      ['both', 60, 'lacks 0: 60 + 0'],
      ['mostly', 45, 'lacks 0: 60 x 3/4 + 0'],
      ['one', 70, 'lacks 1: 60 / 2 + 40'],
      ['little', 55, 'lacks 1: 60 / 4 + 40'],
    ],
  },
  {
    title: '12. a need of three times the weight is lacked three times as much',
    asked: needs(['SEMH', 3], 'ASD'), shares: needShares,
    offerings: { lighter: { ...made('ASD'), ...open }, heavier: { ...made('SEMH'), ...full }, both: { ...also('SEMH', 'ASD'), ...full } },
    order: [
      ['both', 30, 'lacks 0: 60 / 2 + 0'],
      ['heavier', 45, 'lacks 1 of an average of 2, so 0.5: 60 x 3/4 + 0'],
      ['lighter', 55, 'lacks 3 of an average of 2, so 1.5: 60 / 4 + 40'],
    ],
  },
  {
    title: '13. ten against one',
    asked: needs(['SEMH', 10], ['ASD', 1]), shares: needShares,
    offerings: { lighter: { ...made('ASD'), ...open }, heavier: { ...made('SEMH'), ...full } },
    order: [
      ['heavier', 54.5, 'lacks 1 / 5.5: 60 x 10/11 = 54.54 + 0'],
      ['lighter', 45.5, 'lacks 10 / 5.5: 60 / 11 = 5.45, so 5.5, + 40'],
    ],
  },
  {
    title: '14. equal weights are the same, however high',
    asked: needs(['SEMH', 5], ['ASD', 5]), shares: needShares,
    offerings: { one: { ...made('SEMH'), ...open }, both: { ...made('SEMH', 'ASD'), ...full } },
    order: [['both', 60, 'lacks 0: 60 + 0'], ['one', 70, 'lacks 5 of an average of 5, so 1: 30 + 40']],
  },
  {
    title: '15. of three needs: the fewest lacking first, whatever the score',
    asked: needs('SEMH', 'ASD', 'SLCN'), shares: needShares,
    offerings: {
      one: { ...made('SEMH'), ...open }, two: { ...also('SEMH', 'ASD'), ...open }, three: { ...also('SEMH', 'ASD', 'SLCN'), ...full },
    },
    order: [
      ['three', 30, 'lacks 0: 60 / 2 + 0'],
      ['two', 60, 'lacks 1: 60 x 1/3 + 40'],
      ['one', 60, 'lacks 2: 60 x 1/3 + 40'],
    ],
  },
  {
    title: '16. weights 1, 2 and 3: an average of 2, so they count a half, one and one and a half',
    asked: needs(['SEMH', 1], ['ASD', 2], ['SLCN', 3]), shares: needShares,
    offerings: {
      heaviest: { ...made('SLCN'), ...full }, others: { ...made('SEMH', 'ASD'), ...open }, noAsd: { ...made('SEMH', 'SLCN'), ...full },
      noSemh: { ...made('ASD', 'SLCN'), ...full },
    },
    order: [
      ['noSemh', 50, 'lacks 0.5: 60 x 5/6 + 0'],
      ['noAsd', 40, 'lacks 1: 60 x 4/6 + 0'],
      ['others', 70, 'lacks 1.5: 60 x 3/6 + 40'],
      ['heaviest', 30, 'lacks 0.5 + 1: 60 x 3/6 + 0'],
    ],
  },
  {
    title: '17. hard needs leave out what lacks one of them',
    asked: { ...needs('SEMH', 'ASD'), hard: ['NEEDS'] }, shares: needShares,
    offerings: { one: { ...made('SEMH'), ...open }, both: { ...also('SEMH', 'ASD'), ...full } },
    order: [['both', 30, '60 / 2 + 0']],
  },
  {
    title: '18. an offering that lists no needs lacks them',
    asked: needs('SEMH'), shares: needShares,
    offerings: { none: { ...made(), ...open }, also: also('SEMH') },
    order: [['also', 50, 'lacks 0: 30 + 20'], ['none', 40, 'lacks 1: 0 + 40']],
  },
];

// biome-ignore format: tables
/** Profiles that ask for both. */
export const bothAsked: readonly Worked[] = [
  {
    title: '19. a need and a circumstance: each counts one',
    asked: { ...needs('SEMH'), ...lists('EBSA') }, shares: bothShares,
    offerings: {
      neither: { ...made('MLD'), ...lists('MEDICAL'), ...open }, unsaidOnly: { ...made('MLD'), ...open },
      circumstance: { ...made('MLD'), ...lists('EBSA'), ...open }, need: { ...lists('MEDICAL'), ...open }, silent: open,
      both: { ...lists('EBSA'), ...full },
    },
    order: [
      ['both', 66.7, 'lacks 0: 50 + 16.7 + 0'],
      ['silent', 91.7, 'unsaid: 50 + 16.7 / 2 = 8.35, so 8.4, + 33.3'],
      ['need', 83.3, 'lacks 1: 50 + 0 + 33.3'],
      ['circumstance', 50, 'lacks 1: 0 + 16.7 + 33.3'],
      ['unsaidOnly', 41.7, 'lacks 1 and unsaid: 0 + 8.4 + 33.3'],
      ['neither', 33.3, 'lacks 2: 0 + 0 + 33.3'],
    ],
  },
  {
    title: '20. a light need is lacked less than a circumstance, a heavy one more',
    asked: { ...needs(['SEMH', 3], 'ASD'), ...lists('EBSA') }, shares: bothShares,
    offerings: {
      noHeavy: { ...made('ASD'), ...lists('EBSA'), ...open }, noCircumstance: { ...made('SEMH', 'ASD'), ...lists('MEDICAL'), ...open },
      noLight: { ...made('SEMH'), ...lists('EBSA'), ...full },
    },
    order: [
      ['noLight', 54.2, 'lacks 0.5: 50 x 3/4 + 16.7 + 0'],
      ['noCircumstance', 83.3, 'lacks 1: 50 + 0 + 33.3'],
      ['noHeavy', 62.5, 'lacks 1.5: 50 / 4 + 16.7 + 33.3'],
    ],
  },
  {
    title: '21. what is unsaid comes after what is said, where as much is lacking',
    asked: { ...needs('SEMH', 'ASD'), ...lists('EBSA') }, shares: bothShares,
    offerings: { silent: { ...made('SEMH'), ...open }, says: { ...made('SEMH', 'ASD'), ...lists('MEDICAL'), ...full } },
    order: [['says', 50, 'lacks 1: 50 + 0 + 0'], ['silent', 66.7, 'lacks 1 and unsaid: 25 + 8.4 + 33.3']],
  },
  {
    title: '22. one lacking is one lacking, of needs or of circumstances: then the score',
    asked: { ...needs('SEMH', 'ASD'), ...lists('EBSA', 'TRAUMA') }, shares: bothShares,
    offerings: {
      noTrauma: { ...made('SEMH', 'ASD'), ...lists('EBSA'), ...full }, noAsd: { ...made('SEMH'), ...lists('EBSA', 'TRAUMA'), ...open },
      silent: { ...made('SEMH', 'ASD'), ...full },
    },
    order: [
      ['silent', 58.4, 'unsaid: 50 + 8.4 + 0'],
      ['noAsd', 75, 'lacks 1: 25 + 16.7 + 33.3'],
      ['noTrauma', 58.4, 'lacks 1: 50 + 16.7 / 2, so 8.4, + 0'],
    ],
  },
  {
    title: '23. with a year group: a better score does not make up for a circumstance',
    asked: { ...needs('SEMH'), ...lists('EBSA'), yearGroup: 8 }, shares: 'needs 46.1, circumstances 15.4, years 7.7, vacancy 30.8',
    offerings: {
      lacking: { ...made('SEMH'), ...lists('MEDICAL'), ...open }, silent: waiting, also: { ...also('SEMH'), ...lists('EBSA'), ...open },
    },
    order: [
      ['also', 77, 'lacks 0: 46.1 / 2 = 23.05, so 23.1, + 15.4 + 7.7 + 30.8'],
      ['silent', 69.2, 'unsaid: 46.1 + 7.7 + 7.7 + 30.8 / 4'],
      ['lacking', 84.6, 'lacks 1: 46.1 + 0 + 7.7 + 30.8'],
    ],
  },
  {
    title: '24. everything asked, nothing hard',
    asked: {
      ...needs('SEMH'), ...lists('EBSA'), yearGroup: 8, tier: 'TIER_2', startBy: '2027-01-05', daysPerWeek: 2, referralRoute: 'PANEL',
      ehcPlan: true, hard: [],
    },
    where: around(), shares: 'needs 30, circumstances 10, years 5, tier 10, distance 15, vacancy 20, days 3, route 4, plan 3',
    offerings: {
      noNeed: { ...made('MLD'), ...lists('EBSA'), days: ['MON', 'TUE'], routes: ['PANEL'], ehcPlan: 'ACCEPTED', ...open },
      silent: open,
      full: { ...lists('EBSA'), days: ['MON', 'TUE'], routes: ['PANEL'], ehcPlan: 'ACCEPTED', ...full },
    },
    order: [
      ['full', 80, 'lacks 0: everything but the 20 of the vacancy'],
      ['silent', 90, 'unsaid: half of 10, 3, 4 and 3 is 10 fewer than 100'],
      ['noNeed', 70, 'lacks 1: everything but the 30 of the need'],
    ],
  },
];
