import { isNonNullType } from 'graphql';
import { Actor } from '../../src/features/identity/actor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Graph, graphOf } from '../support/actors.js';
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
let ids: { provider: string; framework: string; review: string };
const actor = new Actor('administrator: test', ['administrator'], {
  everywhere: true,
  localAuthorities: new Set(),
  providers: new Set(),
});

beforeAll(async () => {
  hub = await startTestHub();
  graph = await graphOf(hub);
  const provider = encodeId('prv', (await aProvider(hub)).id);
  const { rows } = await hub.database.pool.query<{ id: string }>('select id from quality_framework');
  ids = { provider, framework: encodeId('qfr', rows[0]!.id), review: '' };
  const plan = makers.find(({ table }) => table === 'quality_review')!;
  const { data, errors } = await make('quality_review', plan.variables('2027-03-01'), 'for its actions');
  expect(errors).toBeUndefined();
  ids.review = Object.values(data)[0]!.made!.id;
});
afterAll(async () => {
  await graph.stop();
  await hub.stop();
});

interface Made {
  readonly made: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null }[];
}

const norfolk = () => ({ localAuthority: '926', provider: ids.provider });

/** Mutations that make something each time they come: the table, the mutation, and variables that differ by a day. */
const makers = [
  {
    table: 'listing_decision',
    key: 'listingDecision',
    operation: 'listingDecisionCreate(provider: $provider, input: $input',
    types: '$provider: ID!, $input: ListingDecisionCreateInput!',
    variables: (validFrom: string) => ({
      provider: ids.provider,
      input: { localAuthorityCode: '926', basis: 'TENDERED', validFrom },
    }),
  },
  {
    table: 'evidence',
    key: 'evidence',
    operation: 'evidenceCreate(input: $input',
    types: '$input: EvidenceInput!',
    variables: (expiresOn: string) => ({
      input: { ...norfolk(), kind: 'FOOD_HYGIENE', issuedOn: '2026-01-01', expiresOn },
    }),
  },
  {
    table: 'inspection',
    key: 'inspection',
    operation: 'inspectionCreate(input: $input',
    types: '$input: InspectionInput!',
    variables: (day: string) => ({
      input: {
        ...norfolk(),
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
    operation: 'qualityReviewPlan(input: $input',
    types: '$input: QualityReviewPlan!',
    variables: (dueOn: string) => ({
      input: { ...norfolk(), framework: ids.framework, dueOn, officerRole: 'QUALITY_OFFICER' },
    }),
  },
  {
    table: 'quality_action',
    key: 'review',
    operation: 'qualityActionAdd(review: $review, input: $input',
    types: '$review: ID!, $input: QualityActionInput!',
    variables: (dueOn: string) => ({ review: ids.review, input: { what: 'Show the plan.', dueOn } }),
  },
  {
    table: 'quality_framework',
    key: 'framework',
    operation: 'qualityFrameworkCreate(input: $input',
    types: '$input: QualityFrameworkInput!',
    variables: (day: string) => ({
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
    operation: 'apiClientCreate(input: $input',
    types: '$input: ApiClientInput!',
    variables: (day: string) => ({ input: { name: `Portal of ${day}`, role: 'SCHOOL' } }),
  },
] as const;
type Table = (typeof makers)[number]['table'];

function make(table: Table, variables: Record<string, unknown>, key: string) {
  const maker = makers.find((one) => one.table === table)!;
  return graph.ask<Record<string, Made>>(
    actor,
    `mutation (${maker.types}, $key: String) {
      ${maker.operation}, idempotencyKey: $key) { made: ${maker.key} { id } userErrors { code field } }
    }`,
    { ...variables, key },
  );
}

const count = async (table: string) =>
  (await hub.database.pool.query<{ n: number }>(`select count(*)::int n from ${table}`)).rows[0]!.n;

describe('a request that comes twice', () => {
  it.each(makers.map(({ table }) => table))('makes one %s, even at the same moment', async (table) => {
    const { operation, variables } = makers.find((one) => one.table === table)!;
    const name = operation.slice(0, operation.indexOf('('));
    const before = await count(table);
    const twice = await Promise.all(
      [1, 2].map(() => make(table, variables('2027-01-10'), `key of ${table}`)),
    );
    const [one, two] = twice.map(({ data, errors }) => {
      expect(errors).toBeUndefined();
      expect(data[name]).toMatchObject({ made: { id: expect.any(String) }, userErrors: [] });
      return data[name];
    });
    expect(two).toEqual(one);
    expect(await count(table)).toBe(before + 1);

    const other = await make(table, variables('2027-02-10'), `key of ${table}`);
    expect(other.data[name]).toMatchObject({
      made: null,
      userErrors: [{ code: 'KEY_REUSED', field: ['idempotencyKey'] }],
    });
    expect(await count(table)).toBe(before + 1);

    if (table === 'quality_framework') return; // of which an authority has one draft at a time
    await make(table, variables('2027-02-10'), `another key of ${table}`);
    expect(await count(table)).toBe(before + 2);
  });

  it('is provided for by every mutation that makes something', () => {
    const mutations = Object.values(hub.schema.getMutationType()!.getFields());
    const making = mutations.filter(({ name }) => /(Create|Plan|Add)$/.test(name));
    expect(making.length).toBeGreaterThan(10);
    const without = making.filter(({ args }) => {
      const key = args.find(({ name }) => name === 'idempotencyKey');
      return !key || isNonNullType(key.type);
    });
    // A key is shown once: a second request cannot be answered as the first was. It makes another, and two may live.
    expect(without.map(({ name }) => name)).toEqual(['apiKeyCreate']);
  });
});
