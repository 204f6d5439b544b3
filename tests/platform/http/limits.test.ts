import { GraphQLError } from 'graphql';
import { type Answer, type RunningServer, startServer } from './running-server.js';

let running: RunningServer | undefined;
const start = async (...settings: Parameters<typeof startServer>) => {
  running = await startServer(...settings);
  return running;
};
afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

/** An operation runs uncompiled at first, compiled afterwards. */
const RUNS = ['the first time', 'the second time', 'the third time'];

describe('limits', () => {
  const nested = (depth: number): string => (depth === 1 ? 'id' : `later { ${nested(depth - 1)} }`);

  async function codes({ post }: RunningServer, query: string): Promise<[number, unknown, string]> {
    const response = await post({ query });
    const { errors } = (await response.json()) as Answer;
    return [response.status, errors?.[0]?.extensions.code, errors?.[0]?.message ?? ''];
  }

  it('of depth hold, whether with fragments or without', async () => {
    const server = await start({ graphql: { limits: { depth: 5 } } });
    const deep = `{ item { ${nested(5)} } }`;
    const split = `{ item { ...A } } fragment A on Item { later { ...B } } fragment B on Item { later { later { ...C } } } fragment C on Item { later { id } }`;
    const inline = `{ item { ... on Item { ... { ${nested(5)} } } } }`;
    for (const query of [deep, split, inline, split]) {
      expect(await codes(server, query)).toEqual([
        400,
        'GRAPHQL_VALIDATION_FAILED',
        expect.stringContaining('depth limit of 5'),
      ]);
    }
    expect(await codes(server, `{ item { ${nested(4)} } }`)).toEqual([200, undefined, '']);
    expect(
      await codes(
        server,
        '{ item { ... on Item { ...A } } } fragment A on Item { later { later { later { id } } } }',
      ),
    ).toEqual([200, undefined, '']);
  });

  it('of aliases hold, counted for each use of a fragment', async () => {
    const server = await start({ graphql: { limits: { aliases: 6 } } });
    const query = (uses: number) =>
      `{ ${Array.from({ length: uses }, (_, i) => `a${i}: item { ...F }`).join(' ')} } fragment F on Item { x: id y: name }`;
    expect(await codes(server, query(2))).toEqual([200, undefined, '']);
    expect(await codes(server, query(3))).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
      expect.stringContaining('Aliases limit of 6'),
    ]);
  });

  it('of directives hold', async () => {
    const server = await start({ graphql: { limits: { directives: 3 } } });
    const query = (count: number) => `{ item { ${'id @skip(if: false) '.repeat(count)} } }`;
    expect(await codes(server, query(3))).toEqual([200, undefined, '']);
    expect(await codes(server, query(4))).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
      expect.stringContaining('Directives limit of 3'),
    ]);
  });

  it('of tokens hold', async () => {
    const server = await start({ graphql: { limits: { tokens: 20 } } });
    expect(await codes(server, `{ item { ${'id '.repeat(15)} } }`)).toEqual([200, undefined, '']);
    expect(await codes(server, `{ item { ${'id '.repeat(16)} } }`)).toEqual([
      400,
      'GRAPHQL_PARSE_FAILED',
      expect.stringContaining('more that 20 tokens'),
    ]);
  });

  it('are not got round by fragments in a circle', async () => {
    const server = await start();
    const query =
      '{ item { ...A } } fragment A on Item { later { ...B } } fragment B on Item { later { ...A } }';
    expect(await codes(server, query)).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
      expect.stringContaining('Cannot spread fragment "A" within itself'),
    ]);
  });

  it('of introspection hold', async () => {
    const server = await start();
    const query =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    expect(await codes(server, query)).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
      expect.stringContaining('introspection depth'),
    ]);
  });

  it('let a document through again and again, or never', async () => {
    const server = await start({ graphql: { limits: { depth: 3 } } });
    for (const _ of RUNS) {
      expect((await codes(server, '{ item { later { id } } }'))[0]).toBe(200);
      expect((await codes(server, '{ item { later { later { id } } } }'))[0]).toBe(400);
    }
  });

  it('of cost refuse before anything runs', async () => {
    const server = await start({ graphql: { limits: { cost: 50 } } });
    const query = 'query($n: Int!) { items(first: $n) { id name } }';
    const dear = await server.post({ query, variables: { n: 30 } });
    expect(dear.status).toBe(400);
    expect(await dear.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('costs 61. The maximum is 50.'),
          extensions: { code: 'COST_LIMIT_EXCEEDED' },
        },
      ],
      extensions: { cost: { requested: 61, maximum: 50 } },
    });
    const cheap = await server.ask(query, { n: 3 });
    expect(cheap.extensions).toEqual({ cost: { requested: 7, metered: 7, maximum: 50 } });
    expect(cheap.data?.items).toHaveLength(3);
  });

  it('of cost are not got round by an argument that does not fit', async () => {
    const server = await start({ graphql: { limits: { cost: 50 } } });
    const query = 'query($n: Int = 3) { items(first: 90) { id } need(number: $n) }';
    const answer = await server.post({ query, variables: { n: null } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('an operation', () => {
  it('that takes too long is given up', async () => {
    const server = await start({ graphql: { timeoutMs: 50 } });
    for (const _ of RUNS) {
      const response = await server.post({ query: '{ held }' });
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('after 0.05 seconds'), extensions: { code: 'TIMEOUT' } }],
      });
    }
    expect((await server.ask('{ slow(ms: 1) }')).data).toEqual({ slow: 'at last' });
    server.held.end.open();
  });

  it('can be refused by a check that sees document and context', async () => {
    const seen: unknown[] = [];
    const server = await start({
      graphql: {
        check: ({ operation, context }) => {
          seen.push(context);
          return operation.operation === 'mutation'
            ? [
                new GraphQLError('You are not allowed.', {
                  extensions: { code: 'FORBIDDEN', permission: 'x' },
                }),
              ]
            : [];
        },
      },
      http: { context: ({ id, client }) => ({ id, client }) },
    });
    const refused = await server.post({ query: 'mutation { set(value: 1) }' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      errors: [{ message: 'You are not allowed.', extensions: { code: 'FORBIDDEN', permission: 'x' } }],
    });
    expect((await server.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
    expect(seen[0]).toMatchObject({ id: expect.any(String), client: { name: null, version: null } });
  });
});
