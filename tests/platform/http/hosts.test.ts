import type { HttpServerOptions } from '../../../src/platform/http/server.js';
import { rawRequest, sendRaw } from '../../support/raw-request.js';
import { type RunningServer, startServer } from './running-server.js';

const BODY = JSON.stringify({ query: '{ __typename }' });
const JSON_BODY = 'content-type: application/json';

let running: RunningServer | undefined;
const start = async (http: Partial<HttpServerOptions> = {}) => {
  running = await startServer({ http: { allowedHosts: [], ...http } });
  return running;
};
afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

const askAs = async (server: RunningServer, ...lines: string[]) =>
  (await sendRaw(server.url, rawRequest('POST /graphql HTTP/1.1', [...lines, JSON_BODY], BODY))).status;

describe('a host name over the loopback interface', () => {
  it.each(['localhost', 'localhost:4000', 'LocalHost', '127.0.0.1', '127.0.0.1:1', '[::1]', '[::1]:65535'])(
    'is accepted: %s',
    async (host) => {
      expect(await askAs(await start(), `Host: ${host}`)).toBe(200);
    },
  );

  it.each([
    ...[
      'evil.example',
      'evil.example:4000',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'localhost.',
    ],
    ...[
      '127.0.0.2',
      '127.1',
      '0.0.0.0',
      '2130706433',
      '[::]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '::1',
    ],
    ...[
      'localhost@evil.example',
      'evil.example@localhost',
      'localhost evil',
      'localhost,evil.example',
      'localhost/',
    ],
    ...[
      'localhost:',
      'localhost:x',
      'localhost:123456',
      'http://localhost',
      '',
      '*',
      '[::1',
      'xn--lcalhost-0za',
    ],
  ])('is refused, in words: %j', async (host) => {
    const server = await start();
    const request = rawRequest('POST /graphql HTTP/1.1', [`Host: ${host}`, JSON_BODY], BODY);
    const { status, head, body } = await sendRaw(server.url, request);
    expect(status).toBe(421);
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: expect.stringContaining('ALLOWED_HOSTS'), extensions: { code: 'WRONG_HOST' } }],
    });
    expect(head).toContain('x-content-type-options: nosniff');
    expect(body).not.toContain(host || '"":');
    expect(server.lines.at(-1)).toMatchObject({ status: 421 });
  });

  it('is looked at on every path but health', async () => {
    const server = await start();
    const statusOf = async (path: string) =>
      (
        await sendRaw(
          server.url,
          rawRequest(`GET ${path} HTTP/1.1`, ['Host: evil.example', 'accept: text/html']),
        )
      ).status;
    for (const path of [
      '/graphql',
      '/dev/token',
      '/nowhere',
      '/graphql/explorer/x/start.js',
      '/health',
      '/health/x',
    ]) {
      expect([path, await statusOf(path)]).toEqual([path, 421]);
    }
    expect(await statusOf('/health/live')).toBe(200);
    expect(await statusOf('/health/ready')).toBe(200);
    const preflight = rawRequest('OPTIONS /graphql HTTP/1.1', ['Host: evil.example']);
    expect((await sendRaw(server.url, preflight)).status).toBe(421);
  });

  it('is refused when there are two, whichever comes first, or none', async () => {
    const server = await start();
    expect(await askAs(server, 'Host: localhost', 'Host: evil.example')).toBe(421);
    expect(await askAs(server, 'Host: evil.example', 'hOST: localhost')).toBe(421);
    expect(await askAs(server, 'Host: localhost', 'Host: localhost')).toBe(421);
    expect(await askAs(server)).toBe(400);
    const old = (lines: string[]) =>
      sendRaw(server.url, rawRequest('POST /graphql HTTP/1.0', [...lines, JSON_BODY], BODY));
    expect((await old([])).status).toBe(421);
    expect((await old(['Host: localhost'])).status).toBe(200);
  });

  it('is refused in an address that names a host itself', async () => {
    const server = await start();
    for (const target of [
      'http://evil.example/graphql',
      'http://localhost/graphql',
      '//evil.example/graphql',
      '*',
    ]) {
      const method = target === '*' ? 'OPTIONS' : 'POST';
      const request = rawRequest(`${method} ${target} HTTP/1.1`, ['Host: localhost', JSON_BODY], BODY);
      const { status } = await sendRaw(server.url, request);
      expect([target, status]).toEqual([target, target.startsWith('//') ? 404 : 421]);
    }
  });
});

describe('host names that are allowed', () => {
  it('are accepted as well as those of this machine, and no others', async () => {
    const server = await start({ allowedHosts: ['Hub.Example.org', '[2001:db8::1]'] });
    for (const host of [
      'hub.example.org',
      'HUB.example.ORG:8443',
      '[2001:db8::1]:80',
      'localhost',
      '127.0.0.1:9',
    ]) {
      expect([host, await askAs(server, `Host: ${host}`)]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      'x.hub.example.org',
      'hub.example.org.',
      'hub.example.org.evil.example',
    ]) {
      expect([host, await askAs(server, `Host: ${host}`)]).toEqual([host, 421]);
    }
  });
});

describe('a server that is not on the loopback address', () => {
  it('still refuses strange names over the loopback interface, where pages of the internet lead', async () => {
    const server = await start({ host: '0.0.0.0' });
    expect(await askAs(server, 'Host: evil.example')).toBe(421);
    expect(await askAs(server, 'Host: 127.0.0.1')).toBe(200);
  });
});
