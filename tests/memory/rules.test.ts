import {
  fieldSources,
  graphNameOf,
  propertyOf,
  recordKinds,
  recordRules,
  sourceOf,
  unshownColumns,
} from '../../src/features/memory/memory.rules.js';

describe('a record that is remembered', () => {
  const parent = { table: 'provider', column: 'provider_id' };
  it.each([
    ['provider', { kind: 'PROVIDER', prefix: 'prv', name: 'name', parent: null }],
    ['site', { kind: 'SITE', prefix: 'sit', name: 'name', parent }],
    ['offering', { kind: 'OFFERING', prefix: 'off', name: 'title', parent }],
    [
      'vacancy',
      { kind: 'VACANCY', prefix: 'vac', name: null, parent: { table: 'offering', column: 'offering_id' } },
    ],
    ['provider_contact', { kind: 'CONTACT', prefix: 'con', name: 'role', parent }],
  ] as const)('of table %s is known by its ids, its name and what it belongs to', (table, told) => {
    expect(recordRules[table]).toMatchObject(told);
  });

  it('is of one of five kinds', () => {
    expect(
      Object.values(recordRules)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual([...recordKinds].sort());
  });

  /** Whose provider it is about knows what was entered; only who may see exact places reads these. */
  it.each([
    ['provider', ['name', 'website', 'state', 'urn', 'localAuthorityCode'], ['postcode']],
    [
      'site',
      ['street', 'providerId', 'publicLatitude', 'publicLongitude', 'publicPrecision'],
      ['street', 'locality', 'postcode', 'uprn', 'latitude', 'longitude', 'districtCode'],
    ],
    ['offering', ['title', 'providerId', 'siteIds', 'pricePence'], ['pricePence', 'priceUnit']],
    ['vacancy', ['placesAvailable', 'offeringId', 'expiresAt'], ['placesAvailable', 'waitingListLength']],
    ['provider_contact', ['providerId', 'role', 'audience', 'email', 'telephone'], []],
  ] as const)('of table %s shows what was entered, and hides what is exact', (table, entered, exact) => {
    const rules = recordRules[table];
    expect(entered.filter((property) => !rules.entered.has(property))).toEqual([]);
    expect([...rules.exact].sort()).toEqual([...exact].sort());
    for (const councils of ['suspendedByEvidence', 'thresholdNote', ''])
      expect(rules.entered.has(councils)).toBe(false);
  });

  it('says codes by their lists', () => {
    expect(recordRules.provider.codes).toEqual({ settingType: 'SETTING_TYPE', registration: 'REGISTRATION' });
    expect(recordRules.site.codes).toEqual({ accessibility: 'ACCESSIBILITY' });
    expect(recordRules.offering.codes).toMatchObject({
      tier: 'TIER',
      primaryNeeds: 'NEED',
      priceUnit: 'PRICE_UNIT',
    });
    expect(recordRules.vacancy.codes).toEqual({ unit: 'VACANCY_UNIT' });
    expect(recordRules.provider_contact.codes).toEqual({});
  });

  it('is not told by its bookkeeping', () => {
    expect([...unshownColumns].sort()).toEqual(
      [
        'id',
        'version',
        'created_at',
        'updated_at',
        'state_since',
        'is_merged',
        'namesake',
        'external_reference',
      ].sort(),
    );
  });
});

describe('the name of a field', () => {
  it.each([
    ['local_authority_code', 'localAuthorityCode', 'localAuthority'],
    ['district_code', 'districtCode', 'district'],
    ['provider_id', 'providerId', 'provider'],
    ['offering_id', 'offeringId', 'offering'],
    ['site_id', 'siteId', 'site'],
    ['price_pence', 'pricePence', 'price.pence'],
    ['price_unit', 'priceUnit', 'price.unit'],
    ['public_latitude', 'publicLatitude', 'publicPosition.latitude'],
    ['public_longitude', 'publicLongitude', 'publicPosition.longitude'],
    ['public_precision', 'publicPrecision', 'publicPosition.precision'],
    ['hours_per_week', 'hoursPerWeek', 'hoursPerWeek'],
    ['title', 'title', 'title'],
  ])('of column %s is %s, and in the graph %s', (column, property, inGraph) => {
    expect(propertyOf(column)).toBe(property);
    expect(graphNameOf(property)).toBe(inGraph);
  });
});

describe('where a value comes from', () => {
  it('is one of six', () => {
    expect([...fieldSources].sort()).toEqual([
      'COUNCIL',
      'DEMONSTRATION',
      'GIAS',
      'IMPORT_FILE',
      'OTHER',
      'PROVIDER',
    ]);
  });

  it.each([
    ['import gias', 'GIAS'],
    ['import norfolk.csv', 'IMPORT_FILE'],
    ['import gias old', 'IMPORT_FILE'],
    ['demonstration', 'DEMONSTRATION'],
    ['commissioner person 4711', 'COUNCIL'],
    ['quality_officer person 4711', 'COUNCIL'],
    ['administrator person 4711', 'COUNCIL'],
    ['provider_editor+commissioner person 4711', 'COUNCIL'],
    ['provider_editor person 4711', 'PROVIDER'],
    ['school+provider_editor person 4711', 'PROVIDER'],
    ['partner client 4711', 'OTHER'],
    ['operator', 'OTHER'],
    ['no role commissioner', 'OTHER'],
    ['important', 'OTHER'],
  ])('that %s wrote is %s', (actor, source) => {
    expect(sourceOf(actor)).toBe(source);
  });
});
