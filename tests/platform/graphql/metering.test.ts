import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { createExecutor } from '../../../src/platform/graphql/executor.js';
import type { AnswerLimits } from '../../../src/platform/graphql/limits.js';
import { Meter } from '../../../src/platform/graphql/meter.js';
import { createMeteredRun } from '../../../src/platform/graphql/metered-run.js';
import { anyQuery } from './any-query.js';
import { kitchenSink } from './kitchen-sink.js';

const wide: AnswerLimits = { fields: 1_000_000, bytes: 100_000_000 };

/** How many fields an answer holds: one for each name in it. */
function fieldsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + fieldsIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + fieldsIn(item), 0);
}

function requestFor(query: string, schema = kitchenSink(), variables: Record<string, unknown> = {}) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return { document, operation: getOperationAST(document)!, variables, context: {} };
}

/** The meters of an interpreted and of a compiled run, and the results. */
async function metersOf(query: string, variables: Record<string, unknown> = {}) {
  const schema = kitchenSink();
  const request = requestFor(query, schema, variables);
  const execute = createExecutor(schema, { runsFirst: () => 1 });
  const meters = [new Meter(wide), new Meter(wide), new Meter(wide)];
  const results: ExecutionResult[] = [];
  for (const meter of meters) results.push(await execute({ ...request, meter }));
  return { meters, result: results[0]! };
}

describe('a meter', () => {
  it.each([
    '{ item { id name } }',
    '{ items(first: 7) { id name children(first: 3) { id grid maybe { id } } } }',
    '{ a: items { ...F } b: items { ...F later { ...F } } } fragment F on Item { id __typename score }',
    '{ things { __typename ... on Box { name side opened } ... on Ball { radius } } }',
    '{ named { name ... on Box { opened } } }',
    'query($yes: Boolean = false) { items { id @include(if: $yes) name @skip(if: $yes) later @include(if: $yes) { id } } }',
    '{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } __type(name: "Item") { name } }',
  ])('counts each field of the answer, compiled or not: %s', async (query) => {
    const { meters, result } = await metersOf(query);
    const holds = fieldsIn(result.data);
    expect(meters.map(({ fields }) => fields)).toEqual([holds, holds, holds]);
    expect(new Set(meters.map(({ bytes }) => bytes)).size).toBe(1);
  });

  it('counts what any query that fails nowhere has answered', async () => {
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const { meters, result } = await metersOf(query, { yes: true, no: false, n: 2 });
        // Where one field makes its parent null, others of it are read or not.
        if (result.errors) return;
        const [interpreted, , compiled] = meters;
        expect(interpreted!.fields).toBe(fieldsIn(result.data));
        expect(compiled).toMatchObject({ fields: interpreted!.fields, bytes: interpreted!.bytes });
        counted++;
      }),
      { numRuns: 60 },
    );
    expect(counted).toBeGreaterThan(5);
  });

  it('counts the bytes of texts, roughly', async () => {
    const schema = buildSchema(
      'type Query { text: String texts: [String!]! tag: Tag! } type Tag { label: String words: [String!]! }',
    );
    const long = 'x'.repeat(10_000);
    const fields = schema.getQueryType()!.getFields();
    fields.text!.resolve = () => long;
    fields.texts!.resolve = async () => [long, long];
    fields.tag!.resolve = () => ({ label: long, words: [long, long, long] });
    const execute = createExecutor(schema);
    for (const [query, length] of [
      ['{ text }', 1],
      ['{ texts }', 2],
      ['{ tag { label words } }', 4],
    ] as const) {
      const meter = new Meter(wide);
      await execute({ ...requestFor(query, schema), meter });
      expect(meter.bytes).toBeGreaterThanOrEqual(length * long.length);
      expect(meter.bytes).toBeLessThan(length * long.length + 100);
    }
  });
});

const sdl = `
  interface Node { id: ID! }
  type Record implements Node { id: ID! version: Int! name: String links: [Record!]! owner: Record! }
  type UserError { message: String! }
  type SavePayload { record: Record userErrors: [UserError!]! outcome: String }
  type Query { records(first: Int!): [Record!]! later: Record }
  type Mutation { save(name: String!): SavePayload! saveMany: [SavePayload!]! fail: SavePayload }
`;

/** A graph in which every record leads to ten others, and what was asked of it. */
function linkedRecords({ isAsync = false } = {}) {
  const schema = buildSchema(sdl);
  const reads: string[] = [];
  const writes: string[] = [];
  const record = (id: number) => ({ id, version: 3, name: `Record ${id}` });
  const resolve = (type: string, field: string, resolver: GraphQLFieldResolver<unknown, unknown>) => {
    const definition = (schema.getType(type) as GraphQLObjectType).getFields()[field]!;
    definition.resolve = (...given) => {
      reads.push(`${type}.${field}`);
      return isAsync ? Promise.resolve().then(() => resolver(...given)) : resolver(...given);
    };
  };
  resolve('Query', 'records', (_, { first }) =>
    Array.from({ length: first as number }, (_each, n) => record(n)),
  );
  resolve('Query', 'later', () => new Promise((done) => setImmediate(() => done(record(1)))));
  resolve('Record', 'id', (one) => `rec_${(one as { id: number }).id}`);
  resolve('Record', 'links', () => Array.from({ length: 10 }, (_each, n) => record(n)));
  resolve('Record', 'owner', () => record(1));
  const saved = (name: string) => {
    writes.push(name);
    return { record: record(7), userErrors: [{ message: 'A remark.' }], outcome: 'CREATED' };
  };
  resolve('Mutation', 'save', (_, { name }) => saved(name as string));
  resolve('Mutation', 'saveMany', () => [saved('many'), saved('more')]);
  resolve('Mutation', 'fail', () => {
    throw new Error('It was not stored.');
  });
  return { schema, reads, writes };
}

const LINKS = 'links { links { links { id name } } }';

describe.each([
  ['at once', false],
  ['in their own time', true],
])('an answer that is too large, of resolvers that answer %s', (_, isAsync) => {
  const limits = { fields: 300, bytes: 1_000_000 };

  it.each(['interpreted', 'compiled'])(
    'is null with one error, and nothing more is read: %s',
    async (how) => {
      const { schema, reads } = linkedRecords({ isAsync });
      const execute = createExecutor(schema, { runsFirst: () => (how === 'compiled' ? 0 : 1_000) });
      const run = createMeteredRun(schema, execute, 5_000);
      const { status, result, meter } = await run(
        requestFor(`{ records(first: 5) { id ${LINKS} } }`, schema),
        limits,
      );
      expect(status).toBe(200);
      expect(result).toEqual({
        data: null,
        errors: [expect.objectContaining({ extensions: { code: 'ANSWER_TOO_LARGE' } })],
      });
      expect(result.errors?.[0]?.message).toMatch(/300 fields.*Ask for smaller pages/s);
      // One list of ten beyond what is allowed, and not the 5,000 that there are.
      expect(meter.fields).toBeLessThan(limits.fields + 30);
      const read = reads.length;
      for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next));
      expect(reads).toHaveLength(read);
      expect(reads.length).toBeLessThan(limits.fields);
    },
  );

  it('is found out before a long list is gone through', async () => {
    const { schema, reads } = linkedRecords({ isAsync });
    const run = createMeteredRun(schema, createExecutor(schema), 5_000);
    const { result } = await run(
      requestFor('{ records(first: 100000) { id name owner { id } } }', schema),
      limits,
    );
    expect(result.data).toBeNull();
    expect(reads).toEqual(['Query.records']);
  });

  it('ends by its bytes as well', async () => {
    const { schema } = linkedRecords({ isAsync });
    const run = createMeteredRun(schema, createExecutor(schema), 5_000);
    const { result } = await run(requestFor('{ records(first: 50) { name } }', schema), {
      fields: 1_000,
      bytes: 500,
    });
    expect(result).toMatchObject({ data: null, errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] });
  });

  it('of a mutation keeps what was written, ids, versions and user errors, and all is written once', async () => {
    const { schema, writes } = linkedRecords({ isAsync });
    const run = createMeteredRun(schema, createExecutor(schema), 5_000);
    const { status, result } = await run(
      requestFor(
        `mutation { a: save(name: "a") { record { id rev: version name ${LINKS} } userErrors { message } outcome }
           b: save(name: "b") { record { ...R owner { id } } } saveMany { record { version } outcome } }
         fragment R on Record { id version ${LINKS} }`,
        schema,
      ),
      limits,
    );
    expect(status).toBe(200);
    expect(JSON.parse(JSON.stringify(result.data))).toEqual({
      a: { record: { id: 'rec_7', rev: 3 }, userErrors: [{ message: 'A remark.' }], outcome: 'CREATED' },
      b: { record: { id: 'rec_7', version: 3 } },
      saveMany: [
        { record: { version: 3 }, outcome: 'CREATED' },
        { record: { version: 3 }, outcome: 'CREATED' },
      ],
    });
    expect(result.errors).toEqual([expect.objectContaining({ extensions: { code: 'ANSWER_TOO_LARGE' } })]);
    expect(result.errors?.[0]?.message).toContain('were stored');
    expect(writes).toEqual(['a', 'b', 'many', 'more']);
  });

  it('of a mutation still says which write has failed', async () => {
    const { schema, writes } = linkedRecords({ isAsync });
    const run = createMeteredRun(schema, createExecutor(schema), 5_000);
    const { result } = await run(
      requestFor(`mutation { save(name: "a") { record { id ${LINKS} } } fail { outcome } }`, schema),
      limits,
    );
    expect(JSON.parse(JSON.stringify(result.data))).toEqual({
      save: { record: { id: 'rec_7' } },
      fail: null,
    });
    expect(result.errors?.map(({ message }) => message)).toEqual([
      'It was not stored.',
      expect.stringContaining('were stored'),
    ]);
    expect(writes).toEqual(['a']);
  });
});

describe('an operation that was given up', () => {
  it.each(['query', 'mutation'])('reads and writes nothing more: a %s', async (kind) => {
    const { schema, reads, writes } = linkedRecords();
    const wait: (() => void)[] = [];
    const type = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
    const field = type.getFields()[kind === 'query' ? 'later' : 'save']!;
    const resolve = field.resolve!;
    field.resolve = async (...given) => {
      await new Promise<void>((go) => wait.push(go));
      return resolve(...given);
    };
    const run = createMeteredRun(schema, createExecutor(schema), 1);
    const query =
      kind === 'query'
        ? '{ later { owner { id } } }'
        : 'mutation { save(name: "a") { record { id } } saveMany { outcome } }';
    const { status, result } = await run(requestFor(query, schema), wide);
    expect([status, result.data, result.errors?.[0]?.extensions]).toEqual([
      504,
      undefined,
      { code: kind === 'mutation' ? 'OUTCOME_UNKNOWN' : 'TIMEOUT' },
    ]);
    for (const go of wait) go();
    for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next));
    expect(reads).toEqual([kind === 'query' ? 'Query.later' : 'Mutation.save']);
    expect(writes).toEqual(kind === 'query' ? [] : ['a']);
  });
});
