import {
  exactProviderFields,
  exactSiteFields,
  nonSchoolSettings,
  providerChanges,
  providerInput,
  siteChanges,
  siteInput,
} from '../../src/features/provider/provider.rules.js';
import { describeLimits, letters, list, needed, orLeftOut, orNothing, text } from '../support/limits.js';

const provider = {
  name: 'Broadside',
  settingType: 'IAP',
  registration: 'UNREGISTERED',
  localAuthorityCode: '926',
  urn: '123456',
};
const digits = (count: number) => '1'.repeat(count);
const states = ['DRAFT', 'SUBMITTED', 'IN_REVIEW', 'LISTED', 'SUSPENDED', 'WITHDRAWN'];
const code = needed([['C'.repeat(60)], ['C'.repeat(61), 7]]);
const reference = orNothing([
  ['C-2', letters(100)],
  ['', letters(101)],
]);

describeLimits('a provider', providerInput, provider, {
  name: needed(text(2, 200)),
  legalName: orNothing(text(0, 200)),
  description: orLeftOut(text(0, 5_000)),
  settingType: code,
  registration: code,
  localAuthorityCode: needed([['926'], ['92', '9266', 'E10', 'x926', '926x']]),
  urn: [[digits(6)], [digits(5), digits(7), '12345a', `x${digits(6)}`, `${digits(6)}x`]],
  ukprn: orNothing([[digits(8)], [digits(7), digits(9), `x${digits(8)}`, `${digits(8)}x`]]),
  companyNumber: orNothing([
    ['SC123456', digits(8)],
    [digits(7), digits(9), 'sc123456', 'SC-12345'],
  ]),
  charityNumber: orNothing([
    [digits(6), digits(8), '123456-1', '123456-123'],
    [digits(5), digits(9), '123456-', '123456-1234', 'x123456', '123456x'],
  ]),
  postcode: orNothing([
    ['NR21 9AA', 'N1 9AA', 'W1A 1AA', 'EC1A 1BB', 'nr21 9aa', 'NR219AA', 'NR21-9AA.', 'NR2I OAA'],
    ['NR21', 'NRX 9AA', 'xNR21 9AA', 'NR21 9AAx', 'NR21 AAA', 'NR21 9A'],
  ]),
  website: orNothing([['https://broadside.example/'], ['broadside']]),
  externalReference: reference,
  state: orLeftOut([states, ['PUBLISHED']]),
  isDemonstration: orLeftOut([[true, false], ['yes']]),
});

describe('a new provider', () => {
  const isTold = (values: object) => providerInput.safeParse({ ...provider, urn: null, ...values }).success;

  it.each([
    ['a URN', { urn: '123456' }, true],
    ['a UKPRN', { ukprn: '12345678' }, true],
    ['a company number', { companyNumber: '12345678' }, true],
    ['a charity number', { charityNumber: '123456' }, true],
    ['a postcode of what is not a school', { settingType: 'NFE', postcode: 'NR21 9AA' }, true],
    ['a postcode of a workplace', { settingType: 'WBP', postcode: 'NR21 9AA' }, true],
    ['nothing', {}, false],
    ['a postcode of a school', { settingType: 'IAP', postcode: 'NR21 9AA' }, false],
    ['a setting that is not a school', { settingType: 'NFE' }, false],
  ])('is kept apart from others by %s: %#', (_, values, told) => {
    expect(isTold(values)).toBe(told);
  });

  it('that is not told from others hears so where the URN is', () => {
    const { error } = providerInput.safeParse({ ...provider, urn: null });
    expect(error?.issues.map(({ path }) => path)).toEqual([['urn']]);
    expect([...nonSchoolSettings].sort()).toEqual(['NFE', 'OOT', 'OTH', 'WBP']);
  });

  it('is a draft of which little is known', () => {
    expect(providerInput.parse(provider)).toEqual({
      ...provider,
      ...{
        legalName: null,
        description: '',
        ukprn: null,
        companyNumber: null,
        charityNumber: null,
        postcode: null,
      },
      ...{ website: null, externalReference: null, state: 'DRAFT', isDemonstration: false },
    });
    expect(providerChanges.safeParse({}).success).toBe(true);
  });
});

const site = {
  providerId: '00000000-0000-4000-8000-000000000000',
  name: 'The boatyard',
  postcode: 'NR21 9AA',
};
const placed = { ...site, latitude: 52.8, longitude: 0.8, positionPrecision: 'POINT' };

describeLimits('a site', siteInput, site, {
  name: needed(text(2, 200)),
  street: orNothing(text(0, 200)),
  locality: orNothing(text(0, 200)),
  town: orNothing(text(0, 200)),
  postcode: needed([['NR21 9AA'], ['NR21']]),
  uprn: orNothing([
    ['1', digits(12)],
    ['', digits(13), '12a', 'x1', '1x'],
  ]),
  districtCode: orNothing([['E07000147', letters(20)], [letters(21)]]),
  addressVisibility: orLeftOut([['PUBLIC', 'FULL', 'OUTCODE'], ['HIDDEN']]),
  accessibility: orLeftOut(list(20)),
  externalReference: reference,
  state: orLeftOut([states, ['PUBLISHED']]),
  isDemonstration: orLeftOut([[true, false], ['yes']]),
});

describeLimits('the position of a site', siteInput, placed, {
  latitude: [
    [-90, 90, 0],
    [-90.1, 90.1, null],
  ],
  longitude: [
    [-180, 180, 0],
    [-180.1, 180.1],
  ],
  positionPrecision: [['POINT', 'POSTCODE', 'SECTOR', 'OUTCODE'], ['ROUGH']],
});

describe('a new site', () => {
  it.each([
    ['all of it', {}, true],
    ['no part of it', { latitude: null, longitude: null, positionPrecision: null }, true],
    ['no latitude', { latitude: null }, false],
    ['no longitude', { longitude: null }, false],
    ['no precision', { positionPrecision: null }, false],
    ['precision alone', { latitude: null, longitude: null }, false],
  ])('has of its position %s: %#', (_, values, taken) => {
    const { success, error } = siteInput.safeParse({ ...placed, ...values });
    expect(success).toBe(taken);
    if (!taken) expect(error?.issues.map(({ path }) => path)).toEqual([['latitude']]);
  });

  it('belongs to its provider for good', () => {
    expect(siteChanges.safeParse({ name: 'The yard' }).success).toBe(true);
    expect(siteChanges.safeParse({ providerId: site.providerId }).success).toBe(false);
  });
});

describe('who may see exact places', () => {
  it('reads more of where an office and a site are, and of nothing else', () => {
    expect(exactProviderFields).toEqual(['postcode']);
    expect([...exactSiteFields].sort()).toEqual(
      ['street', 'locality', 'postcode', 'uprn', 'latitude', 'longitude', 'districtCode'].sort(),
    );
  });
});
