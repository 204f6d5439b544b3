import { request as httpRequest } from 'node:http';
import { until } from '../../support/until.js';
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

describe('the log', () => {
  it('has one line for each request, and nothing that anybody searched for', async () => {
    const server = await start();
    await fetch(`${server.url}/health/live`); // is logged before what comes later, if at all
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
    await until('all is in the log', () => server.lines.length >= 5);
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

  it('takes the name of Apollo Client and a valid trace, and nothing else of them', async () => {
    const server = await start();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const apollo = { 'apollographql-client-name': 'portal', 'apollographql-client-version': '4.3' };
    const sent: Record<string, string>[] = [
      { ...apollo, traceparent: `00-${trace}-00f067aa0ba902b7-01`, tracestate: 'name=Jo' },
      { ...apollo, 'x-client-name': 'ours', traceparent: `cc-${trace}-00f067aa0ba902b7-01-more` },
      { 'apollographql-client-name': 'x'.repeat(65), traceparent: `00-${trace}-00f067aa0ba902b7-01-more` },
      { 'apollographql-client-name': 'tab\tbed', traceparent: `ff-${trace}-00f067aa0ba902b7-01` },
      { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` },
      { traceparent: `00-${trace}-${'0'.repeat(16)}-01` },
      { traceparent: `00-${trace.toUpperCase()}-00f067aa0ba902b7-01` },
      { traceparent: `Jo Bloggs ${trace}` },
    ];
    for (const headers of sent) await server.post({ query: '{ __typename }' }, headers);
    await until('all is in the log', () => server.lines.length >= sent.length);
    expect(
      server.lines.map(({ client, clientVersion, traceId }) => [client, clientVersion, traceId]),
    ).toEqual([
      ['portal', '4.3', trace],
      ['ours', '4.3', trace],
      ...sent.slice(2).map(() => [undefined, undefined, undefined]),
    ]);
    expect(JSON.stringify(server.lines)).not.toMatch(/Jo|more|name=/);
  });

  it('says how long a request took', async () => {
    const server = await start();
    await server.post({ query: '{ slow(ms: 60) }' });
    await until('it is in the log', () => server.lines.length > 0);
    // Timers may be a millisecond early.
    expect(server.lines[0]?.ms).toBeGreaterThanOrEqual(59);
  });

  it('takes no line breaks, essays or braces from clients', async () => {
    const server = await start();
    for (const name of ['x'.repeat(65), '{"level":"error"}', 'tab\tbed', '<script>']) {
      await server.post({ query: '{ __typename }' }, { 'x-client-name': name, 'x-client-version': name });
    }
    await server.post({ query: `query ${'A'.repeat(500)} { __typename }` });
    await until('all is in the log', () => server.lines.length >= 5);
    expect(server.lines).toHaveLength(5);
    for (const line of server.lines.slice(0, 4)) {
      expect(line).not.toHaveProperty('client');
      expect(line).not.toHaveProperty('clientVersion');
    }
    expect(server.lines[4]?.operation).toBe('A'.repeat(100));
  });

  it('says so when the client left before its response', async () => {
    const server = await start();
    const request = httpRequest(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    request.on('error', () => {});
    request.end(JSON.stringify({ query: '{ held }' }));
    await server.held.begun.opened;
    request.destroy();
    await until('it is in the log', () => server.lines.length > 0);
    server.held.end.open();
    await server.post({ query: '{ held }' }); // is logged after what the one before would be, a second time
    await until('the next one is in the log', () => server.lines.length > 1);
    expect(server.lines).toMatchObject([{ msg: 'request', route: '/graphql', cut: true }, { status: 200 }]);
  });
});
