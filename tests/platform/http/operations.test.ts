import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { Forbidden } from '../../../src/platform/errors.js';
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

describe('errors', () => {
  it('that the one who asks can put right are listed', async () => {
    const { ask } = await start();
    for (const _ of RUNS) {
      expect(await ask('{ problem(kind: "user") item { id } }')).toMatchObject({
        data: { problem: null, item: { id: '1' } },
        errors: [
          {
            message: 'First. Second.',
            path: ['problem'],
            locations: [{ line: 1, column: 3 }],
            extensions: {
              code: 'BAD_USER_INPUT',
              problems: [
                { field: ['kind'], code: 'A', message: 'First.' },
                { field: null, code: 'B', message: 'Second.' },
              ],
            },
          },
        ],
      });
    }
  });

  it.each([
    ['missing', 'There is none.', { code: 'NOT_FOUND' }],
    ['forbidden', 'You may not.', { code: 'FORBIDDEN', permission: 'item.read' }],
    ['coded', 'Too much.', { code: 'TOO_MUCH', limit: 3 }],
  ])('of kind %s keep their words', async (kind, message, extensions) => {
    const { ask, lines } = await start();
    for (const _ of RUNS) {
      const { errors } = await ask('query($kind: String!) { problem(kind: $kind) }', { kind });
      expect(errors).toEqual([{ message, extensions, path: ['problem'], locations: expect.anything() }]);
    }
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(['bug', 'text', 'pg'])(
    'that nobody expected (%s) are answered with an id only, which is in the log',
    async (kind) => {
      const { ask, lines } = await start();
      for (const [index] of RUNS.entries()) {
        const answer = await ask('query Look($kind: String!) { problem(kind: $kind) }', { kind });
        const id = String(answer.errors?.[0]?.extensions.id);
        expect(id).toMatch(/^[0-9a-f-]{36}$/);
        expect(answer.errors).toEqual([
          {
            message: `Something went wrong on our side. Quote error ${id}.`,
            path: ['problem'],
            locations: expect.anything(),
            extensions: { code: 'INTERNAL', id },
          },
        ]);
        expect(JSON.stringify(answer)).not.toMatch(/secret|10\.0\.0\.1|kitchen-sink|Jo Bloggs|uuid:/);
        const logged = lines.filter(({ msg }) => msg === 'unexpected error')[index];
        expect(logged).toMatchObject({
          level: 'error',
          errorId: id,
          operationName: 'Look',
          documentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          requestId: expect.any(String),
          path: 'problem',
        });
      }
    },
  );

  it('are logged with their stack, but without what people have entered', async () => {
    const { ask, lines } = await start();
    for (const _ of RUNS) await ask('{ problem(kind: "pg") }');
    const logged = lines.filter(({ msg }) => msg === 'unexpected error');
    expect(logged).toHaveLength(3);
    for (const line of logged) {
      expect(line.error).toMatchObject({
        message: 'invalid input syntax for type uuid: "…"',
        code: '22P02',
        table: 'provider',
        stack: expect.stringContaining('kitchen-sink'),
      });
    }
    expect(JSON.stringify(lines)).not.toContain('Jo Bloggs');
  });

  it("of variables that turn out null where they may not be are the client's", async () => {
    const { ask } = await start();
    const answer = await ask('query($n: Int = 3) { need(number: $n) }', { n: null });
    expect(answer.errors).toMatchObject([
      {
        message: 'Argument "number" of non-null type "Int!" must not be null.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('of making the context are answered likewise', async () => {
    const { post } = await start({
      http: {
        context: async ({ headers }) => {
          if (headers.authorization === 'none') throw new Forbidden('Sign in.');
          throw new Error('secret');
        },
      },
    });
    const refused = await post({ query: '{ __typename }' }, { authorization: 'none' });
    expect(await refused.json()).toMatchObject({
      errors: [{ message: 'Sign in.', extensions: { code: 'FORBIDDEN' } }],
    });
    const failed = await post({ query: '{ __typename }' });
    expect(failed.status).toBe(500);
    expect(await failed.text()).toMatch(/Quote error [0-9a-f-]{36}/);
  });
});

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
          message: expect.stringContaining('costs 61; 50 is the most'),
          extensions: { code: 'COST_LIMIT_EXCEEDED' },
        },
      ],
      extensions: { cost: { requested: 61, maximum: 50 } },
    });
    const cheap = await server.ask(query, { n: 3 });
    expect(cheap.extensions).toEqual({ cost: { requested: 7, maximum: 50 } });
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
      const response = await server.post({ query: '{ slow(ms: 400) }' });
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('after 0.05 seconds'), extensions: { code: 'TIMEOUT' } }],
      });
    }
    expect((await server.ask('{ slow(ms: 1) }')).data).toEqual({ slow: 'at last' });
    await sleep(400);
  });

  it('can be refused by a check that sees document and context', async () => {
    const seen: unknown[] = [];
    const server = await start({
      graphql: {
        check: ({ operation, context }) => {
          seen.push(context);
          return operation.operation === 'mutation'
            ? [new GraphQLError('You may not.', { extensions: { code: 'FORBIDDEN', permission: 'x' } })]
            : [];
        },
      },
      http: { context: ({ id, client }) => ({ id, client }) },
    });
    const refused = await server.post({ query: 'mutation { set(value: 1) }' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      errors: [{ message: 'You may not.', extensions: { code: 'FORBIDDEN', permission: 'x' } }],
    });
    expect((await server.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
    expect(seen[0]).toMatchObject({ id: expect.any(String), client: { name: null, version: null } });
  });
});

describe('the log', () => {
  it('has one line for each request, and nothing that anybody searched for', async () => {
    const server = await start();
    await server.post(
      {
        query: 'query FindPupil($text: String) { echo(text: $text) private: echo(text: "Jo Bloggs") }',
        variables: { text: 'Sam Smith' },
      },
      { 'x-client-name': 'portal', 'x-client-version': '1.2.3', 'x-request-id': 'request-0001' },
    );
    await fetch(`${server.url}/graphql?query={echo(text:"Kim Jones")}`);
    await fetch(`${server.url}/elsewhere/Kim%20Jones?name=Kim%20Jones`);
    await server.post({ query: '{ need(number: "Jo Bloggs") }' });
    await server.post({ query: 'query($n: Int!) { need(number: $n) }', variables: { n: 'Sam Smith' } });
    await fetch(`${server.url}/health/live`);
    await sleep(20);
    expect(server.lines).toHaveLength(5);
    expect(server.lines[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: 'request',
      requestId: 'request-0001',
      method: 'POST',
      route: '/graphql',
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
      client: 'portal',
      clientVersion: '1.2.3',
      operation: 'FindPupil',
    });
    expect(server.lines[0]?.bytes).toBeGreaterThan(100);
    expect(server.lines.map(({ route, status }) => [route, status])).toEqual([
      ['/graphql', 200],
      ['/graphql', 405],
      ['none', 404],
      ['/graphql', 400],
      ['/graphql', 400],
    ]);
    expect(server.lines[4]).toMatchObject({ errors: ['BAD_USER_INPUT'] });
    expect(JSON.stringify(server.lines)).not.toMatch(/Bloggs|Smith|Jones|echo/);
  });

  it('takes no line breaks, essays or braces from clients', async () => {
    const server = await start();
    for (const name of ['x'.repeat(65), '{"level":"error"}', 'tab\tbed', '<script>']) {
      await server.post({ query: '{ __typename }' }, { 'x-client-name': name, 'x-client-version': name });
    }
    await server.post({ query: `query ${'A'.repeat(500)} { __typename }` });
    await sleep(20);
    expect(server.lines).toHaveLength(5);
    for (const line of server.lines.slice(0, 4)) {
      expect(line).not.toHaveProperty('client');
      expect(line).not.toHaveProperty('clientVersion');
    }
    expect(server.lines[4]?.operation).toBe('A'.repeat(100));
  });
});
