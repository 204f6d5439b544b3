import { broughtToSchools, type OfferingKind, wholeWeek } from '../offering-kind.js';

/** The terms of all work in the pupil's own school. */
export const outreach = {
  ...broughtToSchools,
  tier: 'TIER_1',
  delivery: [['OUTREACH']],
  attendance: 'PART_TIME',
  accreditations: [[]],
} as const;

/** Tier 1: specialists who work in the pupil's own school. */
export const inSchool: readonly OfferingKind[] = [
  {
    ...outreach,
    id: 'behaviour-outreach',
    titles: [
      'Behaviour outreach for secondary schools',
      'Inclusion outreach team',
      'Early help with behaviour in school',
    ],
    what: [
      'A specialist teacher works in your school with pupils who are collecting suspensions, and with the staff who teach them.',
      'Outreach for pupils, some of them with ADHD, whose behaviour is beginning to worry their school, well before exclusion is on the table.',
      'Six weeks of in-school support for individuals or small groups, planned with the pastoral team.',
    ],
    how: [
      'We observe lessons, talk to the pupil and family, and agree three changes that everyone can keep to.',
      'Weekly sessions cover anger, friendships and repairing relationships with staff.',
      'Half of the time goes to pupils and half to coaching the adults around them.',
    ],
    next: [
      'A short written plan stays with the school.',
      'Schools say in advance what success would look like, and we measure that.',
      'If more is needed, we help with the referral.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['SLCN'] },
      { primary: ['SEMH'], secondary: ['SPLD', 'ASD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION', 'SUSPENDED'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [7, 11],
      [7, 9],
    ],
    serves: 'PLANNING_AREAS',
    hours: [1, 4],
    runs: [wholeWeek, ['MON', 'TUE', 'WED', 'THU']],
    group: [1, 6],
    weeks: [
      [6, 12],
      [6, 6],
    ],
    price: ['HOUR', 45, 65],
    outcomes: ['UNDERSTOOD', 'RESILIENCE', 'FAMILY_AND_FRIENDS'],
    vacancy: { unit: 'HOUR', places: [2, 10] },
  },
  {
    ...outreach,
    id: 'staff-training',
    titles: [
      'SEMH advice and training for school staff',
      'Whole-school inclusion training',
      'Bespoke advice for pastoral teams',
    ],
    what: [
      'Training, guidance and telephone advice for schools that want to meet social, emotional and mental health needs themselves.',
      'A former deputy head and an educational psychologist help leaders to look at their behaviour policy through the eyes of anxious pupils.',
      'Bespoke advice on one pupil, one class or the whole school.',
    ],
    how: [
      'Typical requests are de-escalation, trauma-informed practice, and setting up an internal nurture or regulation room.',
      'We start with a free visit, then agree a plan of twilight sessions, coaching and follow-up.',
      'Staff bring real cases, without names, and leave with something to try the next morning.',
    ],
    next: [
      'Most schools book a day each half term.',
      'A telephone line for SENCOs is open every Tuesday afternoon.',
    ],
    needs: [{ primary: ['SEMH'], secondary: ['ASD'] }, { primary: ['SEMH'] }],
    circumstances: [['AT_RISK_OF_EXCLUSION', 'TRAUMA'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [1, 11],
      [7, 11],
    ],
    serves: 'COUNTY',
    hours: [1, 6],
    runs: [[], wholeWeek],
    group: [1, 20],
    weeks: [null, [6, 12]],
    price: ['SESSION', 180, 320],
    outcomes: ['UNDERSTOOD', 'SAFE_AND_SECURE'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
  {
    ...outreach,
    id: 'primary-nurture-outreach',
    titles: ['Primary nurture outreach', 'Setting up a nurture group', 'Primary inclusion support'],
    what: [
      'We help primary schools to set up and run a nurture group of their own.',
      'A nurture practitioner joins your school for a term to work with the children who hit, hide or run.',
      'Support in class and on the playground for younger children with social and emotional needs.',
    ],
    how: [
      'Children are assessed, grouped and taught through play, snack time and routine.',
      'Practitioners model for teaching assistants, then step back.',
      'Parents come to a weekly session of stories, craft and conversation.',
    ],
    next: [
      'The school keeps the materials and a trained member of staff.',
      'We come back once a half term to see how it is going.',
    ],
    needs: [{ primary: ['SEMH'], secondary: ['SLCN'] }, { primary: ['SEMH', 'SLCN'] }],
    circumstances: [['AT_RISK_OF_EXCLUSION', 'TRAUMA'], ['AT_RISK_OF_EXCLUSION']],
    years: [
      [1, 6],
      [1, 4],
    ],
    serves: 'DISTRICTS',
    hours: [3, 8],
    runs: [['MON', 'TUE', 'WED', 'THU'], wholeWeek],
    group: [4, 8],
    weeks: [
      [12, 24],
      [13, 13],
    ],
    price: ['HALF_DAY', 95, 140],
    outcomes: ['FAMILY_AND_FRIENDS', 'SAFE_AND_SECURE', 'UNDERSTOOD'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
  {
    ...outreach,
    id: 'transition-support',
    titles: [
      'Year 6 to 7 transition support',
      'Moving Up: transition to secondary',
      'Summer and autumn transition programme',
    ],
    what: [
      'Support from the spring of year 6 to the end of the first term of year 7 for pupils who may find the move hard.',
      'A transition worker gets to know the pupil in primary school and goes with them to secondary.',
      'A programme for children whose primary school expects trouble with the move, and would rather prevent it.',
    ],
    how: [
      'Visits, maps, bus practice and a week in August take the fear out of September.',
      'Small groups meet weekly, work on friendships and organisation, and meet their new form tutor early.',
      'We share what works with the new school in a meeting, not in a file.',
    ],
    next: [
      'Support carries on into year 7 for as long as it is needed.',
      'The programme is at its busiest in June and July, so early referral helps.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['ASD', 'SLCN'] },
      { primary: ['SEMH', 'SLCN'], secondary: ['MLD'] },
    ],
    circumstances: [['EBSA', 'AT_RISK_OF_EXCLUSION'], ['AT_RISK_OF_EXCLUSION']],
    years: [[6, 7]],
    serves: 'PLANNING_AREAS',
    hours: [1, 3],
    runs: [['MON', 'TUE', 'THU'], wholeWeek],
    group: [1, 6],
    weeks: [
      [18, 26],
      [20, 30],
    ],
    price: ['SESSION', 45, 75],
    outcomes: ['RESILIENCE', 'FAMILY_AND_FRIENDS', 'OPPORTUNITY'],
    vacancy: { unit: 'GROUP_SEAT', places: [2, 8] },
  },
];
