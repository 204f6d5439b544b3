import { type RunningServer, startServer } from './running-server.js';

let running: RunningServer;
beforeAll(async () => {
  running = await startServer({
    http: { allowedOrigins: ['https://portal.example.org'], bodyLimit: 5_000 },
  });
});
afterAll(() => running.server.close());

const get = (path: string, init?: RequestInit) => fetch(running.url + path, init);

describe('POST /graphql', () => {
  it('answers operations', async () => {
    const response = await running.post({
      query: 'query Which($id: ID) { item(id: $id) { id name } }',
      variables: { id: 4 },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      data: { item: { id: '4', name: 'Item 4' } },
      extensions: { cost: { requested: 3, metered: 3, maximum: 10_000 } },
    });
  });

  it.each([
    [{ query: '{ __typename }' }, 200],
    [{ variables: {} }, 400],
    [[{ query: '{ __typename }' }], 400],
    ['{"query":', 400],
  ])('returns the newer media type for %j when the client accepts it', async (body, status) => {
    const response = await running.post(body, { accept: 'application/graphql-response+json' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('returns JSON to a client that prefers it', async () => {
    const response = await running.post([], {
      accept: 'application/json, application/graphql-response+json',
    });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it.each([
    ['a body that is not JSON', '{"query":', 400, 'BAD_REQUEST', 'The body is not valid JSON.'],
    ['an empty body', '', 400, 'BAD_REQUEST', 'The body is empty.'],
    ['a body that is not an object', '"text"', 400, 'BAD_REQUEST', 'no operation. Send its text as `query`'],
    ['no query', '{"variables":{}}', 400, 'BAD_REQUEST', 'or the id of a trusted document'],
    ['an empty query', '{"query":""}', 400, 'BAD_REQUEST', '("sha256:...") as `documentId`'],
    ['a query that is null', '{"query":null,"documentId":null}', 400, 'BAD_REQUEST', 'no operation'],
    ['a query that is not text', '{"query":7}', 400, 'BAD_REQUEST', 'must be strings'],
    [
      'a list of operations',
      '[{"query":"{__typename}"}]',
      400,
      'BAD_REQUEST',
      'Send one operation for each request',
    ],
    ['too large a body', JSON.stringify({ query: ' '.repeat(6_000) }), 413, 'BODY_TOO_LARGE', 'too large'],
    [
      'a key that would change a prototype',
      '{"__proto__":{"query":"{__typename}"}}',
      400,
      'BAD_REQUEST',
      'not valid JSON',
    ],
    ['an unreadable document', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED', 'Syntax Error'],
    [
      'an unknown field',
      '{"query":"{ nope }"}',
      400,
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "nope"',
    ],
    [
      'an unknown operation',
      '{"query":"query A { __typename }","operationName":"B"}',
      400,
      'OPERATION_RESOLUTION_FAILURE',
      'Unknown operation named "B"',
    ],
    [
      'a wrong variable',
      '{"query":"query($n: Int!) { need(number: $n) }","variables":{"n":"x"}}',
      400,
      'BAD_USER_INPUT',
      'Variable "$n" got invalid value: it is not a value of type "Int".',
    ],
    [
      'a persisted query',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
    ],
  ])('refuses %s', async (_, body, status, code, message) => {
    const response = await running.post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.extensions).toMatchObject({ code });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses %s, which a page of any origin could send',
    async (type) => {
      const response = await running.post('{"query":"{__typename}"}', { 'content-type': type });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }],
      });
    },
  );

  it('refuses a body without a type', async () => {
    const response = await get('/graphql', { method: 'POST', body: Buffer.from('{"query":"{__typename}"}') });
    expect(response.status).toBe(415);
  });
});

describe('other methods on /graphql', () => {
  it.each(['/graphql?query={__typename}', '/graphql'])('GET %s runs nothing', async (path) => {
    for (const accept of ['text/html', 'application/json']) {
      const response = await get(path, { headers: { accept } });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('OPTIONS, POST');
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }],
      });
    }
  });

  it('PUT is refused, naming what is allowed', async () => {
    const response = await get('/graphql', { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('POST');
    expect(await response.json()).toHaveProperty('errors');
  });

  it('HEAD has no body', async () => {
    const response = await get('/graphql', { method: 'HEAD' });
    expect(response.status).toBe(405);
    expect(await response.text()).toBe('');
  });
});

describe('origins of other pages', () => {
  const preflight = (origin: string) =>
    get('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  it('may call when they are listed', async () => {
    const allowed = await preflight('https://portal.example.org');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://portal.example.org');
    expect(allowed.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining([
        'content-type',
        'traceparent',
        'apollographql-client-name',
        'apollographql-client-version',
      ]),
    );
    const answer = await running.post({ query: '{__typename}' }, { origin: 'https://portal.example.org' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://portal.example.org');
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('cannot when they are not', async () => {
    for (const origin of ['https://evil.example', 'https://portal.example.org.evil.example', 'null']) {
      const refused = await preflight(origin);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
      expect(refused.headers.get('access-control-allow-headers')).toBeNull();
    }
  });

  it('cannot when none is listed', async () => {
    const closed = await startServer();
    const answer = await closed.post({ query: '{__typename}' }, { origin: 'https://portal.example.org' });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    await closed.server.close();
  });
});

describe('every answer', () => {
  it.each(['/graphql', '/health/live', '/nothing/here'])('%s has security headers', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it("bears a request id: the caller's when it is well formed", async () => {
    const ids = async (given: string) =>
      (await get('/health/live', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await ids('portal-2026.07_1')).toBe('portal-2026.07_1');
    for (const bad of ['short', 'a'.repeat(65), 'has a space', '"quoted-quoted"', '../../etc/passwd']) {
      expect(await ids(bad)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('is JSON where nothing is found', async () => {
    const response = await get('/nothing/here?secret=1');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: {
        code: 'NOT_FOUND',
        message:
          'There is nothing at this address. Send operations to POST /graphql. GET / lists the other addresses.',
      },
    });
  });

  it('is JSON where the address cannot be read', async () => {
    const response = await get('/%zz');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});
