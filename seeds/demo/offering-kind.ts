/** Delivery modes, as in `reference/codes/delivery-mode.json`. */
export type Delivery = 'IN_PERSON' | 'OUTREACH' | 'ONLINE';
export type Day = 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI';
/** Both ends are included. */
export type Range = readonly [from: number, to: number];

/**
 * A kind of provision with everything that its offerings can say. If a property lists several values, each
 * offering has one of them. The description is one of `what`, one of `how` and usually one of `next`. `{town}` in a
 * title or sentence becomes the town of the offering's first site. Codes are those of `reference/codes`.
 */
export interface OfferingKind {
  readonly id: string;
  readonly titles: readonly string[];
  readonly what: readonly string[];
  readonly how: readonly string[];
  readonly next: readonly string[];
  readonly tier: 'TIER_1' | 'TIER_2' | 'TIER_3';
  readonly needs: readonly { readonly primary: readonly string[]; readonly secondary?: readonly string[] }[];
  readonly circumstances: readonly (readonly string[])[];
  /** School years accepted. */
  readonly years: readonly Range[];
  readonly delivery: readonly (readonly Delivery[])[];
  /** The area that an offering serves if it is not only in person. */
  readonly serves?: 'ENGLAND' | 'COUNTY' | 'DISTRICTS' | 'PLANNING_AREAS';
  readonly attendance: 'FULL_TIME' | 'PART_TIME' | 'EITHER';
  /** Hours a week for one young person. */
  readonly hours: Range;
  /** Days of the week on which it runs. An empty list: by arrangement. */
  readonly runs: readonly (readonly Day[])[];
  readonly group: Range;
  /** Typical and longest stay in school weeks; null: no set length. */
  readonly weeks: readonly (Range | null)[];
  readonly minimumWeeks?: number;
  /** In pounds; null: commissioned by the local authority, so no price is published. */
  readonly price: readonly [unit: 'DAY' | 'HALF_DAY' | 'SESSION' | 'HOUR', from: number, to: number] | null;
  readonly accreditations: readonly (readonly string[])[];
  readonly outcomes: readonly string[];
  readonly transport: readonly ('INCLUDED' | 'ARRANGED_AT_COST' | 'NOT_PROVIDED' | null)[];
  readonly routes: readonly (readonly string[])[];
  readonly commissioners: readonly (readonly string[])[];
  /** Working days until the provider first responds. */
  readonly response: Range;
  readonly beforeExclusion: boolean;
  readonly ehcPlan: readonly ('ACCEPTED' | 'REQUIRED' | 'NOT_ACCEPTED' | null)[];
  readonly vacancy: {
    readonly unit: 'FTE' | 'DAY' | 'HALF_DAY' | 'HOUR' | 'GROUP_SEAT';
    readonly places: Range;
  };
}

export const wholeWeek: readonly Day[] = ['MON', 'TUE', 'WED', 'THU', 'FRI'];

type Terms = Pick<
  OfferingKind,
  'routes' | 'commissioners' | 'response' | 'beforeExclusion' | 'ehcPlan' | 'transport'
>;

/** Bought by schools and authorities, place by place. */
export const boughtBySchools: Terms = {
  routes: [
    ['SCHOOL_DIRECT', 'LOCAL_AUTHORITY'],
    ['SCHOOL_DIRECT'],
    ['SCHOOL_DIRECT', 'LOCAL_AUTHORITY', 'PANEL'],
  ],
  commissioners: [
    ['SCHOOL', 'LOCAL_AUTHORITY'],
    ['SCHOOL', 'TRUST', 'LOCAL_AUTHORITY'],
    ['SCHOOL', 'TRUST'],
  ],
  response: [2, 10],
  beforeExclusion: true,
  ehcPlan: ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'NOT_ACCEPTED', null],
  transport: ['NOT_PROVIDED', 'NOT_PROVIDED', 'ARRANGED_AT_COST', 'INCLUDED'],
};

/** Staff travel to the school or the home, so transport is not needed. */
export const broughtToSchools: Terms = { ...boughtBySchools, transport: [null] };

/** Decided by schools together; paid for by the local authority. */
export const decidedByPanel: Terms = {
  routes: [['PANEL'], ['PANEL', 'LOCAL_AUTHORITY']],
  commissioners: [['LOCAL_AUTHORITY', 'PLANNING_PARTNERSHIP']],
  response: [5, 15],
  beforeExclusion: true,
  ehcPlan: ['ACCEPTED', 'ACCEPTED', null],
  transport: ['ARRANGED_AT_COST', 'NOT_PROVIDED', 'INCLUDED'],
};

/** Arranged and paid for by the local authority. */
export const arrangedByAuthority: Terms = {
  routes: [['LOCAL_AUTHORITY'], ['LOCAL_AUTHORITY', 'PANEL']],
  commissioners: [['LOCAL_AUTHORITY']],
  response: [5, 15],
  beforeExclusion: false,
  ehcPlan: ['ACCEPTED', 'ACCEPTED', null],
  transport: ['ARRANGED_AT_COST', 'INCLUDED', 'NOT_PROVIDED'],
};
