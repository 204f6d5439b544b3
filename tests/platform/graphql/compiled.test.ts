import { buildSchema, GraphQLError, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { createExecutor } from '../../../src/platform/graphql/executor.js';
import { kitchenSink } from './kitchen-sink.js';

const schema = kitchenSink();

describe('what is compiled', () => {
  /** Runs a query thrice; in compiled ones resolvers are given another object for the schema. */
  async function compiledRuns(query: string, variables?: Record<string, unknown>): Promise<boolean[]> {
    const compiled: boolean[] = [];
    const watched = kitchenSink();
    const item = watched.getQueryType()?.getFields().item;
    if (!item) throw new Error('no item');
    item.resolve = (_, __, ___, info) => void compiled.push(info.schema !== watched);
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const run = createExecutor(watched);
    for (let i = 0; i < 3; i++) await run({ document, operation, variables, context: {} });
    return compiled;
  }

  it.each([
    ['{ item { id } }', {}],
    ['{ item(id: 3) { id count(first: 2) } }', {}],
    ['query($x: Int!) { item { id } echo(point: {x: $x}) }', { x: 1 }],
    ['query($x: Boolean!) { item { id @skip(if: $x) ...F } } fragment F on Item { name }', { x: true }],
    ['{ item { __typename } }', {}],
  ])('%s, from the second time on', async (query, variables) => {
    expect(await compiledRuns(query, variables)).toEqual([false, true, true]);
  });

  it('a larger one only when it has come more often, and the largest never', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: id`).join(' ');
    const runsOf = async (query: string, times: number) => {
      const watched = kitchenSink();
      const compiled: boolean[] = [];
      watched.getQueryType()!.getFields().item!.resolve = (_, __, ___, info) =>
        void compiled.push(info.schema !== watched);
      const document = parse(query);
      const operation = getOperationAST(document)!;
      const run = createExecutor(watched);
      for (let n = 0; n < times; n++) await run({ document, operation, variables: {}, context: {} });
      return compiled.indexOf(true);
    };
    expect(await runsOf(`{ item { ${fields(39)} } }`, 10)).toBe(4);
    expect(await runsOf(`{ item { ${fields(99)} } }`, 20)).toBe(10);
    expect(await runsOf(`{ item { ${fields(299)} } }`, 40)).toBe(30);
    expect(await runsOf(`{ item { ${fields(300)} } }`, 60)).toBe(-1);
    const spread =
      '{ item { ...A } } fragment A on Item { a: later { ...B } b: later { ...B } c: later { ...B } }';
    expect(await runsOf(`${spread} fragment B on Item { ${fields(99)} }`, 60)).toBe(-1);
  });

  it('is forgotten for others that come, up to so many fields in all', async () => {
    const watched = kitchenSink();
    let isCompiled = false;
    watched.getQueryType()!.getFields().item!.resolve = (_, __, ___, info) => {
      isCompiled = info.schema !== watched;
    };
    const run = createExecutor(watched, { runsFirst: () => 0 });
    const operationOf = (name: string) => {
      const document = parse(
        `query ${name} { item { ${Array.from({ length: 249 }, (_, i) => `a${i}: id`).join(' ')} } }`,
      );
      return { document, operation: getOperationAST(document)!, variables: {}, context: {} };
    };
    const wasCompiled = async (request: Parameters<typeof run>[0]) => {
      const { compilations } = counting;
      await run(request);
      return isCompiled && counting.compilations === compilations;
    };
    const counting = countCompilations(watched);
    const first = operationOf('First');
    await run(first);
    expect(await wasCompiled(first)).toBe(true);
    // With itself, 24 of 250 fields have room.
    for (let n = 0; n < 24; n++) await run(operationOf(`Q${n}`));
    expect(await wasCompiled(first)).toBe(false);
    expect(await wasCompiled(first)).toBe(true);
  });

  it.each(['{ item { id } things { __typename } }', '{ item { id } __schema { description } }'])(
    'not %s',
    async (query) => {
      expect(await compiledRuns(query)).toEqual([false, false, false]);
    },
  );
});

/** Compiling reads the arguments of a field; running what is compiled does not. */
function countCompilations(watched: GraphQLSchema) {
  const counting = { compilations: 0 };
  const item = watched.getQueryType()!.getFields().item!;
  const { args } = item;
  Object.defineProperty(item, 'args', {
    get() {
      counting.compilations++;
      return args;
    },
  });
  return counting;
}

describe('errors of compiled queries', () => {
  it('are GraphQLErrors with the error that was thrown', async () => {
    const document = parse('{ problem(kind: "user") }');
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const run = createExecutor(schema);
    await run({ document, operation, variables: undefined, context: {} });
    const { errors } = await run({ document, operation, variables: undefined, context: {} });
    expect(errors?.[0]).toBeInstanceOf(GraphQLError);
    expect(errors?.[0]?.originalError).toMatchObject({
      name: 'UserProblem',
      problems: [{ code: 'TAKEN' }, { code: 'CONFLICT' }],
    });
  });
});

describe('a schema in which graphql-jit would take one field for another', () => {
  it('is refused, naming both fields', () => {
    const confusing = buildSchema(
      'type Query { a: Need b: Needs } type Need { sFoo: Int } type Needs { Foo: Int }',
    );
    expect(() => createExecutor(confusing)).toThrow('Needs.Foo and Need.sFoo have the same joined name');
  });
});
