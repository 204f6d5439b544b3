import { contactInput, mailboxProblem } from '../../src/features/register/keeping/contact.rules.js';
import {
  offeringCreate,
  offeringUpdate,
  providerCreate,
  providerUpdate,
  siteCreate,
  siteUpdate,
  vacancyCreate,
  vacancyUpdate,
} from '../../src/features/register/keeping/entry-inputs.rules.js';
import { registerFilter, registerSorts } from '../../src/features/register/list/register-filter.rules.js';
import {
  listingDecisionChanges,
  listingDecisionFields,
} from '../../src/features/register/listing/listing-decision.rules.js';
import { describeLimits, letters, needed, orLeftOut, orNothing, several, text } from '../support/limits.js';

const roles = ['ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE'];
const contact = { role: 'REFERRALS', audience: 'SCHOOL' } as const;
describeLimits('a contact', contactInput, contact, {
  role: needed([roles, ['HEAD']]),
  audience: needed([['PUBLIC', 'SCHOOL', 'COMMISSIONER'], ['PARENT']]),
  email: orNothing([
    ['office@example.org', `${letters(242)}@example.org`],
    ['office', 'office@example', '@example.org', `${letters(243)}@example.org`],
  ]),
  namedPerson: orLeftOut([[true, false], ['yes']]),
  telephone: orNothing([
    ['012345', '+44 (0)1328 123-456', '1'.repeat(40)],
    ['12345', '01328 x', '1'.repeat(41), '44+1328'],
  ]),
});

/*
 * Everybody is shown only what is a role's or the organisation's. Schools and commissioners may be shown a person's, where it is said
 * that it is one and that they know.
 */
describe('the mailbox of a contact', () => {
  const names = ['Broadside Boatyard'];
  const problem = (
    email: string | null,
    audience: 'PUBLIC' | 'SCHOOL' | 'COMMISSIONER',
    namedPerson = false,
  ) => mailboxProblem({ ...contact, email, audience, namedPerson, telephone: null }, names);

  it.each([
    [null, 'PUBLIC', false, true],
    ['office@x.org', 'PUBLIC', false, true],
    ['broadside@x.org', 'PUBLIC', false, true],
    ['jane.smith@x.org', 'PUBLIC', false, false],
    ['jane.smith@x.org', 'PUBLIC', true, false],
    ['fern@x.org', 'PUBLIC', false, false],
    ['office@x.org', 'SCHOOL', false, true],
    ['jane.smith@x.org', 'SCHOOL', false, false],
    ['jane.smith@x.org', 'SCHOOL', true, true],
    ['jane.smith@x.org', 'COMMISSIONER', false, false],
    ['jane.smith@x.org', 'COMMISSIONER', true, true],
    ['boats@x.org', 'SCHOOL', false, true],
  ] as const)('%s for %s (a named person: %s) may be kept: %s', (email, audience, named, kept) => {
    const found = problem(email, audience, named);
    expect(found === null).toBe(kept);
    if (!found) return;
    expect(found).toMatchObject({ field: ['input', 'email'], code: 'PERSONAL_DATA' });
    expect(found.message.includes('the public')).toBe(audience === 'PUBLIC');
    expect(/namedPerson/.test(found.message)).toBe(audience !== 'PUBLIC');
  });
});

const [bases = [], states = []] = [
  ['NOT_APPROVED_LIST', 'MINIMUM_STANDARDS_MET', 'TENDERED', 'FRAMEWORK_LOT'],
  ['DRAFT', 'SUBMITTED', 'IN_REVIEW', 'LISTED', 'SUSPENDED', 'WITHDRAWN'],
];
const keys = orLeftOut([
  [[], several(100, () => 'A'), [letters(200)]],
  [several(101, () => 'A'), [letters(201)], ['']],
]);
const flag = orLeftOut([[true, false], ['yes']]);
const kinds = ['PROVIDER', 'SITE', 'OFFERING'];
const freshnesses = ['CONFIRMED', 'AGEING', 'STALE', 'UNKNOWN'];
describeLimits(
  'a filter of the register',
  registerFilter,
  {},
  {
    kind: orLeftOut([
      [kinds, []],
      [[...kinds, 'SITE'], ['CONTACT']],
    ]),
    state: orLeftOut([
      [states, []],
      [[...states, 'DRAFT'], ['OPEN']],
    ]),
    ...Object.fromEntries(
      ['provider', 'planningArea'].map((field) => [field, orLeftOut(choice(letters(60), letters(61)))]),
    ),
    text: orLeftOut(text(0, 100)),
    ...Object.fromEntries(
      ['localAuthority', 'district', 'settingType', 'registration', 'tier', 'needs'].map((field) => [
        field,
        orLeftOut(choice('CODE', letters(101))),
      ]),
    ),
    ...Object.fromEntries(
      ['hasOpenChangeRequest', 'hasListingDecision', 'isDemonstration'].map((field) => [field, flag]),
    ),
    listingBasis: orLeftOut([
      [bases, []],
      [[...bases, 'TENDERED'], ['LIKED']],
    ]),
    vacancyFreshness: orLeftOut([
      [freshnesses, []],
      [[...freshnesses, 'STALE'], ['OLD']],
    ]),
    updatedSince: orLeftOut([[new Date(0)], ['2026-11-23']]),
    externalReference: keys,
    urn: keys,
  },
);

/** What a choice by these takes, and what it does not. */
function choice(good: string, bad: string): [unknown[], unknown[]] {
  const many = (count: number) => Array.from({ length: count }, () => good);
  return [
    [{}, { anyOf: [] }, { noneOf: many(50) }, { anyOf: [good], noneOf: [good] }],
    [[good], { anyOf: many(51) }, { noneOf: many(51) }, { anyOf: [bad] }, { only: [good] }],
  ];
}

describe('the register', () => {
  it('comes in six orders', () => {
    expect([...registerSorts].sort()).toEqual(
      ['NAME', 'UPDATED_AT', 'STATE_SINCE'].flatMap((by) => [`${by}_ASC`, `${by}_DESC`]).sort(),
    );
  });
});

const fieldsOf = (rule: { readonly shape: object }) => Object.keys(rule.shape).sort();
const words = (names: string) => names.split(/\s+/).sort();

/** What someone may send of an entry: never where it stands, whether it is invented, nor what its postcode tells. */
describe('what is sent of an entry', () => {
  const [provider, site, offering, vacancy] = [
    'name legalName description settingType registration localAuthority urn ukprn companyNumber charityNumber postcode website externalReference',
    'name street locality town postcode uprn addressVisibility accessibility externalReference',
    'title description tier primaryNeeds secondaryNeeds circumstances keyStages minYear maxYear deliveryModes days hoursPerWeek attendance groupSize typicalWeeks maximumWeeks minimumBookingWeeks pricePence priceUnit accreditations outcomes transport referralRoutes commissioners referralUrl responseDays beforeExclusion ehcPlan areasServed externalReference sites',
    'state placesAvailable unit availableFrom minYear maxYear waitingListLength waitingListUntil site externalReference',
  ];

  it.each([
    ['a new provider', providerCreate, provider],
    ['a changed provider', providerUpdate, provider],
    ['a new site', siteCreate, `${site} provider`],
    ['a changed site', siteUpdate, site],
    ['a new offering', offeringCreate, `${offering} provider`],
    ['a changed offering', offeringUpdate, offering],
    ['a new vacancy', vacancyCreate, `${vacancy} offering`],
    ['a changed vacancy', vacancyUpdate, vacancy],
  ])('is this, of %s', (_, rule, names) => {
    expect(fieldsOf(rule)).toEqual(words(names));
  });

  it('may leave anything out of a change', () => {
    for (const rule of [providerUpdate, siteUpdate, offeringUpdate, vacancyUpdate]) {
      expect(rule.safeParse({}).success).toBe(true);
    }
    for (const rule of [providerCreate, siteCreate, offeringCreate, vacancyCreate]) {
      expect(rule.safeParse({}).success).toBe(false);
    }
  });

  it('names a hundred sites at most, and for a vacancy one or none', () => {
    const id = (place: number) => `sit_${place}`;
    expect(offeringUpdate.safeParse({ sites: several(100, id) }).success).toBe(true);
    expect(offeringUpdate.safeParse({ sites: several(101, id) }).success).toBe(false);
    expect(offeringUpdate.safeParse({ sites: [letters(61)] }).success).toBe(false);
    expect(vacancyUpdate.safeParse({ site: null }).success).toBe(true);
    expect(vacancyCreate.shape.site.parse(undefined)).toBeNull();
    expect(offeringCreate.shape.sites.parse(undefined)).toEqual([]);
  });
});

describeLimits(
  'a listing decision',
  listingDecisionFields,
  { localAuthorityCode: '926', basis: 'TENDERED', validFrom: '2026-09-01' },
  {
    localAuthorityCode: needed([['926'], ['92', 'E10']]),
    scope: orLeftOut(text(0, 2_000)),
    basis: needed([bases, ['LIKED']]),
    validFrom: needed([['2026-09-01'], ['soon']]),
    validTo: orNothing([['2027-08-31'], ['soon']]),
    caveat: orNothing(text(0, 2_000)),
  },
);
describe('a listing decision', () => {
  it('stays its authority’s', () => {
    expect(listingDecisionChanges.safeParse({ caveat: 'Mornings only.' }).success).toBe(true);
    expect(listingDecisionChanges.safeParse({ localAuthorityCode: '935' }).success).toBe(false);
  });
  it('holds until further notice, for all, unless told', () => {
    const decision = { localAuthorityCode: '926', basis: 'TENDERED', validFrom: '2026-09-01' };
    expect(listingDecisionFields.safeParse(decision).data).toEqual({
      ...decision,
      scope: '',
      validTo: null,
      caveat: null,
    });
  });
});
