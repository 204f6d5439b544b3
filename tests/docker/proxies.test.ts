import { startServer } from '../platform/http/running-server.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { NAME, type Sent, send, startProxy, type TlsProxy, whyNot } from './proxy.js';

const ONE = JSON.stringify({ query: '{ __typename }' });

for (const kind of ['nginx', 'caddy'] as const) {
  const missing = whyNot(kind);
  if (missing) console.warn(`[SKIPPED: ${missing}] the example configuration of ${kind} before a hub`);
  (missing ? describe.skip : describe)(`the example configuration of ${kind}, before a hub`, () => {
    let hub: TestHub;
    let proxy: TlsProxy;
    beforeAll(async () => {
      const settings = {
        BUDGETS: 'true',
        BUDGET_PUBLIC: '40',
        BODY_LIMIT: '100000',
        DEVELOPMENT_SIGN_IN: 'auto',
      };
      hub = await startTestHub(undefined, undefined, {
        ...settings,
        TRUSTED_PROXIES: '127.0.0.1',
        ALLOWED_HOSTS: NAME,
      });
      proxy = await startProxy(kind, new URL(hub.address).port);
    });
    afterAll(async () => {
      await proxy?.stop();
      await hub?.stop();
    });
    const ask = (more: Partial<Sent> = {}) => send(proxy, { path: '/graphql', body: ONE, ...more });

    it('passes operations on over TLS, under the name of the hub', async () => {
      const { status, text, headers } = await ask();
      expect([status, JSON.parse(text).data]).toEqual([200, { __typename: 'Query' }]);
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
      const page = await send(proxy, { path: '/graphql', headers: { accept: 'text/html' } });
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('AP Hub explorer')]);
    });

    it('is not used by another name', async () => {
      await expect(ask({ host: 'evil.example' })).rejects.toThrow();
    });

    it('tells clients apart by their own address, whatever they claim', async () => {
      let last = 200;
      for (let n = 0; n < 50 && last === 200; n++) {
        const headers = { 'x-forwarded-for': `192.0.2.${n}`, forwarded: `for=192.0.2.${n}` };
        last = (await ask({ from: '127.0.0.2', headers })).status;
      }
      expect(last).toBe(429);
      expect((await ask({ from: '127.0.0.3' })).status).toBe(200);
    });

    it('gives nobody a token for development, and shows no health to the outside', async () => {
      for (const path of [
        '/dev/token?role=administrator',
        '/dev/token/?role=administrator',
        '/health/ready',
      ]) {
        expect([path, (await send(proxy, { path })).status]).toEqual([path, 404]);
      }
      // Nor does the hub itself, were it asked.
      expect((await fetch(`${hub.address}/dev/token?role=administrator`)).status).toBe(404);
    });

    it('lets the hub say that a body is too large, and stops what is far too large', async () => {
      const own = await ask({ from: '127.0.0.4', body: JSON.stringify({ query: ' '.repeat(100_000) }) });
      expect([own.status, JSON.parse(own.text).errors[0].extensions.code]).toEqual([413, 'BODY_TOO_LARGE']);
      // It may hang up while the body is still being sent; Caddy has begun to pass it on by then.
      const far = await ask({ from: '127.0.0.4', body: ' '.repeat(1_000_000) }).catch(() => null);
      expect([413, 502, undefined]).toContain(far?.status);
    });

    it('does not wait for ever for a body', async () => {
      const slow = ask({ from: '127.0.0.5', unfinished: true, headers: { 'content-length': '1000' } });
      const ended = await slow.catch(() => null);
      // With a status of the proxy's, or none; the hub has answered nothing.
      expect(ended?.text ?? '').not.toContain('__typename');
    });
  });

  (missing ? it.skip : it)(`a hub that stops behind ${kind} finishes what it has begun`, async () => {
    const { url, server, held } = await startServer({
      http: { trustedProxies: ['127.0.0.1'], allowedHosts: [NAME] },
    });
    const proxy = await startProxy(kind, new URL(url).port);
    try {
      const body = JSON.stringify({ query: '{ held }' });
      const running = send(proxy, { path: '/graphql', body });
      await held.begun.opened;
      const closed = server.close();
      await until('nobody else may connect', () => !server.app.server.listening);
      held.end.open();
      await closed;
      expect(JSON.parse((await running).text).data).toEqual({ held: 'at last' });
      expect((await send(proxy, { path: '/graphql', body })).status).toBe(502);
    } finally {
      await proxy.stop();
      await server.close();
    }
  });
}
