import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './running-server.js';

const operation = (query: string) => JSON.stringify({ query });

/** A connection on which requests are written by hand. */
async function openConnection(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const state = { received: '', ended: false };
  socket.on('data', (data) => {
    state.received += data;
  });
  socket.on('close', () => {
    state.ended = true;
  });
  return {
    state,
    post(query: string) {
      const body = operation(query);
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    },
    async until(condition: (state: { received: string; ended: boolean }) => boolean) {
      for (let waited = 0; !condition(state); waited += 5) {
        if (waited > 5_000) throw new Error(`Waited in vain; received: ${state.received}`);
        await sleep(5);
      }
    },
  };
}

const refused = (url: string) =>
  fetch(`${url}/health/live`).then(
    () => false,
    () => true,
  );

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

  it('runs the checks once for all who ask at the same time', async () => {
    let runs = 0;
    const { server, url } = await startServer({
      http: {
        readiness: {
          database: async () => {
            runs++;
            await sleep(100);
          },
        },
      },
    });
    await Promise.all([1, 2, 3].map(() => fetch(`${url}/health/ready`)));
    expect(runs).toBe(1);
    await server.close();
  });
});

describe('closing', () => {
  it('lets requests in flight finish, closes idle connections and takes no new ones', async () => {
    // So long that nothing here ends by being cut.
    const { server, url } = await startServer({ http: { drainTimeout: 600_000 } });
    const idle = await openConnection(url);
    idle.post('{ __typename }');
    await idle.until(({ received }) => received.includes('"Query"'));
    const busy = await openConnection(url);
    busy.post('{ slow(ms: 400) }');
    await sleep(50);

    const closed = server.close();
    await idle.until(({ ended }) => ended);
    expect(await refused(url)).toBe(true);
    expect(busy.state.received).toBe('');
    await closed;
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(busy.state.received).toMatch(/^connection: close\r$/im);
    expect(busy.state.received).toContain('at last');
  });

  it('answers 503 on connections that are still open, and closes them', async () => {
    const { server, url } = await startServer();
    const busy = await openConnection(url);
    busy.post('{ slow(ms: 200) }');
    await sleep(50);
    const closed = server.close();
    busy.post('{ __typename }');
    await closed;
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(busy.state.received).not.toContain('"Query"');
  });

  it('cuts what does not finish in time', async () => {
    const { server, url } = await startServer({ http: { drainTimeout: 100 } });
    const busy = await openConnection(url);
    busy.post('{ slow(ms: 1500) }');
    await sleep(50);
    await server.close();
    await busy.until(({ ended }) => ended);
    expect(busy.state.received).toBe('');
    await sleep(1_500);
  });

  it('may be asked for twice, and before the server has listened', async () => {
    const { server } = await startServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
