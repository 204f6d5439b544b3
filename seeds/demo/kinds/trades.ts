import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const workshop = {
  ...boughtBySchools,
  tier: 'TIER_2',
  delivery: [['IN_PERSON']],
  attendance: 'PART_TIME',
  outcomes: ['OPPORTUNITY', 'LEARNING', 'RESILIENCE', 'SAFE_AND_SECURE'],
} as const;

/** Workshops, one to three days a week alongside school. */
export const trades: readonly OfferingKind[] = [
  {
    ...workshop,
    id: 'motor-vehicle',
    titles: [
      'Motor vehicle workshop',
      'Introduction to car maintenance',
      'Motor mechanics for beginners',
      'Motorcycle repair and maintenance',
    ],
    what: [
      'Young people strip, clean and rebuild engines in a working garage alongside qualified mechanics.',
      'Car maintenance for pupils who learn best with a spanner in the hand.',
      'Motor vehicle repair from the first oil change to a full service, in overalls and at a real ramp.',
      'Learners take two tired motorcycles apart in September and hear them start again in July.',
    ],
    how: [
      'Measuring, reading manuals and writing job cards bring maths and English in by the back door.',
      'A handful of learners share one instructor, and health and safety comes before everything else.',
      'The day runs like work: clock in, tool check, tea at eleven, sweep up at half past two.',
    ],
    next: [
      'The award counts towards a college course, and the tutor writes a reference.',
      'Pupils stay on roll at school, which hears from us on the day if someone is missing.',
      'Good attenders spend a week with a local garage in the summer term.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['SPLD'] },
      { primary: ['SEMH'], secondary: ['MLD'] },
      { primary: ['SEMH', 'SPLD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['AT_RISK_OF_EXCLUSION', 'YOUTH_JUSTICE'],
      ['AT_RISK_OF_EXCLUSION', 'PERMANENTLY_EXCLUDED'],
    ],
    years: [
      [9, 11],
      [10, 11],
      [8, 11],
    ],
    hours: [5, 11],
    runs: [
      ['TUE', 'WED', 'THU'],
      ['MON', 'TUE', 'WED', 'THU', 'FRI'],
      ['WED', 'FRI'],
    ],
    group: [4, 6],
    weeks: [
      [12, 38],
      [38, 38],
      [18, 38],
    ],
    minimumWeeks: 6,
    price: ['DAY', 90, 135],
    accreditations: [['CITY_AND_GUILDS'], ['NOCN'], ['CITY_AND_GUILDS', 'FUNCTIONAL_SKILLS'], []],
    vacancy: { unit: 'DAY', places: [1, 4] },
  },
  {
    ...workshop,
    id: 'construction',
    titles: [
      'Construction skills',
      'Bricklaying and joinery taster',
      'Building trades, one or two days a week',
      'Painting, decorating and plastering',
    ],
    what: [
      'Bricklaying, joinery, plumbing and decorating in an indoor workshop where walls go up on Monday and come down on Friday.',
      'Pupils build something that stays: a shed for a school, a bench for a bus stop, a porch for the village hall.',
      'An introduction to the building trades for young people who are switched off by classrooms.',
      'Painting and decorating, tiling and plastering taught by tradespeople with teaching certificates.',
    ],
    how: [
      'Every practical task has its maths: areas, angles, quantities and cost.',
      'Learners work in pairs, wear full protective kit and are responsible for their own tools.',
      'Instructors keep to one rule for everyone: respect on site.',
    ],
    next: [
      'The site safety test can be taken at the end.',
      'Many learners go on to the level 1 course at college.',
      'A certificate is given for each completed unit, so that a short stay still counts.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['MLD'] },
      { primary: ['SEMH', 'SPLD'] },
      { primary: ['SEMH', 'MLD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
      ['PERMANENTLY_EXCLUDED', 'AT_RISK_OF_EXCLUSION'],
    ],
    years: [
      [9, 11],
      [10, 11],
      [10, 13],
    ],
    hours: [5, 12],
    runs: [
      ['MON', 'TUE', 'WED', 'THU'],
      ['TUE', 'THU'],
      ['MON', 'WED', 'FRI'],
    ],
    group: [4, 8],
    weeks: [
      [12, 38],
      [38, 38],
      [6, 18],
    ],
    minimumWeeks: 6,
    price: ['DAY', 85, 130],
    accreditations: [['NOCN'], ['CITY_AND_GUILDS'], ['BTEC'], ['AQA_UNIT_AWARD']],
    vacancy: { unit: 'DAY', places: [1, 5] },
  },
  {
    ...workshop,
    id: 'cycle-workshop',
    titles: ['Cycle repair workshop', 'Bike maintenance and riding', 'Build a bike'],
    what: [
      'Learners rebuild a donated bicycle and keep it at the end.',
      'Bike maintenance first, then riding on quiet lanes and forest tracks.',
      'A cycle workshop for young people who need something to do with their hands while they talk.',
    ],
    how: [
      'Brakes, gears and wheels are taken one week at a time, with a skills card to sign.',
      'The mechanic is also a youth worker, and two learners share a stand.',
      'Sessions are quiet, practical and the same every week.',
    ],
    next: [
      'Helmets, gloves and lunch are provided.',
      'Repaired bikes are sold to pay for parts, and learners see the accounts.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['ASD'] },
      { primary: ['SEMH'], secondary: ['SPLD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION', 'EBSA'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [7, 11],
      [6, 9],
    ],
    hours: [3, 6],
    runs: [['TUE', 'THU'], ['MON', 'WED', 'FRI'], ['WED']],
    group: [2, 4],
    weeks: [
      [6, 12],
      [10, 20],
    ],
    price: ['HALF_DAY', 50, 75],
    accreditations: [['AQA_UNIT_AWARD'], ['NOCN'], []],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
  {
    ...workshop,
    id: 'boat-building',
    titles: ['Boat building and repair', 'Wooden boat workshop'],
    what: [
      'Young people build a clinker dinghy from plank to paint in a waterside shed.',
      'Traditional boat building for pupils who like quiet work and a visible result.',
    ],
    how: [
      'A shipwright and a teacher work with a group of four; sawing, steaming and sanding leave plenty of room for talk.',
      'Measuring twice is the maths lesson, and the log book is the English lesson.',
    ],
    next: [
      'The group launches its boat in July and invites families aboard.',
      'Life jackets are worn near the water at all times.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['ASD'] },
      { primary: ['SEMH'], secondary: ['SPLD', 'MLD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'EBSA'],
      ['AT_RISK_OF_EXCLUSION', 'BEREAVEMENT'],
    ],
    years: [
      [9, 11],
      [8, 13],
    ],
    hours: [5, 10],
    runs: [
      ['TUE', 'WED'],
      ['WED', 'THU', 'FRI'],
    ],
    group: [4, 4],
    weeks: [
      [26, 38],
      [12, 38],
    ],
    minimumWeeks: 12,
    price: ['DAY', 95, 125],
    accreditations: [['AQA_UNIT_AWARD'], ['NOCN']],
    vacancy: { unit: 'DAY', places: [1, 2] },
  },
];
