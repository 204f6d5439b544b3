import { brotliDecompressSync } from 'node:zlib';
import { createErrorFormatter } from '../../../src/platform/graphql/error-format.js';
import { createExplorer } from '../../../src/platform/http/explorer.js';
import type { FrontDoor } from '../../../src/platform/http/front-door.js';
import { createLog } from '../../../src/platform/log.js';
import { type RunningServer, type Settings, startServer } from './running-server.js';

const SDL = `type Query { ${'x'.repeat(2_500)}: Int }\n`;
const frontDoor: FrontDoor = {
  title: 'The <hub>',
  name: 'hub',
  version: '1.2.3',
  docs: { developers: 'https://docs.example.org/"developers"', operators: 'docs/operator.md' },
  sdl: () => SDL,
};
const format = createErrorFormatter(createLog('silent'));

let running: RunningServer;
const start = async (http: Settings['http'] = {}) => {
  running = await startServer({
    http: { routes: { all: [], spend: undefined, format, frontDoor }, ...http },
  });
};
afterEach(() => running.server.close());
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(running.url + path, { headers, redirect: 'manual' });

describe('GET /', () => {
  const explorer = createExplorer({ title: 'Explorer', endpoint: '/graphql', examples: [] });

  it('leads a browser to the explorer', async () => {
    await start({ explorer });
    const response = await get('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
    expect(response.headers.get('vary')).toBe('Accept');
    const page = await fetch(`${running.url}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>Explorer</title>');
  });

  it('gives a program an index', async () => {
    await start({ explorer, allowedOrigins: ['https://portal.example.org'] });
    const response = await get('/');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Origin, Accept');
    expect(await response.json()).toEqual({
      name: 'hub',
      version: '1.2.3',
      graphql: '/graphql',
      schema: '/schema.graphql',
      explorer: '/graphql',
      health: { live: '/health/live', ready: '/health/ready' },
      docs: frontDoor.docs,
    });
  });

  it('shows a browser where to go on when there is no explorer', async () => {
    await start();
    expect(await (await get('/')).json()).toMatchObject({ explorer: null });
    const response = await get('/', { accept: 'text/html' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('<h1>The &#60;hub&#62;</h1>');
    expect(page).toContain('<a href="/schema.graphql">');
    expect(page).toContain('<a href="https://docs.example.org/&#34;developers&#34;">');
    expect(page).toContain('<code>docs/operator.md</code>');
  });
});

describe('GET /schema.graphql', () => {
  it('serves the schema to be kept for a while, compressed where the client can read that', async () => {
    await start();
    const plain = await get('/schema.graphql', { 'accept-encoding': 'identity' });
    expect(plain.status).toBe(200);
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=300');
    expect(plain.headers.get('vary')).toBe('Accept-Encoding');
    expect(await plain.text()).toBe(SDL);
    const packed = await running.server.app.inject({
      url: '/schema.graphql',
      headers: { 'accept-encoding': 'br' },
    });
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(SDL);
    expect(packed.headers.etag).not.toBe(plain.headers.get('etag'));
  });

  it('says 304 to a client that has it', async () => {
    await start();
    const etag = (await get('/schema.graphql')).headers.get('etag') ?? '';
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await get('/schema.graphql', { 'if-none-match': known });
      expect([known, again.status, again.headers.get('etag')]).toEqual([known, 304, etag]);
      expect(await again.text()).toBe('');
    }
    expect((await get('/schema.graphql', { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('the doors of the graph', () => {
  it('take what each costs from the budget', async () => {
    const costs: number[] = [];
    const spend = (_: unknown, cost: number) => {
      costs.push(cost);
      return { allowed: cost < 3, limit: 10, remaining: 0, resetSeconds: 7 };
    };
    await start({ routes: { all: [], format, frontDoor, spend } });
    expect((await get('/')).status).toBe(200);
    const schema = await get('/schema.graphql');
    expect([schema.status, schema.headers.get('retry-after')]).toEqual([429, '7']);
    expect(schema.headers.get('cache-control')).toBe('no-store');
    expect(await schema.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    expect((await get('/schema.graphql', { 'if-none-match': '*' })).status).toBe(304);
    expect(costs).toEqual([1, 3, 1]);
  });

  it('refuse other hosts and methods', async () => {
    await start({ allowedHosts: ['hub.example.org'] });
    for (const url of ['/', '/schema.graphql']) {
      const inject = (method: 'GET' | 'POST', host: string) =>
        running.server.app.inject({ method, url, headers: { host } });
      expect((await inject('GET', 'evil.example')).statusCode).toBe(421);
      expect((await inject('GET', 'hub.example.org')).statusCode).toBe(200);
      expect((await inject('POST', 'hub.example.org')).statusCode).toBe(404);
    }
  });
});
