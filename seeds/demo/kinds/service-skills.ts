import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const course = {
  ...boughtBySchools,
  tier: 'TIER_2',
  delivery: [['IN_PERSON']],
  attendance: 'PART_TIME',
} as const;

/** Vocational courses in salons, kitchens, gardens, barns and studios. */
export const serviceSkills: readonly OfferingKind[] = [
  {
    ...course,
    id: 'hair-and-beauty',
    titles: ['Hair and beauty', 'Salon skills', 'Barbering and hairdressing', 'Hair, beauty and confidence'],
    what: [
      'Hairdressing, nails and skin care in a training salon with real clients on Fridays.',
      'A practical course in hair and beauty for young people who have given up on lessons but not on themselves.',
      'Barbering, braiding and styling, with as much about confidence as about scissors.',
    ],
    how: [
      'Learners look after reception, stock and each other, and learn to talk to customers kindly.',
      'Each session has a theory quarter of an hour, a demonstration and time to practise.',
      'A small group works with a hairdresser and a support worker.',
    ],
    next: [
      'Units add up to a level 1 certificate.',
      'A Saturday placement can follow for those who show up and shine.',
      'Kit is lent, and a hot lunch is included.',
    ],
    needs: [{ primary: ['SEMH'] }, { primary: ['SEMH'], secondary: ['SPLD'] }, { primary: ['SEMH', 'MLD'] }],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['AT_RISK_OF_EXCLUSION', 'EBSA'],
      ['AT_RISK_OF_EXCLUSION', 'LOOKED_AFTER'],
    ],
    years: [
      [9, 11],
      [10, 11],
      [10, 13],
    ],
    hours: [5, 10],
    runs: [
      ['MON', 'TUE', 'WED'],
      ['TUE', 'THU'],
      ['WED', 'THU', 'FRI'],
    ],
    group: [4, 6],
    weeks: [
      [12, 38],
      [38, 38],
    ],
    minimumWeeks: 6,
    price: ['DAY', 80, 120],
    accreditations: [['CITY_AND_GUILDS'], ['NOCN'], ['AQA_UNIT_AWARD']],
    outcomes: ['OPPORTUNITY', 'INDIVIDUAL', 'RESILIENCE'],
    vacancy: { unit: 'DAY', places: [1, 4] },
  },
  {
    ...course,
    id: 'catering',
    titles: ['Catering and hospitality', 'Café kitchen', 'Cook, serve, sell', 'Bakery and barista course'],
    what: [
      'Young people plan, cook and serve lunch in a community café that is open to the public.',
      'A catering course in a teaching kitchen, from knife skills to a three-course meal for families.',
      'Baking before nine, coffee by ten: learners run a small bakery and barista bar.',
    ],
    how: [
      'Budgeting, weighing and ordering keep maths alive; menus and customers do the same for English.',
      'A chef and a youth worker lead a small team, and everyone washes up.',
      'Learners bring a dish from home each month and teach it to the others.',
    ],
    next: [
      'Everyone takes a food hygiene award in the first half term.',
      'Regulars ask after the young people by name, which does more than any certificate.',
      'Local hotels offer work experience in the summer.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['MLD'] },
      { primary: ['SEMH', 'MLD'], secondary: ['ASD'] },
      { primary: ['SEMH'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['AT_RISK_OF_EXCLUSION', 'EBSA'],
      ['YOUNG_CARER', 'AT_RISK_OF_EXCLUSION'],
    ],
    years: [
      [9, 11],
      [8, 11],
      [10, 13],
    ],
    hours: [5, 10],
    runs: [
      ['MON', 'TUE', 'WED', 'THU'],
      ['TUE', 'THU'],
      ['WED', 'FRI'],
    ],
    group: [4, 6],
    weeks: [
      [12, 38],
      [10, 20],
    ],
    price: ['DAY', 75, 110],
    accreditations: [['FOOD_HYGIENE'], ['FOOD_HYGIENE', 'BTEC'], ['FOOD_HYGIENE', 'AQA_UNIT_AWARD']],
    outcomes: ['OPPORTUNITY', 'HEALTHY', 'RESILIENCE'],
    vacancy: { unit: 'DAY', places: [1, 4] },
  },
  {
    ...course,
    id: 'land-based',
    titles: [
      'Land-based skills',
      'Horticulture and gardening',
      'Walled garden project',
      'Countryside and conservation skills',
    ],
    what: [
      'Sowing, growing, mending and mowing on a smallholding, with the seasons as the timetable.',
      'Horticulture for young people who are calmer outdoors, in a walled garden that feeds a village shop.',
      'Hedge laying, coppicing, path building and bird boxes: practical conservation with a ranger.',
    ],
    how: [
      'Each learner has a bed of their own and a part in the shared work.',
      'Tools are introduced one at a time, and tractor driving is saved for those who have earned it.',
      'There is a polytunnel for wet days and a wood stove for cold ones.',
    ],
    next: [
      'Produce goes home with the young people every week.',
      'Learners can go on to a land-based course at college.',
      'Waterproofs and boots are lent.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['ASD', 'MLD'] },
      { primary: ['SEMH', 'ASD'] },
      { primary: ['SEMH', 'MLD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION', 'EBSA'], ['EBSA'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [7, 11],
      [9, 13],
      [7, 13],
    ],
    hours: [4, 10],
    runs: [
      ['MON', 'TUE', 'WED', 'THU'],
      ['TUE', 'THU'],
      ['MON', 'WED'],
    ],
    group: [4, 6],
    weeks: [[12, 38], [38, 38], null],
    price: ['DAY', 70, 105],
    accreditations: [['NOCN'], ['AQA_UNIT_AWARD'], ['CITY_AND_GUILDS'], ['ASDAN']],
    outcomes: ['HEALTHY', 'OPPORTUNITY', 'RESILIENCE'],
    vacancy: { unit: 'DAY', places: [1, 4] },
  },
  {
    ...course,
    id: 'animal-care',
    titles: ['Animal care course', 'Small animal care', 'Animal care and kennel skills'],
    what: [
      'Feeding, handling and health checks for rabbits, reptiles, poultry and two very old donkeys.',
      'A vocational course in animal care for pupils who would rather talk to a goat than to a teacher.',
      'Learners look after a collection of small animals and learn the science behind it.',
    ],
    how: [
      'Routine comes first: no one eats before the animals have eaten.',
      'Diaries, weights and feed charts become portfolio evidence.',
      'The tutor is a former veterinary nurse.',
    ],
    next: [
      'Learners who keep it up can work towards a level 1 award.',
      'Allergies and fears are talked through at the first visit.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['ASD'] },
      { primary: ['SEMH', 'ASD'], secondary: ['MLD'] },
    ],
    circumstances: [
      ['EBSA', 'AT_RISK_OF_EXCLUSION'],
      ['EBSA', 'TRAUMA'],
    ],
    years: [
      [7, 11],
      [9, 11],
    ],
    hours: [4, 10],
    runs: [
      ['MON', 'WED', 'FRI'],
      ['TUE', 'THU'],
    ],
    group: [3, 5],
    weeks: [
      [12, 38],
      [18, 38],
    ],
    price: ['DAY', 78, 115],
    accreditations: [['CITY_AND_GUILDS'], ['NOCN'], ['AQA_UNIT_AWARD']],
    outcomes: ['RESILIENCE', 'OPPORTUNITY', 'HEALTHY'],
    vacancy: { unit: 'DAY', places: [1, 3] },
  },
  {
    ...course,
    id: 'digital-media',
    titles: [
      'Film, photography and media',
      'Games design and coding club',
      'Creative media course',
      'Coding and gaming for learning',
    ],
    what: [
      'Young people make short films, from script to screen, and show them in a real cinema.',
      'Games design, coding and animation for pupils who live online and could make something of it.',
      'Photography and graphic design with proper cameras and plenty of encouragement.',
    ],
    how: [
      'Projects last three weeks, so there is always something finished to be proud of.',
      'Four learners share an editing suite with a working media professional.',
      'Online safety and kindness are part of every project.',
    ],
    next: [
      'Finished work goes into a portfolio for college.',
      'Headphones on is a fair way to take a break here.',
    ],
    needs: [{ primary: ['SEMH', 'ASD'] }, { primary: ['SEMH'], secondary: ['ASD', 'SPLD'] }],
    circumstances: [['EBSA'], ['EBSA', 'AT_RISK_OF_EXCLUSION']],
    years: [
      [7, 11],
      [8, 13],
      [9, 11],
    ],
    hours: [3, 8],
    runs: [
      ['TUE', 'WED', 'THU'],
      ['MON', 'THU'],
    ],
    group: [4, 4],
    weeks: [
      [9, 18],
      [12, 38],
    ],
    price: ['HALF_DAY', 50, 78],
    accreditations: [['ARTS_AWARD'], ['BTEC'], []],
    outcomes: ['INDIVIDUAL', 'OPPORTUNITY', 'UNDERSTOOD'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
];
