import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestHub, type TestHub } from '../support/hub.js';
import { rawRequest, sendRaw } from '../support/raw-request.js';

const GET = 'GET /dev/token?role=administrator HTTP/1.1';
const LOCAL = 'Host: 127.0.0.1:4000';

/** What every door refuses, and a person at this machine never sends. */
const STRANGE: [what: string, lines: string[]][] = [
  ...[
    'x-forwarded-for: 1.2.3.4',
    'X-Forwarded-Host: hub.example',
    'x-forwarded-proto: https',
    'x-forwarded-port: 1',
  ],
  ...[
    'X-Forwarded-Server: a',
    'x-forwarded: for=a',
    'Forwarded: for=1.2.3.4',
    'x-real-ip: 127.0.0.1',
    'Via: 1.1 a',
  ],
  ...[
    'cf-connecting-ip: 1.2.3.4',
    'cf-ray: 1',
    'true-client-ip: 1.2.3.4',
    'x-client-ip: 1.2.3.4',
    'client-ip: 1.2.3.4',
  ],
  ...[
    'x-cluster-client-ip: 1.2.3.4',
    'x-original-host: hub.example',
    'x-original-forwarded-for: 1',
    'cdn-loop: a',
  ],
  ...[
    'fastly-client-ip: 1.2.3.4',
    'fly-client-ip: 1',
    'x-azure-clientip: 1.2.3.4',
    'x-arr-log-id: 1',
    'x-amzn-trace-id: 1',
  ],
  ...[
    'x-envoy-external-address: 1.2.3.4',
    'x-appengine-user-ip: 1',
    'x-remote-addr: 1',
    'proxy-connection: keep-alive',
  ],
  ...[
    'Origin: https://evil.example',
    'Origin: null',
    'Origin: http://localhost:3000',
    'Origin: https://127.0.0.1:4000',
  ],
  ...[
    'Origin: http://127.0.0.1',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
    'Sec-Fetch-Site: ',
  ],
].map((line) => [line, [LOCAL, line]]);
const FOREIGN_HOSTS = ['evil.example', 'localhost.evil.example', 'localhost.', '[::ffff:127.0.0.1]', ''];

/** What a person at this machine sends. */
const OWN: string[][] = [
  [LOCAL],
  ['Host: LOCALHOST:4000'],
  ['Host: [::1]'],
  [LOCAL, 'Origin: http://127.0.0.1:4000', 'Sec-Fetch-Site: same-origin'],
  [LOCAL, 'Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate', 'Accept: text/html', 'DNT: 1'],
  [LOCAL, 'User-Agent: curl/8', 'Accept: */*', 'x-client-name: me', 'x-request-id: abcdefgh', 'Cookie: a=b'],
];

describe('signing in without a code', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub(undefined, undefined, { DEVELOPMENT_SIGN_IN: 'open' });
  });
  afterAll(() => hub.stop());
  const ask = (lines: readonly string[], first = GET) => sendRaw(hub.address, rawRequest(first, lines));

  it.each(OWN)('is for someone at this machine: %s %s %s', async (...lines) => {
    const { status, body } = await ask(lines);
    expect([status, Object.keys(JSON.parse(body))]).toEqual([
      200,
      ['access_token', 'token_type', 'expires_in'],
    ]);
  });

  it.each(STRANGE)('is refused with %s', async (_, lines) => {
    const { status, body, head } = await ask(lines);
    expect([status, JSON.parse(body)]).toEqual([
      403,
      {
        error: 'access_denied',
        error_description: expect.stringMatching(/^The request .*\. Only people at this machine/),
      },
    ]);
    expect(head).not.toContain('access-control');
  });

  it.each(FOREIGN_HOSTS)('is refused for the host %j', async (host) => {
    expect((await ask([`Host: ${host}`])).status).toBe(421);
  });

  it('is refused with two hosts, with none, and with one in the address', async () => {
    expect((await ask([LOCAL, 'Host: evil.example'])).status).toBe(421);
    expect((await ask([], GET.replace('1.1', '1.0'))).status).toBe(421);
    expect(
      (await ask([LOCAL], 'GET http://127.0.0.1:4000/dev/token?role=administrator HTTP/1.1')).status,
    ).toBe(421);
  });

  it('is refused by HEAD as by GET, and there is no other way to ask', async () => {
    expect((await ask([LOCAL, 'Via: 1.1 a'], GET.replace('GET', 'HEAD'))).status).toBe(403);
    expect((await ask([LOCAL], GET.replace('GET', 'POST'))).status).toBe(404);
    expect((await ask([LOCAL, 'Origin: https://evil.example'], GET.replace('GET', 'OPTIONS'))).status).toBe(
      404,
    );
  });
});

describe('signing in with a code', () => {
  let hub: TestHub;
  let code: string;
  beforeEach(async () => {
    hub = await startTestHub(undefined, undefined, { DEVELOPMENT_SIGN_IN: 'auto' });
    code = hub.signInCode ?? '';
  });
  afterEach(() => hub.stop());
  const ask = async (lines: readonly string[], more = '') => {
    const { status, body, head } = await sendRaw(
      hub.address,
      rawRequest(`GET /dev/token?role=administrator${more} HTTP/1.1`, [LOCAL, ...lines]),
    );
    return { status, head, body: JSON.parse(body) };
  };

  it('takes the code from a header or the address, and nothing else will do', async () => {
    expect(code).toMatch(/^[\w-]{22}$/);
    expect((await ask([`x-sign-in-code: ${code}`])).status).toBe(200);
    expect((await ask([], `&code=${code}`)).status).toBe(200);
    for (const wrong of [code.toLowerCase(), code.slice(0, -1), `${code}x`, 'x', '']) {
      expect(await ask([], `&code=${wrong}`)).toMatchObject({
        status: 403,
        body: { error_description: expect.stringContaining('npm run hub -- token') },
      });
    }
    expect((await ask([], `&code=${code}&code=${code}`)).status).toBe(403);
    expect((await ask([])).status).toBe(403);
    expect(hub.logged.join('')).not.toContain(code);
  });

  it('does not take it from what did not come from this machine', async () => {
    for (const [, lines] of STRANGE) {
      expect((await ask([...lines.slice(1), `x-sign-in-code: ${code}`])).status).toBe(403);
    }
  });

  it('is closed for a while after wrong codes, also to the right one', async () => {
    for (let n = 0; n < 10; n++) expect((await ask([], `&code=wrong-${n}`)).status).toBe(403);
    const closed = await ask([], `&code=${code}`);
    expect(closed.status).toBe(429);
    expect(closed.head).toMatch(/retry-after: ([1-9]|[1-5]\d|60)\r/);
  });

  it('does not let in who comes through a plain proxy that says it is localhost', async () => {
    const { proxy, address } = await startPlainProxy(hub.address);
    const response = await fetch(`${address}/dev/token?role=administrator`);
    expect(response.status).toBe(403);
    expect(await response.json()).not.toHaveProperty('access_token');
    proxy.close();
  });
});

/** Sends on what comes, under the hub's own name, and adds nothing: the proxy that nobody can tell from a person. */
async function startPlainProxy(target: string): Promise<{ proxy: Server; address: string }> {
  const proxy = createServer((request, response) => {
    const { host } = new URL(target);
    const onward = httpRequest(
      { host: '127.0.0.1', port: new URL(target).port, path: request.url, headers: { host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return { proxy, address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}
