import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createExplorer } from '../../src/platform/http/explorer.js';
import { type RunningServer, startServer } from '../platform/http/running-server.js';
import { checkExplorer, findBrowser } from './check-explorer.js';

const explorer = createExplorer({
  title: 'AP Hub explorer',
  endpoint: '/graphql',
  examples: [
    {
      name: 'One of them </script><script>alert(1)</script>',
      query: 'query OneOfThem($id: ID!) { item(id: $id) { id name colour } }',
      variables: { id: '8' },
    },
    { name: 'Some of them', query: 'query SomeOfThem { items(first: 3) { id } }' },
  ],
});

let running: RunningServer;
beforeAll(async () => {
  running = await startServer({ http: { explorer } });
});
afterAll(() => running.server.close());

/** The answer, read to its end: a socket with the rest of one keeps the process from ending. */
async function get(path: string, sent: Record<string, string> = {}) {
  const response = await fetch(running.url + path, { headers: sent });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}
const page = () => get('/graphql', { accept: 'text/html,application/xhtml+xml' });

describe('the explorer page', () => {
  it('may load from this server only', async () => {
    const { status, headers } = await page();
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|nonce/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('names only files that there are, all to be kept by the browser', async () => {
    const html = (await page()).text;
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files).toHaveLength(4);
    for (const file of [...files, String(files[0]).replace(/[^/]+$/, 'graphql.js')]) {
      expect(file).toMatch(/^\/graphql\/explorer\/[0-9a-f]{16}\/[a-z.]+$/);
      const { status, headers } = await get(file);
      expect([file, status]).toEqual([file, 200]);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('holds the examples as data that no text can break out of', async () => {
    const html = (await page()).text;
    expect(html).not.toContain('<script>alert(1)');
    const settings = /<script type="application\/json" id="settings">(.*)<\/script>/.exec(html)?.[1] ?? '';
    const { tabs } = JSON.parse(settings) as { tabs: { query: string; variables: string | null }[] };
    expect(tabs[0]?.query).toContain('# One of them </script><script>alert(1)</script>\nquery OneOfThem');
    expect(tabs.map(({ variables }) => variables && JSON.parse(variables))).toEqual([{ id: '8' }, null]);
  });

  it('is not given to programs, nor with a query in the address', async () => {
    expect((await get('/graphql', { accept: 'application/json' })).status).toBe(405);
    expect((await get('/graphql?query={item{id}}', { accept: 'text/html' })).status).toBe(405);
  });
});

describe('its files', () => {
  it('are compressed as the browser can read them', async () => {
    const file = /src="([^"]+graphiql\.js)"/.exec((await page()).text)?.[1] ?? '';
    const load = async (encoding: string) => {
      const response = await running.server.app.inject({
        url: file,
        headers: { 'accept-encoding': encoding },
      });
      expect(response.headers.vary).toBe('Accept-Encoding');
      return { body: response.rawPayload, encoding: response.headers['content-encoding'] };
    };
    const plain = await load('identity');
    const brotli = await load('gzip, deflate, br');
    const gzip = await load('gzip');
    expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
  });

  it.each(['/graphql/explorer/0000000000000000/graphiql.js', '/graphql/explorer/x/..%2f..%2fpackage.json'])(
    '%s is not one of them',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

const browser = findBrowser();
if (!browser) {
  process.stderr.write(
    'SKIPPED: the explorer in a real browser. Neither chromium, chromium-browser nor google-chrome is on the PATH.\n',
  );
}

(browser ? it : it.skip)(
  'the explorer works in a real browser, without requests to other hosts',
  async () => {
    await checkExplorer(running.url, {
      title: 'AP Hub explorer',
      tabs: ['OneOfThem', 'SomeOfThem'],
      answer: ['"Item 8"', '"id": "8"'],
    });
  },
);
