import type { Spending } from '../../../src/platform/budget.js';
import { until } from '../../support/until.js';
import { type RunningServer, startServer } from '../http/running-server.js';

const allowed: Spending = { allowed: true, limit: 100, remaining: 99, resetSeconds: 60 };
let spent = 0;
let running: RunningServer;
beforeAll(async () => {
  const spend = () => {
    spent++;
    return allowed;
  };
  running = await startServer({ graphql: { spend, limits: { cost: 500 } } });
});
afterAll(() => running.server.close());

/** A request with a content type that is not the usual one goes its way through Apollo each time. */
const APOLLOS_WAY = { 'content-type': 'application/json; way=apollo' };

async function answerTo(body: object, headers?: Record<string, string>) {
  const before = spent;
  const response = await running.post(body, headers);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
    spent: spent - before,
  };
}

const two = 'query A($n: Int) { item { id count(first: $n) } } query B { __typename }';
const requests: [what: string, body: object][] = [
  ['a question without variables', { query: '{ item { id name } }' }],
  ['variables', { query: 'query Q($id: ID) { item(id: $id) { id } }', variables: { id: 7 } }],
  [
    'null for everything else',
    { query: '{ __typename }', variables: null, operationName: null, extensions: null },
  ],
  ['an empty operation name', { query: '{ __typename }', operationName: '' }],
  ['one operation of two', { query: two, operationName: 'A', variables: { n: 2 } }],
  ['the other operation', { query: two, operationName: 'B' }],
  ['neither of two', { query: two }],
  ['an operation that is not there', { query: two, operationName: 'C' }],
  ['an operation name of another type', { query: two, operationName: 7 }],
  ['introspection', { query: '{ __type(name: "Item") { name fields { name } } }' }],
  ['variables that do not fit', { query: 'query Q($n: Int!) { need(number: $n) }', variables: { n: 'x' } }],
  ['variables that are left out', { query: 'query Q($n: Int!) { need(number: $n) }' }],
  ['variables that nobody declared', { query: '{ __typename }', variables: { a: 1 } }],
  ['variables as a text', { query: '{ __typename }', variables: '{}' }],
  ['variables as a list', { query: '{ __typename }', variables: [1] }],
  ['errors of a field', { query: '{ problem(kind: "user") item { id } }' }],
  [
    'a condition',
    { query: 'query Q($yes: Boolean!) { item @include(if: $yes) { id } }', variables: { yes: false } },
  ],
  ['too dear an operation', { query: '{ item { children(first: 100) { children(first: 100) { id } } } }' }],
  ['extensions', { query: '{ __typename }', extensions: { a: 1 } }],
  [
    'a persisted query',
    { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: '0' } } },
  ],
  ['no document', { query: '{' }],
  ['an invalid document', { query: '{ nope }' }],
  ['no text', { query: 7 }],
];

describe('an operation that came before', () => {
  it.each(requests)('gets the same response as through Apollo: %s', async (_, body) => {
    const apollos = await answerTo(body, APOLLOS_WAY);
    for (const _ of ['Apollo looks at it', 'known and not yet compiled', 'compiled', 'again']) {
      expect(await answerTo(body)).toEqual(apollos);
      expect(await answerTo(body, { 'content-type': 'application/json; charset=utf-8' })).toEqual(apollos);
    }
    expect(await answerTo(body, APOLLOS_WAY)).toEqual(apollos);
  });

  it.each([
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9',
    'text/event-stream, multipart/mixed, application/json',
    'application/json;q=0.1, application/graphql-response+json',
    'text/html',
    '',
  ])('gets the content type that Apollo chooses for "%s"', async (accept) => {
    for (const query of [
      '{ item { id } }',
      '{ problem(kind: "missing") }',
      'query Q($n: Int!) { need(number: $n) }',
    ]) {
      const apollos = await answerTo({ query }, { ...APOLLOS_WAY, accept });
      for (const _ of [1, 2, 3, 4]) expect(await answerTo({ query }, { accept })).toEqual(apollos);
    }
  });

  it('is refused each time to who takes no JSON, and answered to the next who does', async () => {
    const query = '{ item { name } }';
    for (const _ of [1, 2, 3]) {
      expect((await answerTo({ query }, { accept: 'text/html' })).status).toBe(406);
      expect((await answerTo({ query })).status).toBe(200);
    }
  });

  it('is known by its name as well as by its text', async () => {
    for (const _ of [1, 2, 3]) {
      expect((await answerTo({ query: two, operationName: 'B' })).text).toContain('__typename');
      expect((await answerTo({ query: two, operationName: 'A' })).text).toContain('item');
      expect((await answerTo({ query: `0:1:B${two}` })).status).toBe(400);
    }
  });

  it('leaves the same line in the log', async () => {
    const body = { query: 'query InTheLog($id: ID) { item(id: $id) { id } problem(kind: "missing") }' };
    const line = async (headers?: Record<string, string>) => {
      const before = running.lines.length;
      await answerTo(body, headers);
      await until('the request is in the log', () => running.lines.length > before);
      const { requestId: _, ms: __, time: ___, ...rest } = running.lines[before]!;
      return rest;
    };
    const apollos = await line(APOLLOS_WAY);
    expect(apollos).toMatchObject({ operation: 'InTheLog', errors: ['NOT_FOUND'] });
    for (const _ of [1, 2, 3]) expect(await line()).toEqual(apollos);
  });
});
