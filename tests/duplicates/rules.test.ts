import {
  inWords,
  NEARLY_EQUAL,
  reasonKinds,
  SIMILAR,
  strengthOf,
  strengths,
  weights,
} from '../../src/features/duplicates/duplicate.rules.js';
import {
  alsoRule,
  namedKinds,
  partKinds,
  partTables,
  takeable,
  takeRule,
} from '../../src/features/duplicates/merge.rules.js';
import { describeLimits, orLeftOut, several } from '../support/limits.js';

describe('why two entries may be the same', () => {
  it('weighs more the nearer it is to a proof', () => {
    expect(weights.SAME_URN).toBe(0.99);
    for (const number of [
      'SAME_UKPRN',
      'SAME_COMPANY_NUMBER',
      'SAME_CHARITY_NUMBER',
      'SAME_POSTCODE',
    ] as const) {
      expect(weights[number]).toBe(0.9);
    }
    expect([weights.SAME_OUTCODE, weights.SAME_LOCAL_AUTHORITY]).toEqual([0.6, 0.5]);
    expect([SIMILAR, NEARLY_EQUAL]).toEqual([0.5, 0.8]);
    expect([...reasonKinds].sort()).toEqual([...Object.keys(weights), 'SIMILAR_NAME'].sort());
  });

  it.each([
    [1_000, 'STRONG'],
    [850, 'STRONG'],
    [849, 'LIKELY'],
    [600, 'LIKELY'],
    [599, 'POSSIBLE'],
    [0, 'POSSIBLE'],
  ])('at a score of %i is %s', (score, strength) => {
    expect(strengthOf(score)).toBe(strength);
  });

  it.each([
    ['SAME_URN', 'Both have the URN X.'],
    ['SAME_UKPRN', 'Both have the UKPRN X, and their URNs do not differ.'],
    ['SAME_COMPANY_NUMBER', 'Both have the company number X, and no stronger number differs.'],
    ['SAME_CHARITY_NUMBER', 'Both have the charity number X, and no stronger number differs.'],
    ['SAME_POSTCODE', 'Both are at the postcode X.'],
    ['SAME_OUTCODE', 'Both are in X.'],
    [
      'SAME_LOCAL_AUTHORITY',
      'Both are in the register of the same local authority, and one of them has no known place.',
    ],
  ] as const)('%s is said so', (kind, sentence) => {
    expect(inWords([{ kind, similarity: null, value: 'X' }])).toEqual([{ kind, similarity: null, sentence }]);
    expect(inWords([{ kind, similarity: null, value: 'X' }], true)).toEqual([
      { kind, similarity: null, sentence: `About an entry that was merged into this one: ${sentence}` },
    ]);
  });

  it('is strong, likely or possible', () => {
    expect(strengths).toEqual(['STRONG', 'LIKELY', 'POSSIBLE']);
  });

  it('says first how alike names are', () => {
    const nearby = { kind: 'SAME_OUTCODE', value: 'NR21' } as const;
    const said = (similarity: number) =>
      inWords([{ ...nearby, similarity }]).map((one) => [one.kind, one.similarity, one.sentence]);
    expect(said(1)).toEqual([
      ['SIMILAR_NAME', 1, 'Their names are the same.'],
      ['SAME_OUTCODE', null, 'Both are in NR21.'],
    ]);
    expect(said(0.826)[0]).toEqual(['SIMILAR_NAME', 0.826, 'Their names are 83% similar.']);
  });
});

describe('what the entry that stays may take over', () => {
  it('is what tells it from others, and what describes it', () => {
    const told = Object.entries(takeable).map(([name, one]) => [
      name,
      one.column,
      one.property,
      one.identifies,
    ]);
    expect(told).toEqual([
      ['URN', 'urn', 'urn', true],
      ['UKPRN', 'ukprn', 'ukprn', true],
      ['COMPANY_NUMBER', 'company_number', 'companyNumber', true],
      ['CHARITY_NUMBER', 'charity_number', 'charityNumber', true],
      ['NAME', 'name', 'name', false],
      ['LEGAL_NAME', 'legal_name', 'legalName', false],
      ['DESCRIPTION', 'description', 'description', false],
      ['POSTCODE', 'postcode', 'postcode', false],
      ['WEBSITE', 'website', 'website', false],
    ]);
    for (const [name, { word }] of Object.entries(takeable)) {
      expect(word.toLowerCase()).toBe(name.replace('_', ' ').toLowerCase());
    }
  });

  it('is taken once, however often it is named', () => {
    expect(takeRule.parse(['NAME', 'URN', 'NAME'])).toEqual(['NAME', 'URN']);
    expect(takeRule.safeParse(several(9, () => 'NAME')).success).toBe(true);
    expect(takeRule.safeParse(several(10, () => 'NAME')).success).toBe(false);
    expect(takeRule.safeParse(['STATE']).success).toBe(false);
  });
});

describe('what belongs to an entry', () => {
  it('is in one order, by its table and ids; quality records are a local authority’s', () => {
    expect(partKinds.map((kind) => [kind, ...Object.values(partTables[kind])])).toEqual([
      ['SITE', 'site', 'sit', false],
      ['OFFERING', 'offering', 'off', false],
      ['CONTACT', 'provider_contact', 'con', false],
      ['CHANGE_REQUEST', 'change_request', 'chr', false],
      ['LISTING_DECISION', 'listing_decision', 'lsd', false],
      ['REVIEW', 'quality_review', 'qrv', true],
      ['EVIDENCE', 'evidence', 'evi', true],
      ['INSPECTION', 'inspection', 'ins', true],
    ]);
  });

  const ids = orLeftOut([
    [[], several(100, (i) => `sit_${i}`)],
    [several(101, (i) => `sit_${i}`), ['x'.repeat(61)]],
  ]);
  const kinds = {
    sites: 'SITE',
    offerings: 'OFFERING',
    changeRequests: 'CHANGE_REQUEST',
    listingDecisions: 'LISTING_DECISION',
    reviews: 'REVIEW',
    evidence: 'EVIDENCE',
    inspections: 'INSPECTION',
  };
  describeLimits(
    'what goes back with a split',
    alsoRule,
    {},
    Object.fromEntries(Object.keys(kinds).map((name) => [name, ids])),
  );

  it('and is new may go back with a split, by its kind', () => {
    expect(namedKinds).toEqual(kinds);
    for (const { description } of Object.values(alsoRule.shape)) {
      expect(description).toMatch(/^The ids of up to 100 [a-z ]+\.( Those [a-z ]+\.)?$/);
    }
  });
});
