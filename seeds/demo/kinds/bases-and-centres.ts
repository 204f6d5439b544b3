import { decidedByPanel, type OfferingKind, wholeWeek } from '../offering-kind.js';

/**
 * Tier 2 for secondary schools. A base takes up to 10 pupils for 6 to 8 weeks; a centre has 2 to 3 classes of up to
 * 8 and keeps a pupil for up to 3 terms (a school year: 38 weeks).
 */
export const basesAndCentres: readonly OfferingKind[] = [
  {
    ...decidedByPanel,
    id: 'semh-base',
    titles: ['{town} SEMH base', 'Short-stay SEMH base, {town}', '{town} reset and return base'],
    what: [
      'A six to eight week placement for pupils whose behaviour or anxiety is putting their school place at risk.',
      'Up to ten pupils come for half a term to step back, be assessed and plan their return to lessons.',
      'A short, structured stay for young people who have had repeated suspensions or who have stopped coping in a busy school.',
      'The base gives pupils with social, emotional and mental health needs a calm place to start again, without leaving their school’s roll.',
    ],
    how: [
      'Mornings are English, maths and science set by the home school; afternoons work on self-regulation, friendships and getting ready to go back.',
      'Each pupil has a key adult, a regulation plan and a weekly meeting with the home school.',
      'Staff observe, assess and try out strategies, then hand over a plan that mainstream teachers can use.',
      'A specialist teacher, two mentors and a visiting educational psychologist make up the team.',
    ],
    next: [
      'In the last fortnight the pupil builds up lessons back at school, with base staff alongside.',
      'Families are invited in every week and told honestly how it is going.',
      'A named member of staff follows every pupil back into school for a further half term.',
      'The planning partnership agrees places every two weeks.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['SLCN'] },
      { primary: ['SEMH'], secondary: ['ASD', 'SPLD'] },
      { primary: ['SEMH'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
      ['AT_RISK_OF_EXCLUSION', 'EBSA'],
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED', 'MANAGED_MOVE'],
    ],
    years: [
      [7, 9],
      [7, 11],
      [7, 10],
    ],
    delivery: [['IN_PERSON']],
    attendance: 'FULL_TIME',
    hours: [25, 25],
    runs: [wholeWeek],
    group: [8, 10],
    weeks: [
      [6, 8],
      [7, 8],
      [8, 8],
    ],
    price: null,
    accreditations: [[]],
    outcomes: ['UNDERSTOOD', 'RESILIENCE', 'LEARNING', 'SAFE_AND_SECURE'],
    vacancy: { unit: 'FTE', places: [1, 5] },
  },
  {
    ...decidedByPanel,
    id: 'semh-centre',
    titles: [
      '{town} SEMH centre',
      'SEMH learning centre, {town}',
      '{town} centre for social and emotional learning',
    ],
    what: [
      'Two or three small classes for pupils who need longer than a base can give: up to three terms, with a return to mainstream planned from the first day.',
      'A centre of small classes for young people with significant social, emotional and mental health needs who can manage mainstream again with time.',
      'Pupils stay between one and three terms in a class of no more than eight, on the roll of their own school throughout.',
      'The centre combines a full secondary timetable with daily therapeutic support for pupils whose needs have not been met by shorter help.',
    ],
    how: [
      'Every class has a teacher and two assistants, and lessons follow the home school’s schemes of work so that no one falls behind.',
      'The day starts with breakfast and a check-in; lessons are short, and there is always somewhere quiet to go.',
      'Speech and language, occupational therapy and counselling are on site each week.',
      'Pupils study English, maths, science, humanities, PE and a practical option, and keep their GCSE choices open.',
    ],
    next: [
      'Progress is reviewed each half term with the family and the home school.',
      'Return begins with the lessons the pupil likes most and grows from there.',
      'Staff train the receiving school before the pupil goes back.',
      'Places are agreed by the local planning partnership once a month.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['ASD'] },
      { primary: ['SEMH'], secondary: ['SLCN', 'MLD'] },
      { primary: ['SEMH', 'ASD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'EHC_PLAN'],
      ['AT_RISK_OF_EXCLUSION', 'EBSA', 'TRAUMA'],
      ['AT_RISK_OF_EXCLUSION', 'FAIR_ACCESS'],
    ],
    years: [
      [7, 9],
      [7, 11],
      [9, 11],
    ],
    delivery: [['IN_PERSON']],
    attendance: 'FULL_TIME',
    hours: [25, 25],
    runs: [wholeWeek],
    group: [7, 8],
    weeks: [
      [25, 38],
      [38, 38],
      [26, 38],
    ],
    price: null,
    accreditations: [[], ['AQA_UNIT_AWARD'], ['GCSE']],
    outcomes: ['LEARNING', 'UNDERSTOOD', 'RESILIENCE', 'HEALTHY'],
    vacancy: { unit: 'FTE', places: [1, 6] },
  },
];
