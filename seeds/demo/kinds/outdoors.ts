import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const active = { ...boughtBySchools, delivery: [['IN_PERSON']], attendance: 'PART_TIME' } as const;

/** Woods and water. */
export const outdoors: readonly OfferingKind[] = [
  {
    ...active,
    id: 'forest-school',
    titles: [
      'Forest school',
      'Forest school, small group',
      'Woodland mornings',
      'Forest school in all weathers',
    ],
    what: [
      'Fires, dens, whittling and mud in a private wood, with two qualified leaders.',
      'A morning a week in the same piece of woodland, until every tree is known.',
      'Forest school for pupils who cannot sit still, with ADHD or without, or who have forgotten how to play.',
    ],
    how: [
      'Sessions follow what the children want to find out, inside clear and simple rules.',
      'Using a knife or lighting a fire well takes patience, and that patience goes back to school.',
      'Whatever the weather, there is a tarpaulin, a kettle and a story.',
    ],
    next: [
      'Teaching assistants are welcome to stay and learn.',
      'We share photographs and a half-termly note on confidence, language and self-control.',
      'Waterproofs are lent.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['ASD'] },
      { primary: ['SEMH', 'ASD'], secondary: ['SLCN'] },
      { primary: ['SEMH'], secondary: ['MLD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], ['EBSA', 'AT_RISK_OF_EXCLUSION'], ['EBSA', 'TRAUMA']],
    years: [
      [1, 6],
      [3, 9],
      [5, 9],
    ],
    hours: [3, 3],
    runs: [
      ['TUE', 'WED', 'THU'],
      ['MON', 'FRI'],
      ['WED', 'FRI'],
    ],
    group: [5, 8],
    weeks: [
      [6, 12],
      [12, 38],
      [10, 20],
    ],
    price: ['HALF_DAY', 48, 75],
    accreditations: [[], ['AQA_UNIT_AWARD']],
    outcomes: ['HEALTHY', 'RESILIENCE', 'FAMILY_AND_FRIENDS'],
    vacancy: { unit: 'HALF_DAY', places: [1, 5] },
  },
  {
    ...active,
    id: 'bushcraft',
    titles: ['Bushcraft for secondary pupils', 'Outdoor learning and bushcraft', 'Wild skills programme'],
    what: [
      'Shelter, fire, food and navigation for teenagers who have had enough of being indoors.',
      'A day outdoors for pupils whose behaviour in class is heading for exclusion.',
      'Bushcraft, tree climbing and expeditions that give young people real risk in safe hands.',
    ],
    how: [
      'Instructors are teachers or youth workers first and woodsmen second.',
      'The group plans, cooks and clears up together, and talks round the fire about the week.',
      'Challenges grow from a spoon to a night under canvas.',
    ],
    next: [
      'Expedition days can count towards the Duke of Edinburgh’s Award.',
      'The school hears on the same afternoon how the day went.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['SPLD'] },
      { primary: ['SEMH'], secondary: ['ASD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
      ['AT_RISK_OF_EXCLUSION', 'EBSA'],
    ],
    years: [
      [7, 11],
      [7, 9],
      [8, 11],
    ],
    hours: [5, 6],
    runs: [
      ['TUE', 'WED', 'THU'],
      ['WED', 'THU'],
    ],
    group: [5, 8],
    weeks: [
      [6, 12],
      [12, 24],
    ],
    price: ['DAY', 80, 115],
    accreditations: [['DUKE_OF_EDINBURGH'], ['AQA_UNIT_AWARD'], ['FIRST_AID'], []],
    outcomes: ['RESILIENCE', 'SAFE_AND_SECURE', 'HEALTHY'],
    vacancy: { unit: 'DAY', places: [1, 5] },
  },
  {
    ...active,
    id: 'angling',
    titles: ['Angling for wellbeing', 'Fishing and mentoring', 'Lakeside learning'],
    what: [
      'A rod, a quiet bank and a coach who is in no hurry.',
      'Fishing and mentoring for young people who find it easier to talk side by side.',
      'Angling sessions that teach patience, knots, biology and how to lose a fish without losing your temper.',
    ],
    how: [
      'Coaches hold an angling licence and a youth work qualification, and work with two young people at most.',
      'Water safety, fish care and the fishery’s rules come first.',
      'Between bites there is a logbook of weather, weights and worries.',
    ],
    next: ['All tackle is provided.', 'Young people can take a junior coaching award.'],
    tier: 'TIER_2',
    needs: [{ primary: ['SEMH'] }, { primary: ['SEMH'], secondary: ['ASD'] }],
    circumstances: [
      ['EBSA', 'AT_RISK_OF_EXCLUSION'],
      ['BEREAVEMENT', 'AT_RISK_OF_EXCLUSION'],
    ],
    years: [
      [5, 11],
      [7, 11],
    ],
    hours: [3, 5],
    runs: [['MON', 'TUE', 'WED', 'THU'], ['FRI']],
    group: [1, 2],
    weeks: [
      [6, 12],
      [10, 20],
    ],
    price: ['HALF_DAY', 60, 88],
    accreditations: [[], ['AQA_UNIT_AWARD']],
    outcomes: ['HEALTHY', 'RESILIENCE'],
    vacancy: { unit: 'HALF_DAY', places: [1, 3] },
  },
  {
    ...active,
    id: 'water-sports',
    titles: ['Sailing and paddling', 'Learning afloat', 'Canoe and sail programme'],
    what: [
      'Canoes, kayaks and small sailing boats on sheltered water, with lessons in the boathouse between.',
      'A crew of six learns to sail a wherry-rigged boat, which no one can do alone.',
      'Paddling, rowing and boat care for young people who need a fresh start and fresh air.',
    ],
    how: [
      'Everyone learns to swim, to throw a line and to look out for the others.',
      'Charts, tides and weather turn into geography and maths without anybody noticing.',
      'Winter is for mending, painting and planning the next voyage.',
    ],
    next: ['The season ends with a two-day trip.', 'Buoyancy aids and wetsuits are provided.'],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['SPLD'] },
      { primary: ['SEMH'], secondary: ['ASD', 'PD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], ['AT_RISK_OF_EXCLUSION', 'LOOKED_AFTER']],
    years: [
      [7, 11],
      [8, 11],
    ],
    hours: [5, 6],
    runs: [
      ['WED', 'THU'],
      ['TUE', 'THU'],
    ],
    group: [6, 6],
    weeks: [
      [10, 20],
      [12, 26],
    ],
    price: ['DAY', 85, 120],
    accreditations: [['DUKE_OF_EDINBURGH'], ['FIRST_AID'], []],
    outcomes: ['RESILIENCE', 'FAMILY_AND_FRIENDS', 'OPPORTUNITY'],
    vacancy: { unit: 'DAY', places: [1, 5] },
  },
];
