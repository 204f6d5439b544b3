import {
  keyStageYears,
  offeringChanges,
  offeringCodeLists,
  offeringInput,
  yearsOfAge,
} from '../../src/features/offering/offering.rules.js';
import {
  codes,
  describeLimits,
  list,
  needed,
  orLeftOut,
  orNothing,
  several,
  text,
  whole,
} from '../support/limits.js';

const id = (place: number) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
const offering = {
  providerId: id(0),
  title: 'Boat building',
  tier: 'TIER_2',
  primaryNeeds: ['SEMH'],
  minYear: 7,
  maxYear: 11,
  deliveryModes: ['IN_PERSON'],
};
const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

describeLimits('an offering', offeringInput, offering, {
  title: needed(text(2, 200)),
  description: orLeftOut(text(0, 5_000)),
  tier: needed([['TIER_3'], ['T'.repeat(61)]]),
  primaryNeeds: needed(list(13, undefined, 1)),
  secondaryNeeds: orLeftOut(list(13)),
  circumstances: orLeftOut(list(30)),
  keyStages: orLeftOut(list(5)),
  accreditations: orLeftOut(list(30)),
  outcomes: orLeftOut(list(30)),
  referralRoutes: orLeftOut(list(30)),
  commissioners: orLeftOut(list(30)),
  deliveryModes: needed(list(3, undefined, 1)),
  minYear: needed([
    [0, 11],
    [-1, 0.5, 15],
  ]),
  maxYear: needed([
    [7, 14],
    [15, 7.5],
  ]),
  days: orLeftOut([
    [days, []],
    [['MONDAY'], [...days, 'MON']],
  ]),
  hoursPerWeek: orNothing([
    [0.5, 60],
    [0, -1, 60.5, '20'],
  ]),
  attendance: orNothing([['FULL_TIME', 'PART_TIME', 'EITHER'], ['ALWAYS']]),
  groupSize: orNothing(whole(1, 100)),
  typicalWeeks: orNothing(whole(1, 260)),
  maximumWeeks: orNothing(whole(1, 260)),
  minimumBookingWeeks: orNothing(whole(1, 52)),
  transport: orNothing([['INCLUDED', 'ARRANGED_AT_COST', 'NOT_PROVIDED'], ['BUS']]),
  responseDays: orNothing(whole(0, 100)),
  beforeExclusion: orNothing([[true, false], ['yes']]),
  ehcPlan: orNothing([['ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED'], ['MAYBE']]),
  state: orLeftOut([['DRAFT', 'LISTED', 'WITHDRAWN'], ['PUBLISHED']]),
  isDemonstration: orLeftOut([[true, false], ['yes']]),
  siteIds: orLeftOut(list(100, id)),
});

describeLimits(
  'the price of an offering',
  offeringInput,
  { ...offering, priceUnit: 'DAY', pricePence: 1 },
  {
    pricePence: [
      [0, 100_000_00],
      [-1, 100_000_01, 0.5],
    ],
    priceUnit: [['HALF_DAY'], ['U'.repeat(61)]],
  },
);

const outreach = { ...offering, deliveryModes: ['OUTREACH'] };
const areas = ['ENGLAND', 'LA:926', 'DISTRICT:E07000147', `PLANNING_AREA:${id(1)}`];
describeLimits('the areas that an offering serves', offeringInput, outreach, {
  areasServed: orLeftOut([
    [areas, several(200, () => 'LA:926')],
    [
      ...['NORFOLK', 'LA:92', 'LA:9266', 'DISTRICT:X07000147', 'xENGLAND', 'ENGLANDx'].map((one) => [one]),
      several(201, () => 'LA:926'),
    ],
  ]),
});

describe('an offering', () => {
  const wrong = (values: object) =>
    offeringInput
      .safeParse({ ...offering, ...values })
      .error?.issues.map(({ path, message }) => `${path}: ${message}`) ?? [];

  it.each<[what: string, object, string[]]>([
    ['for one year', { minYear: 9, maxYear: 9 }, []],
    [
      'for years that end before they begin',
      { minYear: 9, maxYear: 8 },
      ['maxYear: The last year must not be earlier than the first year.'],
    ],
    ['with a price and its unit', { pricePence: 0, priceUnit: 'DAY' }, []],
    ['with a price alone', { pricePence: 0 }, ['priceUnit: Give both a price and its unit, or neither.']],
    ['with a unit alone', { priceUnit: 'DAY' }, ['priceUnit: Give both a price and its unit, or neither.']],
    ['with other needs too', { secondaryNeeds: ['ASD'] }, []],
    [
      'with a need that is first and second',
      { primaryNeeds: ['ASD', 'SEMH'], secondaryNeeds: ['MLD', 'SEMH'] },
      [
        'secondaryNeeds: A need is either primary or secondary, not both: remove it from one of the two lists.',
      ],
    ],
    [
      'in person that serves an area',
      { areasServed: ['ENGLAND'] },
      [
        'areasServed: Only offerings delivered by outreach or online have areas served: add that delivery mode, or leave areasServed empty.',
      ],
    ],
    ['online that serves an area', { areasServed: ['ENGLAND'], deliveryModes: ['IN_PERSON', 'ONLINE'] }, []],
    ['by outreach that serves an area', { areasServed: ['ENGLAND'], deliveryModes: ['OUTREACH'] }, []],
  ])('%s', (_, values, problems) => {
    expect(wrong(values)).toEqual(problems);
  });

  it('is made of what is stated, with nothing known of the rest', () => {
    expect(offeringInput.parse(offering)).toEqual({
      ...offering,
      ...{
        description: '',
        secondaryNeeds: [],
        circumstances: [],
        keyStages: [],
        days: [],
        accreditations: [],
        outcomes: [],
      },
      ...{
        referralRoutes: [],
        commissioners: [],
        areasServed: [],
        siteIds: [],
        state: 'DRAFT',
        isDemonstration: false,
      },
      ...{
        hoursPerWeek: null,
        attendance: null,
        groupSize: null,
        typicalWeeks: null,
        maximumWeeks: null,
        pricePence: null,
      },
      ...{
        minimumBookingWeeks: null,
        priceUnit: null,
        transport: null,
        referralUrl: null,
        responseDays: null,
      },
      ...{ beforeExclusion: null, ehcPlan: null, externalReference: null },
    });
  });

  it('may be changed in any part, but stays its provider’s', () => {
    expect(offeringChanges.safeParse({}).success).toBe(true);
    expect(offeringChanges.safeParse({ title: 'Boats', siteIds: several(100, id) }).success).toBe(true);
    expect(offeringChanges.safeParse({ siteIds: several(101, id) }).success).toBe(false);
    expect(offeringChanges.safeParse({ providerId: id(1) }).success).toBe(false);
  });

  it('says each code in a list of its own', () => {
    expect(offeringCodeLists).toEqual({
      tier: 'TIER',
      primaryNeeds: 'NEED',
      secondaryNeeds: 'NEED',
      circumstances: 'CIRCUMSTANCE',
      keyStages: 'KEY_STAGE',
      deliveryModes: 'DELIVERY_MODE',
      priceUnit: 'PRICE_UNIT',
      accreditations: 'ACCREDITATION',
      outcomes: 'OUTCOME',
      referralRoutes: 'REFERRAL_ROUTE',
      commissioners: 'COMMISSIONER_KIND',
    });
    expect(codes(2)).toEqual(['CODE_0', 'CODE_1']);
  });
});

describe('the years of school', () => {
  // National Curriculum: Years 1 and 2, 3 to 6, 7 to 9, 10 and 11; then sixth form and college.
  it('come in key stages', () => {
    expect(keyStageYears).toEqual({
      KS1: [1, 2],
      KS2: [3, 4, 5, 6],
      KS3: [7, 8, 9],
      KS4: [10, 11],
      KS5: [12, 13, 14],
    });
  });

  // A child who turns 5 in reception is in Year 1 from September: born in September, 11 all through Year 6.
  it.each([
    [4, [-1, 0]],
    [5, [0, 1]],
    [11, [6, 7]],
    [16, [11, 12]],
  ])('at the age of %i are %j', (age, years) => {
    expect(yearsOfAge(age)).toEqual(years);
  });
});
