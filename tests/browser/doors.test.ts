import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { explorerLink } from '../../src/start/sign-in-codes.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { findBrowser, launchBrowser } from './check-explorer.js';

/** What is said of a request to `fetch` in a page. */
interface Init {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const missing = !findBrowser();
if (missing) console.warn('[SKIPPED: there is no Chromium on the PATH] what pages of other sites can do');
const inBrowser = missing ? describe.skip : describe;

inBrowser('a page in a real browser', () => {
  let hub: TestHub;
  let open: TestHub;
  let browser: Browser;
  let site: Server;
  beforeAll(async () => {
    hub = await startTestHub(undefined, undefined, { DEVELOPMENT_SIGN_IN: 'auto' });
    open = await startTestHub(undefined, undefined, { DEVELOPMENT_SIGN_IN: 'open' });
    browser = await launchBrowser('MAP evil.example 127.0.0.1, MAP www.evil.example 127.0.0.1');
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<title>Evil</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    await hub.stop();
    await open.stop();
  });
  const portOf = (address: string) => new URL(address).port;
  const evil = () => `http://evil.example:${(site.address() as AddressInfo).port}/`;

  /** What a page gets of an address: status and text, or that the browser gave it nothing. */
  const fetchIn = (page: Page, url: string, init: Init = {}) =>
    page.evaluate(
      async ([address, options]) => {
        try {
          const answer = await fetch(address, options);
          return { status: answer.status, text: await answer.text() };
        } catch {
          return { status: 0, text: '' };
        }
      },
      [url, init] as const,
    );
  const query = (contentType: string): Init => ({
    method: 'POST',
    headers: { 'content-type': contentType },
    body: JSON.stringify({ query: '{ __typename }' }),
  });

  it('of another site gets neither a token nor an answer', async () => {
    const page = await browser.newPage();
    await page.goto(evil());
    for (const { address } of [hub, open]) {
      expect(await fetchIn(page, `${address}/dev/token?role=administrator`)).toEqual({ status: 0, text: '' });
      expect(await fetchIn(page, `${address}/graphql`, query('application/json'))).toEqual({
        status: 0,
        text: '',
      });
      expect(await fetchIn(page, `${address}/graphql`, query('text/plain'))).toEqual({ status: 0, text: '' });
      // A request that the page cannot read is refused all the same, not only kept from it.
      const asked = page.waitForResponse((response) => response.url().includes('/dev/token?role=school'));
      await fetchIn(page, `${address}/dev/token?role=school`, { mode: 'no-cors' });
      expect((await asked).status()).toBe(403);
    }
    await page.close();
  });

  it('of another port of this machine, which is of the same site, gets no token', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const asked = page.waitForResponse((response) => response.url().includes('/dev/token'));
    await fetchIn(page, `${open.address}/dev/token?role=administrator`, { mode: 'no-cors' });
    expect((await asked).status()).toBe(403);
    await page.close();
  });

  it('whose own name leads to the hub (DNS rebinding) gets nothing, though it is of one origin with it', async () => {
    for (const { address } of [hub, open]) {
      const name = await startName((site.address() as AddressInfo).port);
      const page = await browser.newPage();
      await page.goto(`http://evil.example:${name.port}/`);
      expect(await page.title()).toBe('Evil');
      name.leadTo(Number(portOf(address)));
      expect(await fetchIn(page, '/dev/token?role=administrator')).toMatchObject(REFUSED);
      expect(await fetchIn(page, '/graphql', query('application/json'))).toMatchObject(REFUSED);
      await page.close();
      name.close();
    }
  });

  it('in a frame or by a link shows no token to who made it', async () => {
    const page = await browser.newPage();
    await page.goto(evil());
    const asked = page.waitForResponse((response) => response.url().includes('/dev/token'));
    await page.evaluate(`location.href = '${open.address}/dev/token?role=administrator'`);
    expect((await asked).status()).toBe(403);
    await page.close();
  });

  it('of the hub signs in by its link, in the role that its reader chooses', async () => {
    const page = await browser.newPage();
    const requested: string[] = [];
    page.on('request', (request) => requested.push(`${request.url()} ${request.headers().referer ?? ''}`));
    await page.goto(explorerLink({ address: hub.address, code: hub.signInCode }));
    const choice = page.getByLabel('Send queries as');
    await choice.waitFor({ state: 'visible' });
    const run = async (role: string) => {
      await choice.selectOption({ label: role });
      const answered = page.waitForResponse(
        (response) => response.url().endsWith('/graphql') && response.request().method() === 'POST',
      );
      await page.locator('.graphiql-execute-button').click();
      return (await answered).request().headers().authorization;
    };
    expect(await run('the public (not signed in)')).toBeUndefined();
    expect(await run('an administrator')).toMatch(/^Bearer ey/);
    expect(requested.some((request) => request.includes('/dev/token?role=administrator'))).toBe(true);
    for (const request of requested) expect(request).not.toContain(hub.signInCode);
    await page.close();
  });

  it('of the hub says so when its link belongs to an earlier start, and offers nothing without a code', async () => {
    const page = await browser.newPage();
    await page.goto(explorerLink({ address: hub.address, code: 'of-another-start' }));
    await page.getByLabel('Send queries as').selectOption({ label: 'a school' });
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window').filter({ hasText: 'The sign-in code is wrong' }).waitFor();
    const plain = await browser.newPage();
    await plain.goto(`${hub.address}/graphql`);
    await plain.waitForSelector('.graphiql-tab');
    const offered = plain.getByLabel('Send queries as').locator('option');
    expect(await offered.allTextContents()).toEqual([
      'the public (not signed in)',
      'the holder of a token or key',
    ]);
    await plain.goto(`${open.address}/graphql`);
    await plain.getByLabel('Send queries as').waitFor({ state: 'visible' });
    expect(await offered.count()).toBeGreaterThan(5);
    await Promise.all([page.close(), plain.close()]);
  });
});

const REFUSED = { status: 421, text: expect.stringContaining('does not accept requests for that host name') };

/** A port of this machine that leads to another, and then to yet another, as the owner of a host name can arrange. */
async function startName(first: number) {
  let target = first;
  const connections = new Set<Socket>();
  const server = createTcpServer((incoming) => {
    const onward = connect(target, '127.0.0.1');
    for (const socket of [incoming, onward]) {
      connections.add(socket);
      socket.on('error', () => {});
    }
    incoming.pipe(onward).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const connection of connections) connection.destroy();
    connections.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port: number) {
      target = port;
      cut();
    },
    close() {
      cut();
      server.close();
    },
  };
}
