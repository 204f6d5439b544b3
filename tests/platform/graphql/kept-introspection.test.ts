import { getOperationAST, parse } from 'graphql';
import { createExecutor } from '../../../src/platform/graphql/executor.js';
import { textOf } from '../../../src/platform/graphql/kept-introspection.js';
import { kitchenSink } from './kitchen-sink.js';

const run = createExecutor(kitchenSink());

/** The results of an operation the first and the second time. */
async function twice(query: string, variables?: Record<string, unknown>) {
  const document = parse(query);
  const request = { document, operation: getOperationAST(document)!, variables, context: {} };
  return [await run(request), await run(request)] as const;
}

describe('what is asked about the schema', () => {
  it.each([
    ['the schema', '{ __schema { types { name } } }'],
    ['a type', '{ __typename one: __type(name: "Item") { name } }'],
    [
      'through fragments',
      '{ ...A ... on Query { __typename } } fragment A on Query { __schema { queryType { name } } }',
    ],
  ])('is created once and kept: %s', async (_, query) => {
    const [first, second] = await twice(query);
    expect(second).toBe(first);
    expect(textOf({ ...second, extensions: { cost: 1 } })).toBe(
      JSON.stringify({ ...first, extensions: { cost: 1 } }),
    );
    expect(textOf(second)).toBe(JSON.stringify(first));
  });

  it.each([
    ['with anything else next to it', '{ __typename item { id } }', {}],
    ['with anything else in a fragment', '{ ...A } fragment A on Query { __typename item { id } }', {}],
    ['with variables', 'query($name: String!) { __type(name: $name) { name } }', { name: 'Item' }],
  ])('runs again %s', async (_, query, variables) => {
    const [first, second] = await twice(query, variables);
    expect(second).not.toBe(first);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(textOf(second)).toBe(JSON.stringify(second));
  });

  it('keeps the answers to a few documents only', async () => {
    const documents = Array.from({ length: 6 }, (_, n) => parse(`{ a${n}: __typename }`));
    const ask = (document: ReturnType<typeof parse>) =>
      run({ document, operation: getOperationAST(document)!, variables: {}, context: {} });
    const first = await ask(documents[0]!);
    expect(await ask(documents[0]!)).toBe(first);
    for (const document of documents) await ask(document);
    expect(await ask(documents[0]!)).not.toBe(first);
  });
});
