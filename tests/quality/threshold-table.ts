import type { ThresholdLevel } from '../../src/features/quality/threshold/threshold.rules.js';

/** An offering of a row, as far as it matters. Left out: six hours a week in person, Years 7 to 11, EHC plans not accepted. */
export interface TableOffering {
  readonly hours?: number | null;
  readonly attendance?: 'FULL_TIME' | 'PART_TIME' | 'EITHER' | null;
  /** Pupils in a group; null: not known. */
  readonly places?: number | null;
  readonly ehcPlan?: 'REQUIRED' | 'ACCEPTED' | 'NOT_ACCEPTED' | null;
  readonly lookedAfter?: boolean;
  readonly modes?: readonly ('IN_PERSON' | 'OUTREACH' | 'ONLINE')[];
  readonly years?: readonly [number, number];
  readonly state?: 'LISTED' | 'DRAFT' | 'WITHDRAWN' | 'SUSPENDED';
}

/** A provider, and what a commissioner must learn about it. */
export interface TableRow {
  readonly name: string;
  readonly registration?: 'UNREGISTERED' | 'NOT_STATED' | 'REGISTERED_SCHOOL' | 'REGISTERED_COLLEGE';
  readonly offerings: readonly TableOffering[];
  /** By the law in force: section 463 of the Education Act 1996, section 92 of the Education and Skills Act 2008. */
  readonly now: ThresholdLevel;
  /** By section 92 as section 43 of the Children's Wellbeing and Schools Act 2026 substitutes it. */
  readonly coming: ThresholdLevel;
}

/*
 * Written from the law and the guidance before the rule, and not from what the rule answers.
 *
 * Education Act 1996 s. 463: an independent school is one at which full-time education is provided for five or more pupils of
 * compulsory school age, or for at least one with an EHC plan or who is looked after. Full-time has no statutory hours. DfE's
 * guidance looks at whether an institution provides all, or substantially all, of a child's education (hours a week with breaks and
 * independent study, weeks, time of day, whether the pupil could be taught elsewhere) and generally takes more than 18 hours a
 * week in the day for full-time: a guide and not a line, so 17.5 hours reassures nobody.
 *
 * Children's Wellbeing and Schools Act 2026 s. 43: full-time education for five children, or for one who is looked after or has
 * special educational needs; full-time by regulations, else by factors such as hours and weeks. Offerings name the needs that they
 * are for, so whatever is full-time there is near for its first pupil.
 */
// biome-ignore format: a row a line
export const thresholdTable: readonly TableRow[] = [
  // How many, at full-time hours
  { name: 'five places, 18 hours', offerings: [{ hours: 18, places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'five places, 25 hours', offerings: [{ hours: 25, places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'thirty places, 32.5 hours', offerings: [{ hours: 32.5, places: 30 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'four places, 18 hours', offerings: [{ hours: 18, places: 4 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'four places, 25 hours', offerings: [{ hours: 25, places: 4 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'three places, 25 hours', offerings: [{ hours: 25, places: 3 }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'two places, 18 hours', offerings: [{ hours: 18, places: 2 }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'one place, 18 hours', offerings: [{ hours: 18, places: 1 }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'places not known, 25 hours', offerings: [{ hours: 25, places: null }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'said to be full-time, hours not known, five places', offerings: [{ hours: null, attendance: 'FULL_TIME', places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'said to be full-time, hours not known, four places', offerings: [{ hours: null, attendance: 'FULL_TIME', places: 4 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'said to be full-time at 16 hours, five places', offerings: [{ hours: 16, attendance: 'FULL_TIME', places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'said to be part-time at 20 hours, five places', offerings: [{ hours: 20, attendance: 'PART_TIME', places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'two and two places, each 25 hours', offerings: [{ hours: 25, places: 2 }, { hours: 25, places: 2 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'two and three places, each 20 hours', offerings: [{ hours: 20, places: 2 }, { hours: 20, places: 3 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'three places and an offering of unknown size, each 20 hours', offerings: [{ hours: 20, places: 3 }, { hours: 20, places: null }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'four places and an offering of unknown size, each 20 hours', offerings: [{ hours: 20, places: 4 }, { hours: 20, places: null }], now: 'CLOSE', coming: 'LIKELY' },

  // One pupil is enough: EHC plan, looked after
  { name: 'one place, 18 hours, EHC plan needed', offerings: [{ hours: 18, places: 1, ehcPlan: 'REQUIRED' }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'one place, 18 hours, EHC plan accepted', offerings: [{ hours: 18, places: 1, ehcPlan: 'ACCEPTED' }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'one place, 25 hours, meant for looked-after pupils', offerings: [{ hours: 25, places: 1, lookedAfter: true }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'places not known, 20 hours, EHC plan needed', offerings: [{ hours: 20, places: null, ehcPlan: 'REQUIRED' }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'one place, 17.9 hours, EHC plan needed', offerings: [{ hours: 17.9, places: 1, ehcPlan: 'REQUIRED' }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'one place, 17.5 hours, EHC plan accepted', offerings: [{ hours: 17.5, places: 1, ehcPlan: 'ACCEPTED' }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'one place, 17.5 hours, looked after', offerings: [{ hours: 17.5, places: 1, lookedAfter: true }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'one place, 17.4 hours, EHC plan needed', offerings: [{ hours: 17.4, places: 1, ehcPlan: 'REQUIRED' }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'one place, 15 hours, EHC plan accepted', offerings: [{ hours: 15, places: 1, ehcPlan: 'ACCEPTED' }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'one place, 15 hours, looked after', offerings: [{ hours: 15, places: 1, lookedAfter: true }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'one place, 14.9 hours, EHC plan needed', offerings: [{ hours: 14.9, places: 1, ehcPlan: 'REQUIRED' }], now: 'NONE', coming: 'NONE' },
  { name: 'three places, 18 hours, EHC plans not known', offerings: [{ hours: 18, places: 3, ehcPlan: null }], now: 'LOOK', coming: 'LIKELY' },
  { name: 'four places, 18 hours, EHC plans not known', offerings: [{ hours: 18, places: 4, ehcPlan: null }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'full-time without EHC plans, and six hours with', offerings: [{ hours: 20, places: 2 }, { hours: 6, places: 2, ehcPlan: 'REQUIRED' }], now: 'LOOK', coming: 'LIKELY' },

  // Nearly full-time: five places from 15 hours
  { name: 'five places, 17.9 hours', offerings: [{ hours: 17.9, places: 5 }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'five places, 17.5 hours', offerings: [{ hours: 17.5, places: 5 }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'five places, 15 hours', offerings: [{ hours: 15, places: 5 }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'five places, 14.9 hours', offerings: [{ hours: 14.9, places: 5 }], now: 'NONE', coming: 'NONE' },
  { name: 'four places, 17.9 hours', offerings: [{ hours: 17.9, places: 4 }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'four places, 15 hours', offerings: [{ hours: 15, places: 4 }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'one place, 17.5 hours', offerings: [{ hours: 17.5, places: 1 }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'places not known, 16 hours', offerings: [{ hours: 16, places: null }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'EHC plans not known, three places, 16 hours', offerings: [{ hours: 16, places: 3, ehcPlan: null }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'four full-time and one of 15 hours', offerings: [{ hours: 25, places: 4 }, { hours: 15, places: 1 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'two full-time and three of 16 hours', offerings: [{ hours: 25, places: 2 }, { hours: 16, places: 3 }], now: 'CLOSE', coming: 'LIKELY' },
  { name: 'two full-time and two of 16 hours', offerings: [{ hours: 25, places: 2 }, { hours: 16, places: 2 }], now: 'LOOK', coming: 'LIKELY' },

  // Part-time that is most of the pupil's week, and what may be attended either way
  { name: 'said to be part-time at 16 hours, five places', offerings: [{ hours: 16, attendance: 'PART_TIME', places: 5 }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'said to be part-time at 17.5 hours, EHC plan needed', offerings: [{ hours: 17.5, attendance: 'PART_TIME', places: 2, ehcPlan: 'REQUIRED' }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'said to be part-time, hours not known', offerings: [{ hours: null, attendance: 'PART_TIME', places: 8 }], now: 'LOOK', coming: 'LOOK' },
  { name: 'said to be part-time at twelve hours', offerings: [{ hours: 12, attendance: 'PART_TIME', places: 8 }], now: 'NONE', coming: 'NONE' },
  { name: 'full-time or part-time, five places', offerings: [{ hours: null, attendance: 'EITHER', places: 5 }], now: 'CLOSE', coming: 'CLOSE' },
  { name: 'full-time or part-time, two places', offerings: [{ hours: null, attendance: 'EITHER', places: 2 }], now: 'LOOK', coming: 'CLOSE' },
  { name: 'full-time or part-time, one place, EHC plan accepted', offerings: [{ hours: 6, attendance: 'EITHER', places: 1, ehcPlan: 'ACCEPTED' }], now: 'CLOSE', coming: 'CLOSE' },

  // Several offerings that the same pupil may attend
  { name: 'nine and nine hours, the same years', offerings: [{ hours: 9, places: 2 }, { hours: 9, places: 2 }], now: 'LOOK', coming: 'LOOK' },
  { name: 'five, five and five hours', offerings: [{ hours: 5, places: 8 }, { hours: 5, places: 8 }, { hours: 5, places: 8 }], now: 'LOOK', coming: 'LOOK' },
  { name: 'five, five and 4.9 hours', offerings: [{ hours: 5, places: 8 }, { hours: 5, places: 8 }, { hours: 4.9, places: 8 }], now: 'NONE', coming: 'NONE' },
  { name: 'nine and nine hours, years that share none', offerings: [{ hours: 9, places: 2, years: [1, 6] }, { hours: 9, places: 2, years: [7, 11] }], now: 'NONE', coming: 'NONE' },
  { name: 'nine and nine hours, years that share one', offerings: [{ hours: 9, places: 2, years: [5, 7] }, { hours: 9, places: 2, years: [7, 11] }], now: 'LOOK', coming: 'LOOK' },
  { name: 'nine hours here and nine at the pupil’s home', offerings: [{ hours: 9, places: 2 }, { hours: 9, places: 2, modes: ['OUTREACH'] }], now: 'LOOK', coming: 'LOOK' },

  // Outreach: the pupil is on the roll of the school where it takes place
  { name: 'outreach for 25 hours, EHC plan needed', offerings: [{ hours: 25, places: 5, ehcPlan: 'REQUIRED', modes: ['OUTREACH'] }], now: 'LOOK', coming: 'LOOK' },
  { name: 'outreach for 15 hours', offerings: [{ hours: 15, places: 1, modes: ['OUTREACH'] }], now: 'LOOK', coming: 'LOOK' },
  { name: 'outreach for 14 hours', offerings: [{ hours: 14, places: 1, modes: ['OUTREACH'] }], now: 'NONE', coming: 'NONE' },
  { name: 'outreach or at the site, 25 hours, five places', offerings: [{ hours: 25, places: 5, modes: ['IN_PERSON', 'OUTREACH'] }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'outreach for 25 hours, and four full-time places at the site', offerings: [{ hours: 25, places: 9, modes: ['OUTREACH'] }, { hours: 25, places: 4 }], now: 'CLOSE', coming: 'LIKELY' },

  // Nothing known, other ages, other states, other registrations
  { name: 'neither hours nor attendance known', offerings: [{ hours: null, places: 8 }], now: 'LOOK', coming: 'LOOK' },
  { name: 'six hours, and one of which nothing is known', offerings: [{ hours: 6, places: 8 }, { hours: null, places: 2 }], now: 'LOOK', coming: 'LOOK' },
  { name: 'six hours a week', offerings: [{ hours: 6, places: 8 }], now: 'NONE', coming: 'NONE' },
  { name: 'no offering entered', offerings: [], now: 'LOOK', coming: 'LOOK' },
  { name: 'a draft only', offerings: [{ hours: 25, places: 8, state: 'DRAFT' }], now: 'LOOK', coming: 'LOOK' },
  { name: 'withdrawn, with six hours a week', offerings: [{ hours: 25, places: 8, state: 'WITHDRAWN' }, { hours: 6, places: 2 }], now: 'NONE', coming: 'NONE' },
  { name: 'suspended for now', offerings: [{ hours: 25, places: 8, state: 'SUSPENDED' }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'sixth form only', offerings: [{ hours: 25, places: 8, years: [12, 13] }], now: 'NONE', coming: 'NONE' },
  { name: 'Year 11 and sixth form', offerings: [{ hours: 25, places: 8, years: [11, 13] }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'reception, whose older pupils are of compulsory school age', offerings: [{ hours: 25, places: 8, years: [0, 0] }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'a registered school', registration: 'REGISTERED_SCHOOL', offerings: [{ hours: 25, places: 30, ehcPlan: 'REQUIRED' }], now: 'NONE', coming: 'NONE' },
  { name: 'a registered college', registration: 'REGISTERED_COLLEGE', offerings: [{ hours: 25, places: 30 }], now: 'NONE', coming: 'NONE' },
  { name: 'registration not stated, five full-time', registration: 'NOT_STATED', offerings: [{ hours: 25, places: 5 }], now: 'LIKELY', coming: 'LIKELY' },
  { name: 'registration not stated, six hours', registration: 'NOT_STATED', offerings: [{ hours: 6, places: 5 }], now: 'NONE', coming: 'NONE' },
];
