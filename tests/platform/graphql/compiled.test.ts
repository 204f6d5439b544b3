import { buildSchema, GraphQLError, getOperationAST, parse } from 'graphql';
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

  it.each(['{ item { id } things { __typename } }', '{ item { id } __schema { description } }'])(
    'not %s',
    async (query) => {
      expect(await compiledRuns(query)).toEqual([false, false, false]);
    },
  );
});

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
      problems: [{ code: 'A' }, { code: 'B' }],
    });
  });
});

describe('a schema in which graphql-jit would take one field for another', () => {
  it('is refused, naming both fields', () => {
    const confusing = buildSchema(
      'type Query { a: Need b: Needs } type Need { sFoo: Int } type Needs { Foo: Int }',
    );
    expect(() => createExecutor(confusing)).toThrow('Needs.Foo and Need.sFoo read the same');
  });
});
