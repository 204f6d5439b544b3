import type { RegisterState } from '../../src/features/provider/provider.entity.js';
import { editing, mayEditParts } from '../../src/features/register/entry/editing.rules.js';
import { fieldOwners, showsLess } from '../../src/features/register/entry/field-ownership.js';
import { permissionsFor, stepNames, steps, stepsFrom } from '../../src/features/register/entry/steps.js';

/*
 * The life of an entry as the council and providers were promised it, written down a second time so that a slip in the table of the hub
 * shows. Who keeps an entry (a provider its own, the council any) hands it in; the council alone looks at it, lists, refuses, suspends
 * and brings back; anyone who made a draft or handed it in may take it back. Those who lose something by a step learn why.
 */
const ANY_KEEPER = ['entry.write', 'register.write'];
const COUNCIL = ['register.decide'];
const ITS_OWN_OR_COUNCIL = ['entry.write', 'register.decide'];
// biome-ignore format: a row a line
const life: [name: string, from: RegisterState, to: RegisterState, by: string[], needsReason: boolean][] = [
  ['SUBMIT',       'DRAFT',     'SUBMITTED', ANY_KEEPER,         false],
  ['WITHDRAW',     'DRAFT',     'WITHDRAWN', ITS_OWN_OR_COUNCIL, true],
  ['START_REVIEW', 'SUBMITTED', 'IN_REVIEW', COUNCIL,            false],
  ['REFUSE',       'SUBMITTED', 'DRAFT',     COUNCIL,            true],
  ['WITHDRAW',     'SUBMITTED', 'WITHDRAWN', ITS_OWN_OR_COUNCIL, true],
  ['APPROVE',      'IN_REVIEW', 'LISTED',    COUNCIL,            false],
  ['REFUSE',       'IN_REVIEW', 'DRAFT',     COUNCIL,            true],
  ['WITHDRAW',     'IN_REVIEW', 'WITHDRAWN', COUNCIL,            true],
  ['SUSPEND',      'LISTED',    'SUSPENDED', COUNCIL,            true],
  ['WITHDRAW',     'LISTED',    'WITHDRAWN', COUNCIL,            true],
  ['WITHDRAW',     'SUSPENDED', 'WITHDRAWN', COUNCIL,            true],
  ['RESTORE',      'SUSPENDED', 'LISTED',    COUNCIL,            false],
  ['RESTORE',      'WITHDRAWN', 'DRAFT',     COUNCIL,            false],
];
const sorted = <T>(all: Iterable<T>) => [...all].map((one) => JSON.stringify(one)).sort();

describe('the steps of an entry', () => {
  it('are these, by these, and no others', () => {
    const told = steps.map(({ name, from, to, by, needsReason }) => [name, from, to, [...by], needsReason]);
    expect(sorted(told)).toEqual(sorted(life));
    expect(sorted(stepNames)).toEqual(sorted(new Set(life.map(([name]) => name))));
  });

  it.each(['DRAFT', 'SUBMITTED', 'IN_REVIEW', 'LISTED', 'SUSPENDED', 'WITHDRAWN'] as const)(
    'from %s are found',
    (state) => {
      const names = life.filter(([, from]) => from === state).map(([name]) => name);
      expect(sorted(stepsFrom(state).map(({ name }) => name))).toEqual(sorted(names));
      expect(stepsFrom(state).every(({ from }) => from === state)).toBe(true);
    },
  );

  it.each([
    ['SUBMIT', ANY_KEEPER],
    ['START_REVIEW', COUNCIL],
    ['APPROVE', COUNCIL],
    ['REFUSE', COUNCIL],
    ['SUSPEND', COUNCIL],
    ['WITHDRAW', ITS_OWN_OR_COUNCIL],
    ['RESTORE', COUNCIL],
  ] as const)('%s are for who has one of its permissions', (name, by) => {
    expect(sorted(permissionsFor(name))).toEqual(sorted(by));
  });
});

describe('an editor', () => {
  it('changes a draft, asks for changes of what is listed, and nothing about what is withdrawn', () => {
    expect(editing).toEqual({
      DRAFT: 'FREELY',
      SUBMITTED: 'PARTS_ONLY',
      IN_REVIEW: 'PARTS_ONLY',
      LISTED: 'BY_REQUEST',
      SUSPENDED: 'BY_REQUEST',
      WITHDRAWN: 'NOT_AT_ALL',
    });
  });

  it.each([
    ['DRAFT', true],
    ['SUBMITTED', true],
    ['IN_REVIEW', true],
    ['LISTED', true],
    ['SUSPENDED', true],
    ['WITHDRAWN', false],
  ] as const)('of what is %s may change the parts: %s', (state, may) => {
    expect(mayEditParts(state)).toBe(may);
  });
});

/*
 * What a listing rests on is the council's: who it is, where it is and what of that is shown, to which callers, how much, how to get in. What
 * only tells of it is the provider's own, and each has its own key for an entry.
 */
const owns = {
  PROVIDER: {
    council: `name legalName settingType registration localAuthorityCode urn ukprn companyNumber charityNumber postcode`,
    provider: `description website externalReference`,
  },
  SITE: {
    council: `street locality town postcode uprn addressVisibility`,
    provider: `name accessibility externalReference`,
  },
  OFFERING: {
    council: `tier primaryNeeds secondaryNeeds keyStages minYear maxYear deliveryModes hoursPerWeek attendance groupSize maximumWeeks
      referralRoutes commissioners beforeExclusion ehcPlan areasServed siteIds`,
    provider: `title description circumstances days typicalWeeks minimumBookingWeeks pricePence priceUnit accreditations outcomes
      transport referralUrl responseDays externalReference`,
  },
};

describe('the fields of an entry', () => {
  it.each(Object.keys(owns) as (keyof typeof owns)[])('of kind %s are each someone’s', (kind) => {
    const expected = (['council', 'provider'] as const).flatMap((owner) =>
      owns[kind][owner].split(/\s+/).map((field) => [field, owner]),
    );
    expect(fieldOwners[kind]).toEqual(Object.fromEntries(expected));
  });

  it.each([
    ['SITE', 'addressVisibility', 'PUBLIC', 'FULL', true],
    ['SITE', 'addressVisibility', 'PUBLIC', 'OUTCODE', true],
    ['SITE', 'addressVisibility', 'FULL', 'OUTCODE', true],
    ['SITE', 'addressVisibility', 'FULL', 'PUBLIC', false],
    ['SITE', 'addressVisibility', 'OUTCODE', 'FULL', false],
    ['SITE', 'addressVisibility', 'OUTCODE', 'OUTCODE', false],
    ['SITE', 'postcode', 'PUBLIC', 'OUTCODE', false],
    ['OFFERING', 'addressVisibility', 'PUBLIC', 'OUTCODE', false],
    ['PROVIDER', 'addressVisibility', 'PUBLIC', 'OUTCODE', false],
  ] as const)('%s.%s from %s to %s shows less: %s', (kind, field, from, to, less) => {
    expect(showsLess(kind, field, from, to)).toBe(less);
  });
});
