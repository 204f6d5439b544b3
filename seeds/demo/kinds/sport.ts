import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const active = { ...boughtBySchools, delivery: [['IN_PERSON']], attendance: 'PART_TIME' } as const;

/** Gyms and pitches. */
export const sport: readonly OfferingKind[] = [
  {
    ...active,
    id: 'boxing',
    titles: ['Non-contact boxing and mentoring', 'Boxing gym: discipline and respect', 'Box clever'],
    what: [
      'Non-contact boxing, circuits and honest conversation for young people with a short fuse.',
      'A boxing gym where the first thing taught is to keep your hands down.',
      'Training and mentoring for pupils involved in fights, or drawn to people who are.',
    ],
    how: [
      'An hour of training is followed by an hour of talk and coursework upstairs.',
      'Coaches who have made their own mistakes speak plainly about knives, gangs and second chances.',
      'Food, sleep and self-control are part of the programme.',
    ],
    next: [
      'Good conduct in school earns the right to spar with the pads.',
      'Evening club membership is free for those who finish.',
    ],
    tier: 'TIER_2',
    needs: [{ primary: ['SEMH'] }, { primary: ['SEMH'], secondary: ['SPLD', 'SLCN'] }],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED', 'YOUTH_JUSTICE'],
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
    ],
    years: [
      [7, 11],
      [8, 11],
    ],
    hours: [2, 6],
    runs: [
      ['MON', 'WED', 'FRI'],
      ['TUE', 'THU'],
    ],
    group: [4, 8],
    weeks: [
      [6, 12],
      [12, 24],
    ],
    price: ['SESSION', 32, 52],
    accreditations: [[], ['SPORTS_LEADERS'], ['NOCN']],
    outcomes: ['SAFE_AND_SECURE', 'HEALTHY', 'RESILIENCE'],
    vacancy: { unit: 'HALF_DAY', places: [2, 6] },
  },
  {
    ...active,
    id: 'football',
    titles: ['Football and learning', 'Football academy day', 'Sport and education programme'],
    what: [
      'Coaching in the morning and English and maths in the clubhouse after lunch.',
      'Football brings them in; functional skills and a sports leadership award send them on.',
      'A sport programme for pupils who are only really present on a pitch.',
    ],
    how: [
      'Coaches use the game to talk about losing, leading and listening.',
      'Classroom work is built on match data, kit budgets and writing the report.',
      'Mixed groups train with two coaches and a teacher.',
    ],
    next: [
      'Players help to coach primary children in the summer term.',
      'Attendance at school on the other days is the ticket to the squad.',
    ],
    tier: 'TIER_2',
    needs: [
      { primary: ['SEMH'], secondary: ['SPLD'] },
      { primary: ['SEMH'], secondary: ['MLD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], ['AT_RISK_OF_EXCLUSION', 'SUSPENDED']],
    years: [
      [7, 11],
      [9, 11],
      [6, 8],
    ],
    hours: [5, 10],
    runs: [
      ['TUE', 'THU'],
      ['MON', 'WED'],
    ],
    group: [8, 10],
    weeks: [
      [12, 38],
      [6, 18],
    ],
    price: ['DAY', 60, 90],
    accreditations: [['SPORTS_LEADERS', 'FUNCTIONAL_SKILLS'], ['SPORTS_LEADERS'], ['BTEC']],
    outcomes: ['HEALTHY', 'FAMILY_AND_FRIENDS', 'LEARNING'],
    vacancy: { unit: 'DAY', places: [2, 6] },
  },
  {
    ...active,
    id: 'fitness',
    titles: ['Climbing and fitness', 'Fitness and wellbeing', 'Skate, climb, run'],
    what: [
      'Climbing, skateboarding and gym work for young people who need to move before they can think.',
      'A fitness and wellbeing course in a small private gym, at hours when no one else is there.',
      'Physical activity with a coach who knows about anxiety, body image and giving things a go.',
    ],
    how: [
      'Each young person sets one goal for the body and one for the mind.',
      'Sessions are for one to four people, and music is chosen in turns.',
      'A spotter, a rope and a plan: trust is built quite literally.',
    ],
    next: [
      'Food and sleep diaries are private and optional.',
      'Progress is shown in numbers that only go up when you come.',
    ],
    tier: 'TIER_2',
    needs: [{ primary: ['SEMH'] }, { primary: ['SEMH'], secondary: ['ASD'] }],
    circumstances: [['EBSA', 'AT_RISK_OF_EXCLUSION'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [7, 11],
      [8, 13],
    ],
    hours: [2, 4],
    runs: [
      ['MON', 'TUE', 'WED', 'THU', 'FRI'],
      ['TUE', 'FRI'],
    ],
    group: [1, 4],
    weeks: [
      [6, 12],
      [10, 20],
    ],
    price: ['SESSION', 38, 58],
    accreditations: [[], ['SPORTS_LEADERS']],
    outcomes: ['HEALTHY', 'RESILIENCE', 'INDIVIDUAL'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
];
