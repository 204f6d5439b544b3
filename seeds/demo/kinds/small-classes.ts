import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const smallClass = { ...boughtBySchools, delivery: [['IN_PERSON']], attendance: 'PART_TIME' } as const;

/** Small taught groups for one kind of need. */
export const smallClasses: readonly OfferingKind[] = [
  {
    ...smallClass,
    id: 'autism-group',
    titles: ['Small group for autistic pupils', 'Autism-friendly mornings', 'Low-demand learning group'],
    what: [
      'A low-demand learning group for autistic young people who have burnt out in mainstream.',
      'Very few pupils, more adults than you would expect, soft light and no bells.',
      'Teaching for autistic pupils that starts with special interests and lets trust set the pace.',
    ],
    how: [
      'Timetables are visual and can be changed by the person whose day it is.',
      'Sensory breaks are built in, and the quiet room is never a punishment.',
      'Staff plan from each pupil’s profile, and families say what a good day looks like.',
    ],
    next: [
      'We help school to make its own corner like this one.',
      'Some pupils go back after a term; others need two years, and we say so.',
      'Friendship often comes as a surprise, and is counted as progress.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['ASD'], secondary: ['SEMH', 'SLCN'] },
      { primary: ['ASD', 'SEMH'] },
      { primary: ['ASD', 'SLCN'] },
    ],
    circumstances: [['EBSA', 'EHC_PLAN'], ['EBSA', 'EOTAS', 'EHC_PLAN'], ['EBSA']],
    years: [
      [5, 9],
      [7, 11],
      [3, 8],
    ],
    hours: [6, 15],
    runs: [
      ['MON', 'TUE', 'WED', 'THU'],
      ['TUE', 'WED', 'THU'],
    ],
    group: [3, 4],
    weeks: [[26, 76], [18, 38], null],
    price: ['DAY', 95, 150],
    accreditations: [[], ['AQA_UNIT_AWARD'], ['ENTRY_LEVEL']],
    outcomes: ['UNDERSTOOD', 'INDIVIDUAL', 'HEALTHY'],
    vacancy: { unit: 'DAY', places: [1, 3] },
  },
  {
    ...smallClass,
    id: 'nurture-class',
    titles: ['Nurture class', 'Primary nurture mornings', 'Nest: part-time nurture group'],
    what: [
      'A part-time nurture class for primary children who need to feel safe before they can learn.',
      'Eight children, two adults, toast, stories and a great deal of play.',
      'Young children who are finding school too big come here four mornings a week and go to school in the afternoon.',
    ],
    how: [
      'The room looks like a home with a classroom in it.',
      'Language, turn-taking and being comforted are taught as carefully as phonics.',
      'Teachers from the home school join us one morning every fortnight.',
    ],
    next: [
      'Children stay for two to four terms and then move back in stages.',
      'A profile filled in each term shows what has changed.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['SLCN'] },
      { primary: ['SEMH', 'SLCN'], secondary: ['MLD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'TRAUMA'],
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
    ],
    years: [
      [1, 4],
      [1, 6],
      [3, 6],
    ],
    hours: [10, 14],
    runs: [['MON', 'TUE', 'WED', 'THU']],
    group: [8, 8],
    weeks: [
      [26, 50],
      [26, 38],
    ],
    price: ['HALF_DAY', 45, 65],
    accreditations: [[]],
    outcomes: ['FAMILY_AND_FRIENDS', 'SAFE_AND_SECURE', 'UNDERSTOOD'],
    vacancy: { unit: 'FTE', places: [1, 3] },
  },
  {
    ...smallClass,
    id: 'functional-skills',
    titles: ['English, maths and life skills', 'Functional skills centre', 'Learning for life'],
    what: [
      'Functional skills in English and maths alongside cooking, travel and money, for pupils who need learning to be useful.',
      'For young people with moderate or specific learning difficulties who have fallen too far behind to enjoy a classroom.',
      'A part-time course of functional skills and life skills, with certificates along the way.',
    ],
    how: [
      'Reading is taught from wherever the learner is, in private, with age-appropriate books.',
      'Shopping, timetables and phone contracts are the textbook.',
      'Groups of five have a teacher and an assistant, and homework is never set.',
    ],
    next: [
      'Exams can be taken when the learner is ready rather than in May.',
      'Careers advice and college visits are part of the course.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['MLD', 'SPLD'], secondary: ['SEMH'] },
      { primary: ['SEMH', 'MLD'] },
      { primary: ['MLD'], secondary: ['ASD', 'DS'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['EHC_PLAN'],
      ['CHILD_MISSING_EDUCATION', 'AT_RISK_OF_EXCLUSION'],
    ],
    years: [
      [10, 11],
      [9, 11],
      [10, 13],
    ],
    hours: [8, 15],
    runs: [
      ['MON', 'TUE', 'WED'],
      ['TUE', 'WED', 'THU'],
      ['MON', 'TUE', 'WED', 'THU'],
    ],
    group: [5, 5],
    weeks: [
      [26, 76],
      [38, 76],
    ],
    price: ['DAY', 70, 105],
    accreditations: [
      ['FUNCTIONAL_SKILLS', 'ENTRY_LEVEL'],
      ['FUNCTIONAL_SKILLS', 'ASDAN'],
      ['ENTRY_LEVEL', 'AQA_UNIT_AWARD'],
    ],
    outcomes: ['LEARNING', 'OPPORTUNITY', 'RESILIENCE'],
    vacancy: { unit: 'DAY', places: [1, 4] },
  },
  {
    ...smallClass,
    id: 'dyslexia-group',
    titles: ['Specialist dyslexia teaching', 'Structured reading and spelling', 'Dyslexia and confidence'],
    what: [
      'Specialist teaching for pupils with dyslexia whose behaviour has become a way of hiding it.',
      'A structured reading and spelling programme for pupils who have learnt to dread print.',
      'Lessons for pupils with specific learning difficulties, taught by a specialist assessor.',
    ],
    how: [
      'One or two pupils and a teacher meet every week, with games, films and a great deal of repetition.',
      'Technology is taught as well: speech to text, reading pens and how to ask for them.',
      'We begin with a friendly assessment and explain the results to the pupil first.',
    ],
    next: [
      'The report supports exam access arrangements.',
      'Subject teachers receive tips that take no extra time.',
    ],
    tier: 'TIER_1',
    needs: [
      { primary: ['SPLD'], secondary: ['SEMH'] },
      { primary: ['SPLD'], secondary: ['SLCN'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], []],
    years: [
      [5, 9],
      [7, 11],
    ],
    delivery: [
      ['IN_PERSON', 'OUTREACH'],
      ['IN_PERSON', 'ONLINE'],
    ],
    serves: 'DISTRICTS',
    hours: [2, 4],
    runs: [
      ['MON', 'WED', 'THU'],
      ['TUE', 'THU'],
    ],
    group: [1, 2],
    weeks: [
      [12, 24],
      [18, 38],
    ],
    price: ['HOUR', 42, 60],
    accreditations: [[], ['FUNCTIONAL_SKILLS']],
    outcomes: ['LEARNING', 'INDIVIDUAL'],
    vacancy: { unit: 'HOUR', places: [1, 6] },
  },
  {
    ...smallClass,
    id: 'complex-needs',
    titles: ['Sensory and physical needs group', 'Complex needs day', 'Sensory garden group'],
    what: [
      'Days for young people with severe or profound learning difficulties or a physical disability whose school place has broken down or has not begun.',
      'A group with hoist, changing room and sensory garden, where communication is the lesson.',
      'Support for young people with hearing, vision or multi-sensory impairment who need a quieter place for part of the week.',
    ],
    how: [
      'There is one adult to each young person, and therapists’ programmes are carried out through the day.',
      'Signing, symbols and switches are used by everyone.',
      'Music, water, light and animals give each hour a shape that can be felt.',
    ],
    next: [
      'A nurse trains staff for each young person’s health plan.',
      'We write evidence for EHC plan reviews.',
    ],
    tier: 'TIER_3',
    needs: [
      { primary: ['SLD', 'PMLD'], secondary: ['PD', 'DS'] },
      { primary: ['HI', 'VI', 'MSI'], secondary: ['SEMH'] },
      { primary: ['PD', 'SLD'], secondary: ['VI', 'HI'] },
    ],
    circumstances: [
      ['EHC_PLAN', 'MEDICAL'],
      ['EHC_PLAN', 'EOTAS'],
    ],
    years: [
      [1, 11],
      [7, 14],
      [3, 13],
    ],
    routes: [['LOCAL_AUTHORITY'], ['LOCAL_AUTHORITY', 'HEALTH']],
    commissioners: [['LOCAL_AUTHORITY']],
    hours: [6, 15],
    runs: [
      ['TUE', 'WED', 'THU'],
      ['MON', 'TUE', 'WED', 'THU'],
    ],
    group: [3, 4],
    weeks: [null, [38, 76]],
    price: ['DAY', 150, 230],
    accreditations: [[], ['ASDAN']],
    outcomes: ['UNDERSTOOD', 'HEALTHY', 'INDIVIDUAL'],
    ehcPlan: ['REQUIRED'],
    vacancy: { unit: 'DAY', places: [1, 2] },
  },
];
