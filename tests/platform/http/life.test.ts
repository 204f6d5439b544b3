import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gate } from '../../support/gate.js';
import { until } from '../../support/until.js';
import { openConnection, postOf, statuses } from './raw-connection.js';
import { type RunningServer, startServer } from './running-server.js';

const refused = (url: string) =>
  fetch(`${url}/health/live`).then(
    () => false,
    () => true,
  );

/** The server's ends of all connections from now on. */
function socketsOf({ server }: RunningServer): readonly Socket[] {
  const sockets: Socket[] = [];
  server.app.server.on('connection', (socket: Socket) => sockets.push(socket));
  return sockets;
}

describe('health', () => {
  it('is live, and ready when every check passes', async () => {
    const { server, url } = await startServer({
      http: { readiness: { database: async () => {}, search: async () => 'fine' } },
    });
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', checks: { database: 'ok', search: 'ok' } });
    await server.close();
  });

  it('is not ready while a check fails or does not end, and says which but not why', async () => {
    let broken = true;
    const { server, url, lines } = await startServer({
      http: {
        readinessTimeout: 30,
        readiness: {
          database: async () => {
            if (broken) throw new Error('password authentication failed for 10.0.0.1');
          },
          search: () => (broken ? new Promise(() => {}) : Promise.resolve()),
        },
      },
    });
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'unavailable',
      checks: { database: 'failed', search: 'timed out' },
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['readiness check failed', 'readiness check timed out']),
    );
    broken = false;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    await server.close();
  });

  it('runs the checks once for all callers at the same time', async () => {
    let runs = 0;
    let asked = 0;
    const end = gate();
    const database = () => {
      runs++;
      return end.opened;
    };
    const { server, url } = await startServer({
      http: { readiness: { database }, readinessTimeout: 60_000 },
    });
    server.app.server.on('request', () => asked++);
    const answers = Promise.all([1, 2, 3].map(() => fetch(`${url}/health/ready`)));
    await until('all have asked', () => asked === 3);
    end.open();
    await answers;
    expect(runs).toBe(1);
    await server.close();
  });
});

describe('draining', () => {
  it('says so where readiness is asked, and in every answer, while all goes on; then it may close', async () => {
    const { server, url } = await startServer();
    const [idle, used] = [await openConnection(url), await openConnection(url)];
    for (const connection of [idle, used]) {
      connection.post('{ __typename }');
      await connection.until(({ received }) => received.includes('"Query"'));
      expect(connection.state.received).toMatch(/^connection: keep-alive\r$/im);
      connection.state.received = '';
    }
    const drained = server.drain(60_000);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
    expect(ready.headers.get('connection')).toBe('close');
    const unused = await openConnection(url);
    for (const connection of [used, unused]) {
      connection.post('{ __typename }');
      await connection.until(({ ended }) => ended);
      expect(connection.state.received).toMatch(
        /^HTTP\/1\.1 200 [\s\S]*^connection: close\r$[\s\S]*"Query"/im,
      );
    }
    expect((await fetch(`${url}/nothing`)).headers.get('connection')).toBe('close');
    expect(idle.state.ended).toBe(false);

    expect(server.hurry()).toBe(true);
    await drained;
    await server.close();
    await idle.until(({ ended }) => ended);
    expect(await refused(url)).toBe(true);
    expect(server.hurry()).toBe(false);
  });

  it('lasts as long as was said', async () => {
    const { server } = await startServer();
    const began = performance.now();
    await server.drain(300);
    expect(performance.now() - began).toBeGreaterThan(290);
    await server.close();
  });
});

describe('closing', () => {
  it('lets requests in flight finish, closes idle connections and takes no new ones', async () => {
    // So long that nothing here ends by being cut.
    const { server, url, held } = await startServer({ http: { drainTimeout: 600_000 } });
    const idle = await openConnection(url);
    idle.post('{ __typename }');
    await idle.until(({ received }) => received.includes('"Query"'));
    const busy = await openConnection(url);
    busy.post('{ held }');
    await held.begun.opened;

    const closed = server.close();
    await idle.until(({ ended }) => ended);
    expect(await refused(url)).toBe(true);
    expect(busy.state.received).toBe('');
    held.end.open();
    await closed;
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(busy.state.received).toMatch(/^connection: close\r$/im);
    expect(busy.state.received).toContain('at last');
  });

  it('sends 503 on connections that are still open, and closes them', async () => {
    const { server, url, held } = await startServer();
    const busy = await openConnection(url);
    busy.post('{ held }');
    await held.begun.opened;
    const closed = server.close();
    const asked = once(server.app.server, 'request');
    busy.post('{ __typename }');
    await asked;
    held.end.open();
    await closed;
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(busy.state.received).not.toContain('"Query"');
  });

  it('responds to a request that was half sent, and one whose client has just connected', async () => {
    const running = await startServer({ http: { drainTimeout: 600_000 } });
    const { server, url } = running;
    const sockets = socketsOf(running);
    const [half, used, fresh] = [
      await openConnection(url),
      await openConnection(url),
      await openConnection(url),
    ];
    const body = JSON.stringify({ query: '{ __typename }' });
    const head = postOf(body.length);
    half.write(head.slice(0, 20));
    used.post('{ __typename }');
    await used.until(({ received }) => received.includes('"Query"'));
    used.write(head);
    const sent = 20 + head.length + body.length + head.length;
    const arrived = () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    await until('what was sent has arrived', () => arrived() === sent);
    const closed = server.close();
    await until('nobody else may connect', () => !server.app.server.listening);
    half.write(head.slice(20) + body);
    used.write(body);
    fresh.post('{ __typename }');
    for (const { until } of [half, used, fresh]) await until(({ ended }) => ended);
    await closed;
    expect(statuses(half.state.received)).toEqual([200]);
    expect(statuses(used.state.received)).toEqual([200, 200]);
    expect(statuses(fresh.state.received)).toEqual([200]);
  });

  it('lets an answer finish that is still being read', async () => {
    const running = await startServer({ http: { drainTimeout: 600_000, bodyLimit: 20_000_000 } });
    const { server, url } = running;
    const sockets = socketsOf(running);
    const reader = await openConnection(url);
    reader.socket.pause();
    const text = 'x'.repeat(15_000_000);
    reader.post('query ($t: String) { echo(text: $t) }', { t: text });
    await until('the answer waits to be read', () =>
      sockets.some(({ writableLength }) => writableLength > 0),
    );
    const closed = server.close();
    await until('nobody else may connect', () => !server.app.server.listening);
    reader.socket.resume();
    await reader.until(({ ended }) => ended);
    await closed;
    expect(reader.state.received.length).toBeGreaterThan(text.length);
    expect(reader.state.received.endsWith('\n')).toBe(true);
  });

  it('does not wait for a connection on which nothing ever comes', async () => {
    const { server, url } = await startServer({ http: { drainTimeout: 600_000 } });
    const unused = await openConnection(url);
    await server.close();
    await unused.until(({ ended }) => ended);
  });

  it('cuts what is left when it must hurry', async () => {
    const { server, url, held } = await startServer({ http: { drainTimeout: 600_000 } });
    const busy = await openConnection(url);
    busy.post('{ held }');
    await held.begun.opened;
    const closed = server.close();
    expect(server.hurry()).toBe(true);
    await closed;
    expect(busy.state.received).toBe('');
    held.end.open();
  });

  it('cuts what does not finish in time', async () => {
    const { server, url, held } = await startServer({ http: { drainTimeout: 100 } });
    const busy = await openConnection(url);
    busy.post('{ held }');
    await held.begun.opened;
    await server.close();
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toBe('');
    held.end.open();
  });

  it('may be asked for twice, and before the server has listened', async () => {
    const { server } = await startServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
