import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Unavailable } from '../../../src/platform/errors.js';
import type { Absence } from '../../../src/platform/graphql/absence.js';
import { createGraphQLServer } from '../../../src/platform/graphql/graphql-server.js';
import { createLog } from '../../../src/platform/log.js';

const fails = () => {
  throw new Unavailable('Not just now.');
};
const fullDisk = () => {
  throw Object.assign(new Error('could not extend file "base/1/2": No space left on device'), {
    code: '53100',
  });
};
const slow = () => {
  throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
};
const part = new GraphQLObjectType({
  name: 'Part',
  fields: { there: { type: GraphQLInt, resolve: () => 1 }, missing: { type: GraphQLInt, resolve: fails } },
});
const payload = new GraphQLObjectType({
  name: 'Payload',
  fields: { id: { type: GraphQLInt, resolve: () => 7 }, part: { type: part, resolve: () => ({}) } },
});
const field = (type: GraphQLObjectType | typeof GraphQLInt, resolve: () => unknown) => ({ type, resolve });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      one: field(GraphQLInt, () => 1),
      gone: field(GraphQLInt, fails),
      full: field(GraphQLInt, fullDisk),
      slow: field(GraphQLInt, slow),
      part: field(part, () => ({})),
    },
  }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: {
      store: { type: new GraphQLNonNull(payload), resolve: () => ({}) },
      refuse: { type: payload, resolve: fails },
    },
  }),
});

let absence: Absence | null = null;
const logged: { level: string; msg: string }[] = [];
const log = createLog('info', { write: (line) => void logged.push(JSON.parse(line)) });
const server = await createGraphQLServer({ schema, log, absence: () => absence });
afterAll(() => server.stop());
afterEach(() => {
  absence = null;
  logged.length = 0;
});

async function ask(query: string, context: () => object = () => ({})) {
  const answers = [];
  // Read by Apollo, run at once, and compiled.
  for (let i = 0; i < 3; i++) {
    const { status, body } = await server.answer({
      requestId: 'test',
      contentType: 'application/json',
      accept: 'application/json',
      body: { query },
      context,
    });
    answers.push({ status, ...JSON.parse(body) });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  return answers[0];
}

const error = (message: unknown = expect.any(String)) => ({
  status: 503,
  data: null,
  errors: [{ message, extensions: { code: 'UNAVAILABLE' } }],
});

describe('what cannot be had just now', () => {
  it('takes the place of the whole answer, however little of it is missing', async () => {
    expect(await ask('{ one gone }')).toMatchObject(error('Not just now.'));
    expect(await ask('{ one part { there missing } again: gone }')).toMatchObject(error('Not just now.'));
    expect(logged).toEqual([]);
  });

  it('is not a bug, and does not repeat what the database said', async () => {
    const answer = await ask('{ full }');
    expect(answer).toMatchObject(error());
    expect(JSON.stringify(answer)).not.toMatch(/extend|base/);
  });

  it('is in the log when the database is too busy, because no one else says so', async () => {
    expect(await ask('{ slow }')).toMatchObject(error());
    expect(logged.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
  });

  it('does not fail a mutation that has stored something: only what is read after it is missing', async () => {
    expect(await ask('mutation { store { id part { there missing } } }')).toMatchObject({
      status: 200,
      data: { store: { id: 7, part: { there: 1, missing: null } } },
      errors: [{ path: ['store', 'part', 'missing'], extensions: { code: 'UNAVAILABLE' } }],
    });
    expect(await ask('mutation { store { id } refuse { id } }')).toMatchObject({
      status: 200,
      data: { store: { id: 7 }, refuse: null },
    });
    expect(await ask('mutation { refuse { id } }')).toMatchObject(error());
  });

  it('also applies to the check of the caller, who does not count as the public', async () => {
    expect(await ask('{ one }', fails)).toMatchObject(error('Not just now.'));
  });
});

describe('an answer given while the database is away', () => {
  it('says since when', async () => {
    absence = { since: new Date('2026-11-23T12:00:00Z'), isOver: false };
    const degraded = { since: '2026-11-23T12:00:00.000Z' };
    expect(await ask('{ one }')).toMatchObject({ status: 200, data: { one: 1 }, extensions: { degraded } });
    expect(await ask('{ gone }')).toMatchObject({ ...error(), extensions: { degraded } });
  });

  it('is given no more when that has lasted too long', async () => {
    absence = { since: new Date('2026-11-23T12:00:00Z'), isOver: true };
    expect(await ask('{ one }')).toMatchObject(error(expect.stringContaining('too long')));
    expect(await ask('mutation { store { id } }')).toMatchObject(error());
  });
});
