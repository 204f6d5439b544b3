import { DAY } from '../../src/platform/clock.js';
import { TEST_NOW } from './test-clock.js';

/** What the mutations of a hub are about, by their ids in the graph. */
export interface MakerIds {
  readonly provider: string;
  readonly framework: string;
  readonly review: string;
  readonly offering: string;
  /** One with places that schools can hold. */
  readonly vacancy: string;
}

/** A mutation that makes something each time it comes, and how it is asked. */
export interface Maker {
  /** Where it is stored. */
  readonly table: string;
  /** The mutation with its arguments, but for the key and the last bracket. */
  readonly operation: string;
  readonly types: string;
  /** What the payload calls it. */
  readonly key: string;
  /** Variables that differ by a day of 2027. */
  readonly variables: (day: string) => Record<string, unknown>;
}

/** Every mutation that takes an idempotency key, with a request that there is nothing wrong with, in Norfolk. */
export function makersFor(ids: MakerIds): readonly Maker[] {
  const norfolk = { localAuthority: '926', provider: ids.provider };
  const input = 'input: $input';
  return [
    {
      table: 'provider',
      key: 'provider',
      operation: `providerCreate(${input}`,
      types: '$input: ProviderCreateInput!',
      variables: (day) => ({
        input: {
          name: `Provider of ${day}`,
          settingType: 'OTH',
          registration: 'UNREGISTERED',
          localAuthority: '926',
          postcode: 'NR21 9AA',
        },
      }),
    },
    {
      table: 'site',
      key: 'site',
      operation: `siteCreate(${input}`,
      types: '$input: SiteCreateInput!',
      variables: (day) => ({
        input: { provider: ids.provider, name: `Site of ${day}`, postcode: 'NR21 9AA' },
      }),
    },
    {
      table: 'offering',
      key: 'offering',
      operation: `offeringCreate(${input}`,
      types: '$input: OfferingCreateInput!',
      variables: (day) => ({
        input: {
          provider: ids.provider,
          title: `Offering of ${day}`,
          tier: 'TIER_2',
          primaryNeeds: ['SEMH'],
          keyStages: ['KS3'],
          minYear: 7,
          maxYear: 9,
          deliveryModes: ['IN_PERSON'],
        },
      }),
    },
    {
      table: 'vacancy',
      key: 'vacancy',
      operation: `vacancyCreate(${input}`,
      types: '$input: VacancyCreateInput!',
      variables: (availableFrom) => ({
        input: {
          offering: ids.offering,
          state: 'CAPACITY',
          placesAvailable: 2,
          unit: 'FTE',
          availableFrom,
          minYear: 7,
          maxYear: 9,
        },
      }),
    },
    {
      table: 'vacancy_hold',
      key: 'placeHold',
      operation: `placeHold(${input}`,
      types: '$input: PlaceHoldInput!',
      // A school of its own for each day: no school may hold much at a time.
      variables: (day) => ({
        input: {
          vacancy: ids.vacancy,
          school: `900${Number(day.slice(5, 7)) % 10}${day.slice(8)}`,
          places: 1,
          until: new Date(TEST_NOW + DAY).toISOString(),
          reference: `Case of ${day}`,
        },
      }),
    },
    {
      table: 'listing_decision',
      key: 'listingDecision',
      operation: `listingDecisionCreate(provider: $provider, ${input}`,
      types: '$provider: ID!, $input: ListingDecisionCreateInput!',
      variables: (validFrom) => ({
        provider: ids.provider,
        input: { localAuthority: '926', basis: 'TENDERED', validFrom },
      }),
    },
    {
      table: 'evidence',
      key: 'evidence',
      operation: `evidenceCreate(${input}`,
      types: '$input: EvidenceCreateInput!',
      variables: (expiresOn) => ({
        input: { ...norfolk, kind: 'FOOD_HYGIENE', issuedOn: '2026-01-01', expiresOn },
      }),
    },
    {
      table: 'inspection',
      key: 'inspection',
      operation: `inspectionCreate(${input}`,
      types: '$input: InspectionCreateInput!',
      variables: (day) => ({
        input: {
          ...norfolk,
          framework: 'OFSTED_REPORT_CARD_2025',
          inspectedOn: day.replace('2027', '2026'),
          safeguarding: 'MET',
          judgements: [],
        },
      }),
    },
    {
      table: 'quality_review',
      key: 'review',
      operation: `qualityReviewPlan(${input}`,
      types: '$input: QualityReviewPlanInput!',
      variables: (dueOn) => ({
        input: { ...norfolk, framework: ids.framework, dueOn, officerRole: 'QUALITY_OFFICER' },
      }),
    },
    {
      table: 'quality_action',
      key: 'review',
      operation: `qualityActionAdd(review: $review, ${input}`,
      types: '$review: ID!, $input: QualityActionAddInput!',
      variables: (dueOn) => ({ review: ids.review, input: { what: 'Show the plan.', dueOn } }),
    },
    {
      table: 'quality_framework',
      key: 'framework',
      operation: `qualityFrameworkCreate(${input}`,
      types: '$input: QualityFrameworkCreateInput!',
      variables: (day) => ({
        input: {
          localAuthority: '926',
          title: `Principles of ${day}`,
          parts: ['One'],
          principles: [{ part: 1, title: 'Safe' }],
        },
      }),
    },
    {
      table: 'api_client',
      key: 'apiClient',
      operation: `apiClientCreate(${input}`,
      types: '$input: ApiClientCreateInput!',
      variables: (day) => ({ input: { name: `Portal of ${day}`, role: 'SCHOOL' } }),
    },
  ];
}

/** The name of the mutation. */
export function mutationOf({ operation }: Maker): string {
  return operation.slice(0, operation.indexOf('('));
}

/** A request that makes something under a key; the payload's object stands under `made`. */
export function documentOf({ operation, types, key }: Maker): string {
  return `mutation (${types}, $key: String) {
    ${operation}, idempotencyKey: $key) { made: ${key} { id } userErrors { code field message } }
  }`;
}
