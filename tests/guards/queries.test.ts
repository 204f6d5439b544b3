import { type ExecutionResult, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { createHub, type Hub } from '../../src/app.js';
import { poolOf } from '../../src/platform/database/data-source.js';
import { createExecutor, type Executor } from '../../src/platform/graphql/executor.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { fillSampleRegister, sampleSize } from './sample-register.js';
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

const nodesOf = (name: string, type: string, prefix: string, statements: number): ListOperation => ({
  name,
  query: `query($ids: [ID!]!) { list: nodes(ids: $ids) { id ... on ${type} { version } } }`,
  statements,
  some: (count) => ({ ids: idsOf(name, prefix).slice(0, count) }),
  none: { ids: [] },
});

const listOperations: ListOperation[] = [
  {
    name: 'search',
    query: `query($first: Int!, $near: NearInput!) {
      search(text: "outdoor anxiety", near: $near, filter: { needs: { anyOf: ["SEMH"] }, vacancy: { by: "2027-01-05" } },
             facets: { fields: [NEEDS, TIER, DISTRICT] }, first: $first) {
        totalCount userErrors { message } understood { place { district { name } } concepts { said } }
        list: hits { matchedNeeds { code } matchedBecause { sentence } nextVacancy { unit { code } offering { id } site { id } }
          provider { ${provider} } offering { ${offering} } site { ${site} } }
        facets { values { label } } wider { count } pageInfo { endCursor } } }`,
    statements: 0,
    some: (first) => ({
      first,
      near: { place: { point: { latitude: 52.83, longitude: 0.85 } }, within: { km: 100 } },
    }),
    none: { first: 1, near: { place: { point: { latitude: 50, longitude: -5 } }, within: { km: 1 } } },
  },
  {
    name: 'providers',
    query: `query($first: Int!, $filter: ProviderFilter) {
      page: providers(first: $first, filter: $filter) { totalCount list: nodes { ${provider} } } }`,
    statements: 0,
    some: (first) => ({ first }),
    none: { first: 1, filter: { localAuthority: '000' } },
  },
  {
    name: 'sites',
    query: `query($first: Int!, $district: String) {
      page: sites(first: $first, district: $district) { totalCount list: nodes { ${site} } } }`,
    statements: 0,
    some: (first) => ({ first }),
    none: { first: 1, district: 'none' },
  },
  {
    name: 'offerings',
    query: `query($first: Int!, $filter: OfferingFilter) {
      page: offerings(first: $first, filter: $filter) { totalCount list: nodes { ${offering} } } }`,
    statements: 0,
    some: (first) => ({ first }),
    none: { first: 1, filter: { tier: [] } },
  },
  {
    name: 'vacancies',
    query: `query($first: Int!, $filter: VacancyListFilter) {
      page: vacancies(first: $first, filter: $filter) { totalCount
        list: nodes { unit { code } site { ${site} } offering { ${offering} } } } }`,
    statements: 0,
    some: (first) => ({ first }),
    none: { first: 1, filter: { localAuthority: '000' } },
  },
  nodesOf('provider', 'Provider', 'prv', 1),
  nodesOf('site', 'Site', 'sit', 1),
  nodesOf('offering', 'Offering', 'off', 1),
  nodesOf('vacancy', 'Vacancy', 'vac', 1),
];

let database: TestDatabase;
let log: StatementLog;
const ids = new Map<string, string[]>();

beforeAll(async () => {
  database = await createTestDatabase();
  await fillSampleRegister(database.pool);
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

describe('SQL statements', () => {
  it.each(listOperations)(
    '$name: $statements for 1 and for 20, interpreted and compiled',
    async (operation) => {
      const counted = {
        one: await statementsOf(operation, 1, false),
        twenty: await statementsOf(operation, 20, false),
        oneCompiled: await statementsOf(operation, 1, true),
        twentyCompiled: await statementsOf(operation, 20, true),
      };
      // Compared as lists first: a failure then names the statement that was sent too often.
      expect(counted.twenty).toEqual(counted.one);
      expect(counted.twentyCompiled).toEqual(counted.oneCompiled);
      expect(counted.oneCompiled).toHaveLength(operation.statements);
      expect(counted.one).toHaveLength(operation.statements);
    },
  );
});

/** The statements of one run on a new hub: nothing is in its caches but what every hub reads at its start. */
async function statementsOf(operation: ListOperation, count: number, compiled: boolean): Promise<string[]> {
  return withHub(async (run) => {
    if (compiled) await run(operation.query, operation.none); // from its second run on an operation is compiled
    let result: ExecutionResult = {};
    const statements = await log.during(async () => {
      result = await run(operation.query, operation.some(count));
    });
    expect(result.errors).toBeUndefined();
    expect(Object.values(result.data ?? {}).map((value) => listIn(value).length)).toEqual([count]);
    return statements;
  });
}

type Run = (query: string, variables?: Record<string, unknown>) => Promise<ExecutionResult>;

/** One connection only: answers then arrive in the order of the questions, and the count does not depend on timing. */
async function withHub<T>(work: (run: Run, hub: Hub) => Promise<T>): Promise<T> {
  const hub = await createHub({ url: database.url, poolSize: 1, log: { warn: fail, error: fail } });
  const documents = new Map<string, ReturnType<typeof parse>>();
  const execute: Executor = createExecutor(hub.schema);
  try {
    return await work(async (query, variables) => {
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      return execute({
        document,
        operation: getOperationAST(document) as OperationDefinitionNode,
        variables,
        context: {},
      });
    }, hub);
  } finally {
    await hub.close();
  }
}

function fail(facts: object, message: string): never {
  throw new Error(`${message}: ${JSON.stringify(facts)}`);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : (value as { list: readonly unknown[] }).list;
}

function idsOf(table: string, prefix: string): string[] {
  return (ids.get(table) ?? []).map((id) => encodeId(prefix, id));
}
