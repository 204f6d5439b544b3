import { Forbidden } from '../../../src/platform/errors.js';
import { type RunningServer, startServer } from './running-server.js';

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
  it('that the caller can put right are listed', async () => {
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
                { field: ['kind'], code: 'TAKEN', message: 'First.' },
                { field: null, code: 'CONFLICT', message: 'Second.' },
              ],
            },
          },
        ],
      });
    }
  });

  it.each([
    ['missing', 'There is none.', { code: 'NOT_FOUND' }],
    ['forbidden', 'You are not allowed.', { code: 'FORBIDDEN', permission: 'item.read' }],
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
    'that are unexpected (%s) show only an id, which is in the log',
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

  it('of a search that no engine could answer say so, with an id that is in the log', async () => {
    const { ask, lines } = await start();
    for (const [index] of RUNS.entries()) {
      const { errors } = await ask('{ problem(kind: "search") }');
      const id = String(errors?.[0]?.extensions.id);
      expect(errors).toMatchObject([
        {
          message: `Search is not available at the moment. There is nothing wrong with your query. Try again in a minute. Quote error ${id}.`,
          path: ['problem'],
          extensions: { code: 'SEARCH_UNAVAILABLE', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ]);
      expect(lines.filter(({ level }) => level === 'error')[index]).toMatchObject({ errorId: id });
    }
  });

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

  it("of variables that are null where a value is required are the client's", async () => {
    const { ask } = await start();
    const answer = await ask('query($n: Int = 3) { need(number: $n) }', { n: null });
    expect(answer.errors).toMatchObject([
      {
        message: 'Argument "number" of non-null type "Int!" must not be null.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('of creating the context are reported in the same way', async () => {
    const { post } = await start({
      http: {
        context: async ({ headers }) => {
          if (headers.authorization === 'none') throw new Forbidden('Sign in.');
          throw new Error('secret');
        },
      },
    });
    const refused = await post({ query: '{ __typename }' }, { authorization: 'none' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      errors: [{ message: 'Sign in.', extensions: { code: 'FORBIDDEN' } }],
    });
    const failed = await post({ query: '{ __typename }' });
    expect(failed.status).toBe(500);
    expect(await failed.text()).toMatch(/Quote error [0-9a-f-]{36}/);
  });
});
