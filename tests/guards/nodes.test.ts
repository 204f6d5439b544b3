import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { addPlanningArea } from '../place/places.js';
import { carryOutEveryMutation, faultsOf } from '../platform/database/every-mutation.js';
import { followed } from '../support/followed.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { fillSampleRegister } from './sample-register.js';

/**
 * Ids identify: an object with an `id` is a node, and `node` gives the same object again to those who may see it. A client that keeps
 * objects by their ids never shows one for another. Whatever is a thing without an id says by which fields it is known.
 */

/** How objects of each kind of node are come by, as what stands before and after their fields. */
const reached: Readonly<Record<string, readonly [before: string, after: string]>> = {
  ApiClient: ['apiClients { nodes {', '} }'],
  ApiKey: ['apiClients { nodes { keys {', '} } }'],
  ChangeRequest: ['register(filter: { hasOpenChangeRequest: true }) { nodes { changeRequests {', '} } }'],
  Chase: ['chasingDue(first: 100) { nodes { lastChase {', '} } }'],
  DuplicatePair: ['duplicates(first: 100) { nodes {', '} }'],
  Evidence: ['evidence { nodes {', '} }'],
  Import: ['imports { nodes {', '} }'],
  Inspection: ['inspections { nodes {', '} }'],
  ListingDecision: ['providers(first: 100) { nodes { listingDecisions {', '} } }'],
  Offering: ['offerings(first: 100) { nodes {', '} }'],
  PlaceHold: ['placeHolds { nodes {', '} }'],
  PlanningArea: ['planningAreas {', '}'],
  Provider: ['providers(first: 100) { nodes {', '} }'],
  QualityAction: ['qualityReviews { nodes { actions {', '} } }'],
  QualityFramework: ['qualityFrameworks(localAuthority: "926") {', '}'],
  QualityReview: ['qualityReviews { nodes {', '} }'],
  SelfAssessment: ['selfAssessments(provider: $provider) {', '}'],
  Site: ['sites(first: 100) { nodes {', '} }'],
  Vacancy: ['vacancies(first: 100) { nodes {', '} }'],
};

/** What everybody may see. */
const forAll = [
  'ListingDecision',
  'Offering',
  'PlanningArea',
  'Provider',
  'QualityFramework',
  'Site',
  'Vacancy',
];

/**
 * What has no key, and why. Clients leave such an object within the one that it came in.
 */
const keyless: Readonly<Record<string, readonly string[]>> = {
  'a part of one object': [
    'ComparisonRow',
    'ChasingOptOut',
    'ChasingRule',
    'DuplicateReason',
    'ExternalReference',
    'FieldChange',
    'FieldProvenance',
    'FieldValue',
    'ImportCount',
    'ImportRow',
    'InspectionJudgement',
    'LabelledValue',
    'LeftPart',
    'MatchChip',
    'MatchPart',
    'MatchReason',
    'MovedParts',
    'Price',
    'PriceBand',
    'ProviderContact',
    'PublicAddress',
    'PublicPosition',
    'QualityFinding',
    'QualityPrinciple',
    'ReadNear',
    'ReadNeed',
    'ReadPlace',
    'ReadPoint',
    'RecordField',
    'ReferralContact',
    'RequestedFieldChange',
    'SelfRating',
    'SuggestedFilter',
    'SuggestedPlace',
    'SuggestedPoint',
    'TakenStep',
    'TermRow',
  ],
  'is known by its unit, setting type and first day, of which the first two can be null': ['DecayRule'],
  'holds for one question': [
    'Comparison',
    'DuplicateCandidate',
    'Facet',
    'FacetValue',
    'Match',
    'MatchResults',
    'MatchTextResults',
    'MatchUnderstanding',
    'NearMiss',
    'Place',
    'ReadProfile',
    'SearchDegradation',
    'SearchHit',
    'SearchHitOther',
    'SearchMeta',
    'SearchNearest',
    'SearchNearMiss',
    'Suggestion',
    'Suggestions',
    'Understanding',
    'UnderstoodConcept',
    'UnderstoodPart',
    'WiderSearch',
  ],
  'is one state of a record among others': ['EntryAsOf', 'HistoryEvent', 'RecordAsOf'],
  'is worked out from records': [
    'ChasingDue',
    'EvidenceKind',
    'FreshnessCounts',
    'QualityOverview',
    'RegisterOverview',
    'RegistrationRuleAdvice',
    'ReviewReasonCount',
    'StateCount',
    'ThresholdAdvice',
    'ThresholdCount',
  ],
  'tells what came of a change': [
    'DuplicateDismissal',
    'IssuedApiKey',
    'OfferingUpsertResult',
    'ProviderUpsertResult',
    'SiteUpsertResult',
    'VacancyUpsertResult',
    'Warning',
  ],
};

let hub: TestHub;
let administrator: Ask;
const found = new Map<string, { readonly id: string }[]>();
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => fillSampleRegister(pool));
  administrator = await hub.as('administrator');
  expect(faultsOf(await carryOutEveryMutation(hub))).toEqual([]);
  await addPlanningArea(hub.database.pool, 'Coast', { districts: ['E07000147'] });
  await hub.database.pool.query(
    `insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state)
     select gen_random_uuid(), id, 'PROVIDER', id, '[{"field": "name", "from": "a", "to": "b"}]', 'test', 'OPEN' from provider limit 1`,
  );
  await hub.database.pool.query(
    `insert into import_run (id, kind, product, file_name, started_at, finished_at, summary)
     values (gen_random_uuid(), 'GIAS', 'GIAS extract', 'invented.csv', now(), now(), '{}')`,
  );
  const { data: made } = await administrator<{ apiClientCreate: { apiClient: { id: string } } }>(
    'mutation { apiClientCreate(input: { name: "With a key", role: SCHOOL }) { apiClient { id } } }',
  );
  await administrator(
    'mutation ($client: ID!) { apiKeyCreate(input: { client: $client }) { issued { key } } }',
    {
      client: made.apiClientCreate.apiClient.id,
    },
  );
  // So that one may be the same as another.
  await hub.database.pool.query(`update provider set legal_name = 'Provision Trust'`);
  await followed(hub);
  const { data } = await administrator<{ qualityReviews: { nodes: { provider: { providerId: string } }[] } }>(
    '{ qualityReviews { nodes { provider { providerId } } } }',
  );
  const provider = data.qualityReviews.nodes[0]!.provider.providerId;
  for (const [type, [before, after]] of Object.entries(reached)) {
    const variable = before.includes('$provider') ? 'query ($provider: ID!)' : 'query';
    const answer = await administrator<object>(`${variable} { ${before} ${leaves(type)} ${after} }`, {
      provider,
    });
    expect([type, answer.errors]).toEqual([type, undefined]);
    found.set(type, objectsOf(type, answer.data));
  }
});
afterAll(() => hub.stop());

/** All fields of a kind that can be compared as they are. */
function leaves(type: string): string {
  const fields = Object.values(objectType(hub.schema, type).getFields()).filter(
    ({ type: of, args }) => isLeafType(getNamedType(of)) && args.length === 0,
  );
  return `__typename ${fields.map(({ name }) => name).join(' ')}`;
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no type ${name}.`);
  return type;
}

function objectTypes(): GraphQLObjectType[] {
  return Object.values(hub.schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
}

function objectsOf(type: string, value: unknown): { id: string }[] {
  if (Array.isArray(value)) return value.flatMap((one) => objectsOf(type, one));
  if (typeof value !== 'object' || value === null) return [];
  if ((value as { __typename?: string }).__typename === type) return [value as { id: string }];
  return Object.values(value).flatMap((one) => objectsOf(type, one));
}

const fieldNamesOf = (type: GraphQLObjectType) => Object.keys(type.getFields());
const isNode = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Node');

async function seenBy(ask: Ask, type: string, fields = leaves(type)): Promise<unknown[]> {
  const ids = found.get(type)!.map(({ id }) => id);
  const { data, errors } = await ask<{ nodes: unknown[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${fields} } } }`,
    { ids },
  );
  expect(errors).toBeUndefined();
  return data.nodes;
}

describe('an object with an id', () => {
  it('is a node, and every kind of node is tried here', () => {
    const withId = objectTypes().filter((type) => fieldNamesOf(type).includes('id'));
    expect(withId.filter((type) => !isNode(type)).map(({ name }) => name)).toEqual([]);
    expect(withId.map(({ name }) => name).sort()).toEqual(Object.keys(reached));
  });

  it.each(Object.keys(reached))('is given again by node and by nodes: %s', async (type) => {
    const objects = found.get(type)!;
    expect(objects.length).toBeGreaterThan(0);
    expect(await seenBy(administrator, type)).toEqual(objects);
    const [one] = objects;
    const { data } = await administrator<{ node: unknown }>(
      `query ($id: ID!) { node(id: $id) { ... on ${type} { ${leaves(type)} } } }`,
      { id: one!.id },
    );
    expect(data.node).toEqual(one);
  });

  it('is alone in having its id', () => {
    const ids = [...found].flatMap(([type, objects]) => objects.map(({ id }) => [id, type] as const));
    const types = new Map<string, Set<string>>();
    for (const [id, type] of ids) types.set(id, (types.get(id) ?? new Set()).add(type));
    expect([...types.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  it.each(Object.keys(reached))('is given to those only who may see it: %s', async (type) => {
    const objects = found.get(type)!;
    const elsewhere = await hub.as('commissioner', { localAuthorities: ['935'] });
    for (const ask of [hub.query, elsewhere]) {
      expect(await seenBy(ask, type, '__typename id')).toEqual(
        objects.map(({ id }) => (forAll.includes(type) ? { __typename: type, id } : null)),
      );
    }
  });
});

describe('an object without an id', () => {
  it('says by which fields it is known, or is named here with why it is by none', () => {
    const named = Object.values(keyless).flat();
    const others = objectTypes().filter(
      ({ name }) =>
        !/(Connection|Edge|Payload|UserError)$/.test(name) &&
        !['Query', 'Mutation', 'PageInfo'].includes(name),
    );
    const unknown = others.filter(
      (type) => !isNode(type) && keyOf(type) === null && !named.includes(type.name),
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
    const idle = named.filter((name) => {
      const type = others.find((one) => one.name === name);
      return !type || isNode(type) || keyOf(type) !== null;
    });
    expect(idle).toEqual([]);
  });

  it('has the fields that it is said to be known by, always', () => {
    const keyed = objectTypes().filter((type) => keyOf(type) !== null);
    expect(keyed.length).toBeGreaterThan(5);
    const missing = keyed.flatMap((type) =>
      keyOf(type)!
        .filter((name) => !isNonNullType(type.getFields()[name]?.type))
        .map((name) => `${type.name}.${name}`),
    );
    expect(missing).toEqual([]);
  });
});

/** "Identified by `list` and `code`." */
function keyOf({ description }: GraphQLObjectType): string[] | null {
  const said = /Identified by ((?:`\w+`(?:, | and )?)+)/.exec(description ?? '')?.[1];
  return said ? [...said.matchAll(/`(\w+)`/g)].map(([, name]) => name!) : null;
}

it('is an interface that a kind enters by its id alone', () => {
  const node = hub.schema.getType('Node');
  expect(isInterfaceType(node) && Object.keys(node.getFields())).toEqual(['id']);
});
