import { type ExecutionResult, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { createHub, type Hub } from '../../src/app.js';
import { Actor } from '../../src/features/identity/actor.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { createExecutor, type Executor } from '../../src/platform/graphql/executor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { open } from '../../src/start/database.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { followed } from '../support/followed.js';
import { fillSampleRegister } from './sample-register.js';
import { type StatementLog, startStatementLog } from './statement-log.js';

/** A list, with everything below it that is read from the database. */
interface ListOperation {
  readonly name: string;
  readonly query: string;
  /** SQL statements on cold caches, whether the list has 1 entry or 20. */
  readonly statements: number;
  /** Variables that lead to so many parents. */
  readonly some: (count: number) => Record<string, unknown>;
  /** Variables that lead to none, so that an operation can be compiled without filling a cache. */
  readonly none: Record<string, unknown>;
}

const vacancy = 'vacancies { unit { code } site { id provider { id } } offering { id provider { id } } }';
const offering = `primaryNeeds { code } price { unit { code } } provider { id localAuthority { name } contacts { email } }
  sites { totalCount nodes { id district { name } provider { id } offerings { totalCount nodes { id } } } } ${vacancy}`;
const site = `accessibility { code } district { localAuthority { name } } planningArea { name }
  provider { name contacts { email } sites { nodes { id } } } offerings { totalCount nodes { ${offering} } }`;
const provider = `settingType { label } contacts { email } sites { totalCount nodes { ${site} } }
  offerings { totalCount nodes { ${offering} } }`;

const position = { point: { latitude: 52.83, longitude: 0.85 } };
/** One hit for each provider: what one hit leads to is not among the others. */
const search = `query($first: Int!, $near: NearInput!) {
  search(text: "outdoor learning", near: $near, first: $first, facets: { fields: [NEEDS, TIER, DISTRICT] }
         filter: { needs: { anyOf: ["SEMH"] }, district: { anyOf: ["E07000147"] }, vacancy: { availableBy: "2027-01-05" } }) {
    totalCount userErrors { message } understood { place { district { name } } concepts { said } }
    list: nodes { matchedNeeds { code } matchedBecause { sentence } nextVacancy { unit { code } offering { id } site { id } }
      provider { ${provider} } offering { ${offering} } site { ${site} } }
    facets { values { label } } wider { count } pageInfo { endCursor } } }`;

const wanted = { needs: [{ code: 'SEMH' }], yearGroup: 8 };
/** Each match of another provider, at its first site: only one offering of each is for SEMH, one site in the district. */
const match = `query($first: Int!, $profile: MatchProfile!) {
  match(profile: $profile, first: $first) {
    totalCount userErrors { message } understood { place { district { name } } } nearMisses { sentence }
    list: matches { listingSentence parts { sentence } nextVacancy { unit { code } offering { id } site { id } }
      provider { ${provider} } offering { ${offering} } site { ${site} } } } }`;

const listOperations: ListOperation[] = [
  {
    name: 'search',
    query: search,
    statements: 14,
    some: (first) => ({ first, near: { place: position, within: { km: 100 } } }),
    none: { first: 1, near: { place: { point: { latitude: 50, longitude: -5 } }, within: { km: 1 } } },
  },
  {
    name: 'match',
    query: match,
    statements: 16,
    some: (first) => ({
      first,
      profile: {
        ...wanted,
        near: { place: { district: 'E07000147' } },
        hard: ['YEARS', 'NEEDS', 'DISTANCE'],
      },
    }),
    none: { first: 1, profile: { ...wanted, yearGroup: 1 } },
  },
  {
    name: 'providers',
    query: `query($first: Int!, $filter: ProviderFilter) {
      page: providers(first: $first, filter: $filter) { totalCount list: nodes { ${provider} } } }`,
    statements: 10,
    some: (first) => ({ first }),
    none: { first: 1, filter: { localAuthority: { anyOf: ['000'] } } },
  },
  {
    name: 'sites',
    query: `query($first: Int!, $district: String) {
      page: sites(first: $first, district: $district) { totalCount list: nodes { ${site} } } }`,
    statements: 10,
    some: (first) => ({ first, district: 'E07000147' }),
    none: { first: 1, district: 'none' },
  },
  {
    name: 'offerings',
    query: `query($first: Int!, $filter: OfferingFilter) {
      page: offerings(first: $first, filter: $filter) { totalCount list: nodes { ${offering} } } }`,
    statements: 9,
    some: (first) => ({ first }),
    none: { first: 1, filter: { tier: { anyOf: [] } } },
  },
  {
    name: 'vacancies',
    query: `query($first: Int!, $filter: VacancyFilter) {
      page: vacancies(first: $first, filter: $filter) { totalCount
        list: nodes { unit { code } site { ${site} } offering { ${offering} } } } }`,
    statements: 14,
    some: (first) => ({ first }),
    none: { first: 1, filter: { localAuthority: { anyOf: ['000'] } } },
  },
  {
    name: 'register',
    query: `query($first: Int!, $filter: RegisterFilter) {
      page: register(first: $first, filter: $filter) { totalCount list: nodes { steps lastStep { at }
        localAuthority { name } changeRequests { fields { to } } provider { ${provider} listingDecisions { basis } } } } }`,
    statements: 14,
    some: (first) => ({ first, filter: { kind: ['PROVIDER'] } }),
    none: { first: 1, filter: { kind: [] } },
  },
  {
    name: 'duplicates',
    query: `query($first: Int!, $filter: DuplicateFilter) {
      page: duplicates(first: $first, filter: $filter) { totalCount list: nodes { strength reasons { sentence }
        first { id contacts { email } } second { id contacts { email } } dismissals { reason } } } }`,
    statements: 5,
    some: (first) => ({ first }),
    none: { first: 1, filter: { localAuthority: { anyOf: ['000'] } } },
  },
  {
    name: 'nodes',
    query: `query($providers: [ID!]!, $sites: [ID!]!, $offerings: [ID!]!, $vacancies: [ID!]!) {
      providers: nodes(ids: $providers) { id ... on Provider { contacts { email } } }
      sites: nodes(ids: $sites) { id ... on Site { accessibility { code } } }
      offerings: nodes(ids: $offerings) { id ... on Offering { tier { code } } }
      vacancies: nodes(ids: $vacancies) { id ... on Vacancy { unit { code } } } }`,
    statements: 6,
    some: (count) => ({
      providers: idsOf('provider', 'prv', count),
      sites: idsOf('site', 'sit', count),
      offerings: idsOf('offering', 'off', count),
      vacancies: idsOf('vacancy', 'vac', count),
    }),
    none: { providers: [], sites: [], offerings: [], vacancies: [] },
  },
  {
    name: 'history',
    query: `query($provider: ID!, $first: Int!) { page: history(id: $provider, first: $first, withParts: true) {
      totalCount list: nodes { at recordId changes { field from { labels } to { value labels } } } } }`,
    statements: 3,
    some: (first) => ({ provider: idsOf('provider', 'prv', 1)[0], first }),
    none: { provider: 'none', first: 1 },
  },
  {
    name: 'registerAsOf',
    query: `query($at: DateTime!, $first: Int!) { page: registerAsOf(at: $at, first: $first) {
      totalCount list: nodes { name fields { value labels } } } }`,
    statements: 3,
    some: (first) => ({ at: '2100-01-01T00:00:00Z', first }),
    none: { at: '2000-01-01T00:00:00Z', first: 1 },
  },
];

/** Statements of a search that was asked before, by the place that it starts from. */
const warmSearches = [
  { from: 'a position', place: position, statements: [] },
  { from: 'a district', place: { district: 'E07000147' }, statements: [] },
  {
    from: 'a postcode',
    place: { postcode: 'NR21 9AA' },
    statements: ['place postcode'],
  },
  { from: 'a named place', place: { name: 'Fakenham' }, statements: [] },
];

/** May read everything, so that nothing is left out for want of a permission. */
const everybody = new Actor('test', ['administrator'], {
  everywhere: true,
  localAuthorities: new Set(),
  providers: new Set(),
});

let database: TestDatabase;
let log: StatementLog;
const ids = new Map<string, string[]>();

beforeAll(async () => {
  database = await createTestDatabase();
  await fillSampleRegister(database.pool);
  // So that a history has twenty events, and everything may be the same as everything.
  await database.pool.query(`update provider set description = 'Changed', legal_name = 'Provision Trust'`);
  await withHub((_, hub) => followed(hub));
  for (const table of ['provider', 'site', 'offering', 'vacancy']) {
    const { rows } = await database.pool.query<{ id: string }>(`select id from ${table} order by id`);
    ids.set(
      table,
      rows.map(({ id }) => id),
    );
  }
  log = startStatementLog();
});

afterAll(async () => {
  log.stop();
  await database.drop();
});

describe('SQL statements of a list', () => {
  it.each(listOperations)('$name: $statements on cold caches, for 1 and for 20', async (operation) => {
    const one = await statementsOf(operation, 1, 'interpreted');
    // Compared by name: a failure says which statement was sent too often.
    expect(tally(await statementsOf(operation, 20, 'interpreted'))).toEqual(tally(one));
    expect(tally(await statementsOf(operation, 20, 'compiled'))).toEqual(tally(one));
    expect(one.length).toBe(operation.statements);
  });
});

describe('SQL statements of a warm search', () => {
  it('are none but the look-up of the postcode it starts from', async () => {
    await withHub(async (run) => {
      for (const { place, statements, from } of warmSearches) {
        const ask = () => run(search, { first: 20, near: { place } });
        const cold = await ask();
        expect([from, cold.errors, listIn(Object.values(cold.data ?? {})[0])]).toEqual([
          from,
          undefined,
          expect.any(Array),
        ]);
        expect([from, await log.during(ask)]).toEqual([from, statements]);
      }
    });
  });
});

describe('the statement log', () => {
  it('counts what TypeORM sends and what the pool sends, prepared or not', async () => {
    const source = await open(database.url, 1);
    const sent = await log.during(async () => {
      await source.query('select 1');
      await poolOf(source).query({ name: 'two', text: 'select 2' });
      await source.transaction((db) => db.query('select 3'));
    });
    await source.destroy();
    expect(sent).toEqual(['COMMIT', 'START TRANSACTION', 'select 1', 'select 3', 'two']);
  });
});

/** What the first count of all reads: once in a process. */
const FIRST_COUNT = /^all .* figures$/;

/** The statements of one run on a new hub: nothing is in its caches but what every hub reads at its start. */
async function statementsOf(
  operation: ListOperation,
  count: number,
  how: 'interpreted' | 'compiled',
): Promise<string[]> {
  return withHub(async (run) => {
    if (how === 'compiled') await run(operation.query, operation.none); // from its second run on an operation is compiled
    let result: ExecutionResult = {};
    const statements = await log.during(async () => {
      result = await run(operation.query, operation.some(count));
    });
    expect(result.errors).toBeUndefined();
    const lengths = Object.values(result.data ?? {}).map((value) => listIn(value).length);
    expect(new Set(lengths)).toEqual(new Set([count]));
    return statements.filter((name) => !FIRST_COUNT.test(name));
  });
}

type Run = (query: string, variables?: Record<string, unknown>) => Promise<ExecutionResult>;

/** One connection only: answers then arrive in the order of the questions, and the count does not depend on timing. */
async function withHub<T>(work: (run: Run, hub: Hub) => Promise<T>): Promise<T> {
  const hub = await createHub({
    url: database.url,
    poolSize: 1,
    log: { info: fail, warn: fail, error: fail },
  });
  const documents = new Map<string, ReturnType<typeof parse>>();
  const execute: Executor = createExecutor(hub.schema, { runsFirst: () => 1 });
  try {
    const run: Run = async (query, variables) => {
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      return execute({
        document,
        operation: getOperationAST(document) as OperationDefinitionNode,
        variables,
        context: { actor: everybody },
      });
    };
    return await work(run, hub);
  } finally {
    await hub.close();
  }
}

/** How often each was sent. */
function tally(statements: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const statement of statements) counts[statement] = (counts[statement] ?? 0) + 1;
  return counts;
}

function fail(facts: object, message: string): never {
  throw new Error(`${message}: ${JSON.stringify(facts)}`);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : (value as { list: readonly unknown[] }).list;
}

function idsOf(table: string, prefix: string, count: number): string[] {
  return (ids.get(table) ?? []).slice(0, count).map((id) => encodeId(prefix, id));
}
