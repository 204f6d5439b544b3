import { arrangedByAuthority, type OfferingKind, wholeWeek } from '../offering-kind.js';

/** Places that lead on from alternative provision: therapeutic schools and courses after year 11. */
export const specialistPlaces: readonly OfferingKind[] = [
  {
    ...arrangedByAuthority,
    id: 'therapeutic-school',
    titles: ['Therapeutic day placement', 'Small therapeutic school', 'Specialist day place'],
    what: [
      'A very small school for pupils with an EHC plan whose anxiety or past experience makes larger settings impossible for now.',
      'Education and therapy planned by one team for young people with complex social, emotional and mental health needs.',
      'Day places for autistic pupils and others who need a quiet building, few faces and a slow start.',
    ],
    how: [
      'Therapists work in the classroom as well as in the therapy room, and teachers plan with them each week.',
      'Classes have five pupils and two adults; a timetable may begin with one hour and one person.',
      'Occupational therapy, speech and language therapy and psychotherapy are part of the place.',
    ],
    next: [
      'Pupils move to a larger school, a college or training when they and their families are ready.',
      'Plans are reviewed each term, and a way out is discussed from the start.',
      'GCSE courses are taught one or two at a time.',
    ],
    tier: 'TIER_3',
    needs: [
      { primary: ['SEMH', 'ASD'], secondary: ['SLCN'] },
      { primary: ['ASD'], secondary: ['SEMH', 'SPLD'] },
    ],
    circumstances: [
      ['EHC_PLAN', 'EBSA'],
      ['EHC_PLAN', 'TRAUMA', 'LOOKED_AFTER'],
    ],
    years: [
      [5, 11],
      [7, 11],
      [7, 13],
    ],
    delivery: [['IN_PERSON']],
    attendance: 'EITHER',
    hours: [20, 25],
    runs: [wholeWeek],
    group: [5, 5],
    weeks: [null, [76, 114]],
    price: ['DAY', 190, 260],
    accreditations: [
      ['GCSE', 'FUNCTIONAL_SKILLS'],
      ['ENTRY_LEVEL', 'AQA_UNIT_AWARD'],
    ],
    outcomes: ['UNDERSTOOD', 'HEALTHY', 'INDIVIDUAL', 'LEARNING'],
    ehcPlan: ['REQUIRED'],
    vacancy: { unit: 'FTE', places: [1, 2] },
  },
  {
    ...arrangedByAuthority,
    id: 'post-16',
    titles: ['Post-16 bridge year', 'Next Steps post-16 programme', 'Post-16 transition course'],
    what: [
      'A one-year course for young people who left year 11 without the results or the confidence for college.',
      'Students who were in alternative provision build up to a college course, an apprenticeship or a job.',
      'A supported start to post-16 learning, with English and maths resits and real work experience.',
    ],
    how: [
      'Three days a week of functional skills and employability, and one day with an employer.',
      'Travel training, budgeting and a bank account come before essays.',
      'Groups of eight follow a timetable that grows through the year.',
    ],
    next: [
      'Staff go with students to interviews and through the first half term of whatever comes next.',
      'The course can start in any month.',
      'Every student leaves with a reference, a CV and someone to ring.',
    ],
    tier: 'TIER_3',
    needs: [
      { primary: ['SEMH'], secondary: ['MLD', 'SPLD'] },
      { primary: ['SEMH', 'MLD'], secondary: ['ASD'] },
    ],
    circumstances: [['EHC_PLAN'], ['LOOKED_AFTER', 'YOUTH_JUSTICE'], []],
    years: [
      [12, 13],
      [12, 14],
    ],
    delivery: [['IN_PERSON']],
    attendance: 'EITHER',
    hours: [15, 18],
    runs: [['MON', 'TUE', 'WED', 'THU']],
    group: [8, 8],
    weeks: [
      [38, 38],
      [26, 38],
    ],
    price: null,
    accreditations: [
      ['FUNCTIONAL_SKILLS', 'ASDAN'],
      ['GCSE', 'FUNCTIONAL_SKILLS'],
      ['BTEC', 'FUNCTIONAL_SKILLS'],
    ],
    outcomes: ['OPPORTUNITY', 'RESILIENCE', 'LEARNING'],
    vacancy: { unit: 'GROUP_SEAT', places: [1, 6] },
  },
];
