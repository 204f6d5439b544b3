import { type OfferingKind, wholeWeek } from '../offering-kind.js';
import { outreach } from './in-school.js';

/** Tier 1 for one pupil at a time, at school, at home or on a walk. */
export const alongsideThePupil: readonly OfferingKind[] = [
  {
    ...outreach,
    id: 'autism-outreach',
    titles: ['Autism outreach', 'Autism support in mainstream', 'Autism and anxiety in-school support'],
    what: [
      'Specialist support for autistic pupils who are struggling with the noise, change and social demands of school.',
      'An autism specialist works with the pupil, the family and the school to take the pressure out of the day.',
      'For autistic young people, diagnosed or not, whose attendance or behaviour shows that school has become too much.',
    ],
    how: [
      'We begin with a sensory audit of the places the pupil uses, then agree adjustments with staff.',
      'Sessions use the pupil’s own interests to work on understanding feelings, planning and asking for help.',
      'Pupils get to know what being autistic means for them, and what to say to other people about it.',
    ],
    next: [
      'Teachers receive a one-page profile written with the pupil.',
      'Support fades over a term and can be reopened at any time.',
      'We can speak for the pupil at annual reviews.',
    ],
    needs: [
      { primary: ['ASD'], secondary: ['SEMH', 'SLCN'] },
      { primary: ['ASD', 'SLCN'], secondary: ['SEMH'] },
    ],
    circumstances: [['EBSA', 'AT_RISK_OF_EXCLUSION'], ['EHC_PLAN'], ['EBSA']],
    years: [
      [3, 11],
      [7, 11],
      [1, 6],
    ],
    serves: 'DISTRICTS',
    hours: [1, 3],
    runs: [wholeWeek, ['MON', 'WED', 'THU']],
    group: [1, 4],
    weeks: [
      [12, 18],
      [10, 12],
    ],
    price: ['HOUR', 50, 70],
    outcomes: ['UNDERSTOOD', 'INDIVIDUAL', 'LEARNING'],
    vacancy: { unit: 'HOUR', places: [1, 8] },
  },
  {
    ...outreach,
    id: 'ebsa-outreach',
    titles: [
      'School avoidance outreach',
      'Back Through the Gate: EBSA support',
      'Home and school attendance support',
    ],
    what: [
      'Help for pupils who want to be in school and cannot get there, starting at the front door if need be.',
      'Practitioners who know emotionally based school avoidance (EBSA) well work with the pupil, the family and the school together.',
      'Early support for pupils whose Sundays are full of worry and whose attendance is sliding.',
    ],
    how: [
      'We map what pulls and what pushes, and build a ladder of small steps that the pupil has chosen.',
      'Visits happen at home, in the car park, in the library, and at last in a lesson.',
      'Parents have their own sessions on mornings, screens and setbacks.',
    ],
    next: [
      'The school keeps a soft landing and a named adult in place.',
      'We stay until attendance has held for half a term.',
      'Progress is counted in steps, not in percentages.',
    ],
    needs: [{ primary: ['SEMH'], secondary: ['ASD'] }, { primary: ['SEMH', 'ASD'] }],
    circumstances: [['EBSA'], ['EBSA', 'MEDICAL']],
    years: [
      [7, 11],
      [5, 9],
      [7, 9],
    ],
    serves: 'COUNTY',
    hours: [1, 4],
    runs: [wholeWeek, []],
    group: [1, 1],
    weeks: [
      [12, 18],
      [8, 16],
    ],
    price: ['HOUR', 42, 60],
    outcomes: ['RESILIENCE', 'FAMILY_AND_FRIENDS', 'HEALTHY'],
    vacancy: { unit: 'HOUR', places: [2, 8] },
  },
  {
    ...outreach,
    id: 'mentoring',
    titles: ['One-to-one mentoring', 'Mentoring in school and community', 'Positive pathways mentoring'],
    what: [
      'A trained mentor meets the young person every week, in school or somewhere they feel at ease.',
      'Mentoring for young people who have stopped listening to teachers but will talk to someone alongside them on a walk.',
      'One-to-one support with choices, friendships and goals, for as long as it takes to trust each other.',
    ],
    how: [
      'Mentors come from youth work, sport and the trades, and are matched with care.',
      'Sessions are active: fixing, cooking, walking or kicking a ball while talking.',
      'Each block starts with the young person’s own goals and ends with what they want to say to school.',
    ],
    next: [
      'School receives a short note after every session.',
      'Mentors attend meetings when the young person would like them to.',
      'A second block can be booked when there is a reason for it.',
    ],
    needs: [
      { primary: ['SEMH'] },
      { primary: ['SEMH'], secondary: ['SPLD'] },
      { primary: ['SEMH'], secondary: ['ASD'] },
    ],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION', 'SUSPENDED'],
      ['AT_RISK_OF_EXCLUSION', 'YOUTH_JUSTICE'],
      ['EBSA', 'LOOKED_AFTER'],
    ],
    years: [
      [7, 11],
      [5, 11],
      [9, 13],
    ],
    serves: 'DISTRICTS',
    hours: [2, 6],
    runs: [wholeWeek, []],
    group: [1, 1],
    weeks: [
      [10, 20],
      [12, 38],
      [6, 12],
    ],
    price: ['HOUR', 34, 52],
    outcomes: ['RESILIENCE', 'SAFE_AND_SECURE', 'INDIVIDUAL'],
    vacancy: { unit: 'HOUR', places: [2, 12] },
  },
  {
    ...outreach,
    id: 'communication-outreach',
    titles: [
      'Speech, language and communication outreach',
      'Talk It Through: language and behaviour',
      'Language support in school',
    ],
    what: [
      'A speech and language therapist looks at the language behind the behaviour.',
      'Support for pupils who have not understood half of what was said and are in trouble for the other half.',
      'Assessment and weekly therapy in school for speech, language and communication needs, including selective mutism.',
    ],
    how: [
      'Therapy is joined to lessons: the words for science on Monday, the words for feelings on Thursday.',
      'Teaching assistants sit in, so that practice carries on between visits.',
      'Staff learn to give shorter instructions, more time and a picture.',
    ],
    next: [
      'Reports are written for teachers and can be used for an EHC needs assessment.',
      'Targets are reviewed each half term.',
    ],
    needs: [
      { primary: ['SLCN'], secondary: ['SEMH', 'ASD'] },
      { primary: ['SLCN'], secondary: ['SPLD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], ['EHC_PLAN']],
    years: [
      [1, 9],
      [3, 11],
    ],
    serves: 'COUNTY',
    hours: [1, 2],
    runs: [['MON', 'TUE', 'WED', 'THU'], []],
    group: [1, 4],
    weeks: [
      [12, 24],
      [6, 12],
    ],
    price: ['HOUR', 65, 90],
    outcomes: ['UNDERSTOOD', 'LEARNING'],
    vacancy: { unit: 'HOUR', places: [1, 6] },
  },
];
