import { boughtBySchools, type OfferingKind } from '../offering-kind.js';

const studio = {
  ...boughtBySchools,
  delivery: [['IN_PERSON']],
  attendance: 'PART_TIME',
  tier: 'TIER_2',
} as const;

/** Music, art and drama. */
export const arts: readonly OfferingKind[] = [
  {
    ...studio,
    id: 'music-studio',
    titles: ['Music studio', 'Music production and songwriting', 'Beats and lyrics', 'Band project'],
    what: [
      'Young people write, record and mix their own tracks in a small studio.',
      'Music production, rap and songwriting for pupils with a lot to say and nowhere to say it.',
      'Learn an instrument, join a band and play to an audience of at least one by the end of term.',
    ],
    how: [
      'The producer works with very few young people at a time, on whatever they like listening to.',
      'Lyrics are the English lesson, and no one notices until the exam board sends a certificate.',
      'Sessions end with a listen back and one kind, useful comment from everyone.',
    ],
    next: [
      'Tracks belong to the young people who made them.',
      'Arts Award portfolios are put together as we go.',
    ],
    needs: [{ primary: ['SEMH'] }, { primary: ['SEMH'], secondary: ['ASD', 'SPLD'] }],
    circumstances: [
      ['AT_RISK_OF_EXCLUSION'],
      ['EBSA', 'AT_RISK_OF_EXCLUSION'],
      ['AT_RISK_OF_EXCLUSION', 'YOUTH_JUSTICE'],
    ],
    years: [
      [7, 11],
      [7, 13],
      [8, 11],
    ],
    hours: [2, 5],
    runs: [
      ['MON', 'TUE', 'WED', 'THU'],
      ['WED', 'FRI'],
    ],
    group: [1, 4],
    weeks: [
      [6, 12],
      [12, 38],
    ],
    price: ['HALF_DAY', 48, 76],
    accreditations: [['ARTS_AWARD'], [], ['AQA_UNIT_AWARD']],
    outcomes: ['INDIVIDUAL', 'OPPORTUNITY', 'UNDERSTOOD'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
  {
    ...studio,
    id: 'art-studio',
    titles: ['Art and pottery studio', 'Open studio: art and design', 'Make, print, paint'],
    what: [
      'Pottery, printmaking and painting in a light, quiet studio with working artists.',
      'An art and design group for pupils who are anxious, talented or both.',
      'Large canvases, messy tables and no wrong answers.',
    ],
    how: [
      'Each young person keeps a sketchbook and chooses the next project.',
      'Six makers work alongside an artist and a learning mentor.',
      'The pace is slow, the radio is on, and the talking happens by itself.',
    ],
    next: ['Work can count towards GCSE art at the home school.', 'An exhibition in {town} ends each term.'],
    needs: [{ primary: ['SEMH', 'ASD'] }, { primary: ['SEMH'], secondary: ['ASD'] }],
    circumstances: [['EBSA'], ['EBSA', 'BEREAVEMENT'], ['AT_RISK_OF_EXCLUSION', 'EBSA']],
    years: [
      [7, 11],
      [5, 11],
      [7, 13],
    ],
    hours: [3, 6],
    runs: [
      ['TUE', 'THU'],
      ['MON', 'WED', 'FRI'],
    ],
    group: [6, 6],
    weeks: [
      [10, 20],
      [12, 38],
    ],
    price: ['HALF_DAY', 45, 70],
    accreditations: [['ARTS_AWARD'], ['GCSE', 'ARTS_AWARD'], []],
    outcomes: ['INDIVIDUAL', 'HEALTHY', 'OPPORTUNITY'],
    vacancy: { unit: 'HALF_DAY', places: [1, 4] },
  },
  {
    ...studio,
    id: 'drama',
    titles: ['Drama and circus skills', 'Theatre project', 'Stage craft'],
    what: [
      'Drama games, circus skills and stage craft for young people who want to be seen, or would like to learn how.',
      'A theatre project in which some act, some build and some run the lights.',
      'Juggling, tightrope and improvisation: falling over is part of it.',
    ],
    how: [
      'Playing a part is a safe way to try out another way of behaving.',
      'Practitioners from a touring company work with a youth worker and a group of eight.',
      'The group decides on the story, and every role has a name in the programme.',
    ],
    next: [
      'Families are invited to the last session.',
      'There is always a job backstage for those who would rather not perform.',
    ],
    needs: [
      { primary: ['SEMH'], secondary: ['SLCN'] },
      { primary: ['SEMH'], secondary: ['ASD'] },
    ],
    circumstances: [['AT_RISK_OF_EXCLUSION'], ['EBSA', 'AT_RISK_OF_EXCLUSION']],
    years: [
      [5, 9],
      [7, 11],
    ],
    hours: [2, 5],
    runs: [
      ['WED', 'THU'],
      ['TUE', 'FRI'],
    ],
    group: [8, 8],
    weeks: [
      [6, 12],
      [10, 13],
    ],
    price: ['HALF_DAY', 40, 62],
    accreditations: [['ARTS_AWARD'], []],
    outcomes: ['INDIVIDUAL', 'FAMILY_AND_FRIENDS', 'UNDERSTOOD'],
    vacancy: { unit: 'GROUP_SEAT', places: [1, 5] },
  },
];
