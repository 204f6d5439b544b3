import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.js';
import { openConnection, postOf, type RawConnection, statuses } from './raw-connection.js';
import { type RunningServer, type Settings, startServer } from './running-server.js';

let running: RunningServer | undefined;
let opened: RawConnection[] = [];
const start = async (settings: Settings = {}) => {
  running = await startServer(settings);
  return running;
};
const open = async (url: string, address?: string) => {
  const connection = await openConnection(url, address);
  opened.push(connection);
  return connection;
};
afterEach(async () => {
  for (const { socket } of opened) socket.destroy();
  opened = [];
  await running?.server.close();
  running = undefined;
});

/** How many are connected to the server, as it knows it. */
function connected(): Promise<number> {
  const { server } = running as RunningServer;
  return new Promise((resolve) => server.app.server.getConnections((_, count) => resolve(count)));
}

const LIVE = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
/** Another address on the same machine; macOS has none without being told. */
const NEIGHBOUR = '127.0.0.2';
/** More than the buffers of a connection hold. */
const LARGE = 'x'.repeat(2_000_000);
const ECHO = `query ($t: String) { ${Array.from({ length: 8 }, (_, i) => `e${i}: echo(text: $t)`).join(' ')} }`;
const large = { http: { bodyLimit: 4_000_000 }, graphql: { limits: { cost: 1_000_000 } } };

describe('connections', () => {
  it('of one address are limited; one too many is refused with a reason, and a closed one makes room', async () => {
    const { url } = await start({ http: { maxConnectionsPerAddress: 3 } });
    const [first] = await Promise.all([open(url), open(url), open(url)]);
    const fourth = await open(url);
    await fourth.until(({ ended }) => ended);
    expect(fourth.state.received).toMatch(
      /^HTTP\/1\.1 503 [\s\S]*connection: close[\s\S]*retry-after: 2\r[\s\S]*TOO_MANY_CONNECTIONS/i,
    );
    const other = await open(url, NEIGHBOUR);
    other.write(LIVE);
    await other.until(({ received }) => received.includes('live'));
    first?.socket.destroy();
    await until('3 are connected', async () => (await connected()) === 3);
    const fifth = await open(url);
    fifth.write(LIVE);
    await fifth.until(({ received }) => received.includes('live'));
  });

  it('of a trusted proxy are not limited as those of one address', async () => {
    const { url } = await start({
      http: { maxConnectionsPerAddress: 1, trustedProxies: ['127.0.0.0/8'] },
    });
    for (const connection of await Promise.all([open(url), open(url), open(url)])) {
      connection.write(LIVE);
      await connection.until(({ received }) => received.includes('live'));
    }
  });

  it('are limited in all, and the owner with most of them makes room', async () => {
    const { url } = await start({ http: { maxConnections: 4 } });
    const [oldest, ...others] = [await open(url), await open(url), await open(url), await open(url)];
    const neighbour = await open(url, NEIGHBOUR);
    neighbour.write(LIVE);
    await neighbour.until(({ received }) => received.includes('live'));
    await oldest?.until(({ ended }) => ended);
    expect(others.map(({ state }) => state.ended)).toEqual([false, false, false]);
  });

  it('are not given up for others while each has a response in progress', async () => {
    let begun = 0;
    const context = () => ({ number: ++begun });
    const { url, held } = await start({ http: { maxConnections: 2, context } });
    const busy = [await open(url), await open(url)];
    for (const connection of busy) connection.post('{ held }');
    await until('both are begun', () => begun === 2);
    const neighbour = await open(url, NEIGHBOUR);
    await neighbour.until(({ ended }) => ended);
    expect(statuses(neighbour.state.received)).toEqual([503]);
    held.end.open();
    for (const connection of busy) await connection.until(({ received }) => received.includes('at last'));
  });
});

describe('a client that is slow', () => {
  const http = { requestTimeout: 500 };
  it.each([
    ['says nothing', '', ''],
    ['sends its headers line by line', 'GET / HTTP/1.1\r\n', 'x: y\r\n'],
    ['sends its body letter by letter', `${postOf(1_000)}{`, ' '],
    [
      'sends its body in chunks',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\n \r\n',
    ],
    ['announces a body and waits', postOf(1_000, 'expect: 100-continue'), ''],
    [
      'goes on with a body that nobody wants',
      'POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n',
      ' ',
    ],
  ])('and %s is cut off in time', async (_, first, drop) => {
    const { url } = await start({ http });
    const began = performance.now();
    const slow = await open(url);
    slow.write(first);
    const dripping = setInterval(() => drop && slow.socket.writable && slow.write(drop), 50);
    await slow.until(({ ended }) => ended);
    clearInterval(dripping);
    // It is looked for each second.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(statuses(slow.state.received)).not.toContain(200);
  });

  it('to take its answer, bit by bit, is cut off in time', async () => {
    const { url } = await start({
      http: { ...large.http, requestTimeout: 300, operationTimeout: 1, writeTimeout: 100 },
      graphql: large.graphql,
    });
    const slow = await open(url);
    slow.socket.on('data', () => {
      slow.socket.pause();
      setTimeout(() => slow.socket.resume(), 100);
    });
    slow.post(ECHO, { t: LARGE });
    await slow.until(({ received }) => received !== '');
    await until('0 are connected', async () => (await connected()) === 0);
    slow.socket.removeAllListeners('data').resume();
    await slow.until(({ ended }) => ended);
    expect(slow.state.received.length).toBeLessThan(8 * LARGE.length);
  });

  it('to take its answer is cut off, and what it asked for behind that is never begun', async () => {
    let begun = 0;
    const { url } = await start({
      http: {
        ...large.http,
        operationTimeout: 1,
        writeTimeout: 100,
        context: () => {
          begun++;
          return {};
        },
      },
      graphql: large.graphql,
    });
    const deaf = await open(url);
    deaf.socket.pause();
    deaf.post(ECHO, { t: LARGE });
    for (let i = 0; i < 20; i++) deaf.post('{ __typename }');
    await until('0 are connected', async () => (await connected()) === 0);
    expect(begun).toBe(1);
  });
});

describe('answers that nobody reads', () => {
  it('are held up to a limit in all; the owner with most is cut off', async () => {
    const { url } = await start({
      http: { ...large.http, maxUnreadBytes: 40_000_000 },
      graphql: large.graphql,
    });
    const modest = await open(url, NEIGHBOUR);
    modest.socket.pause();
    modest.post(ECHO, { t: LARGE });
    const greedy = [await open(url), await open(url)];
    for (const connection of greedy) {
      connection.socket.pause();
      connection.post(ECHO, { t: LARGE });
    }
    await until('2 are connected', async () => (await connected()) === 2);
    modest.socket.resume();
    await modest.until(({ received }) => received.length > 8 * LARGE.length);
  });
});

describe('requests sent without waiting for answers', () => {
  it('get their responses one after another, in order', async () => {
    let under = 0;
    let most = 0;
    const { url } = await start({
      http: {
        async context() {
          most = Math.max(most, ++under);
          await new Promise((resolve) => setImmediate(resolve));
          under--;
          return {};
        },
      },
    });
    const hasty = await open(url);
    for (let i = 0; i < 400; i++) hasty.post(`{ n${i}: __typename }`);
    await hasty.until(({ received }) => received.includes('"n399"'));
    const order = [...hasty.state.received.matchAll(/"n(\d+)":"Query"/g)].map(([, n]) => Number(n));
    expect(order).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(most).toBe(1);
  });

  it('do not keep others waiting', async () => {
    const { url } = await start();
    const hasty = await Promise.all(Array.from({ length: 20 }, () => open(url)));
    for (const connection of hasty) connection.write(LIVE.repeat(500));
    const other = await open(url, NEIGHBOUR);
    other.write(LIVE);
    await other.until(({ received }) => received.includes('live'));
    const answered = hasty.map(({ state }) => statuses(state.received).length);
    expect(answered.reduce((sum, one) => sum + one, 0)).toBeLessThan(5_000);
  });
});

describe('what is sent', () => {
  const chunked = (...chunks: string[]) =>
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}`;
  const inBytes = (text: string) =>
    [...Buffer.from(text)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('');

  it('in pieces of a byte is read all the same, if they are not thousands', async () => {
    const { url } = await start();
    const patient = await open(url);
    const body = JSON.stringify({ query: `{ echo(text: "${'a'.repeat(700)}é") }` });
    patient.socket.write(`${chunked(inBytes(body))}0\r\n\r\n`, 'latin1');
    await patient.until(({ received }) => received.includes('aé'));
    const hostile = await open(url);
    hostile.write(chunked(inBytes(' '.repeat(5_000))));
    await hostile.until(({ ended }) => ended);
    expect(statuses(hostile.state.received)).toEqual([]);
  });

  it.each<[string, string, number[]]>([
    ['compressed', `${postOf(5, 'content-encoding: gzip')}\x1f\x8b\x08\x00\x00`, [415]],
    [
      'with more headers than anybody needs',
      `GET /health/live HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(150)}\r\n`,
      [431],
    ],
    ['with headers that do not end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`, [431]],
    ['with extensions that do not end', chunked(`1;${'x'.repeat(20_000)}\r\n \r\n`), [413]],
    [
      'as a body that is too large, in chunks',
      chunked(`${(110_000).toString(16)}\r\n${' '.repeat(110_000)}\r\n0\r\n\r\n`),
      [413],
    ],
    ['as something else than HTTP', '\x16\x03\x01\x02\x00\x01\x00', [400]],
    ['to be tunnelled', 'CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n', []],
    ['with an odd expectation', postOf(2, 'expect: the-moon'), [417]],
  ])('%s is refused and the connection closed or of use again', async (_, text, expected) => {
    const { url } = await start();
    const client = await open(url);
    client.write(text);
    await client.until(({ received, ended }) => ended || statuses(received).length > 0);
    expect(statuses(client.state.received)).toEqual(expected);
    if (expected[0] === 431 || expected[0] === 400)
      expect(client.state.received).toMatch(/content-type: application\/json/i);
  });

  it.each([
    ['of a length that is too large', postOf(110_000)],
    ['compressed', postOf(110_000, 'content-encoding: gzip')],
  ])(
    'as a body %s is taken until the end, so that who sends it can read why it was refused',
    async (_, head) => {
      const { url } = await start();
      const client = await open(url);
      client.socket.allowHalfOpen = true; // as a proxy's, which sends all before it reads
      let fault: Error | null = null;
      client.socket.on('error', (error) => {
        fault = error;
      });
      client.write(head);
      client.write(' '.repeat(10_000));
      await client.until(({ received }) => statuses(received).length > 0);
      for (let piece = 0; piece < 10; piece++) {
        client.write(' '.repeat(10_000));
        await sleep(5);
      }
      client.socket.end();
      expect(fault).toBeNull();
      await client.until(({ ended }) => ended);
      expect(client.state.received).toMatch(/connection: close/i);
    },
  );

  it('without end, after it was refused, is cut off', async () => {
    const { url } = await start();
    const client = await open(url);
    client.write(postOf(1_000_000));
    const sending = setInterval(() => client.write(' '), 20);
    await client.until(({ ended }) => ended);
    clearInterval(sending);
    expect(statuses(client.state.received)).toEqual([413]);
  });

  it('that asks to upgrade is handled like any request, on localhost too', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const { server } = await start({ http: { host } });
      for (const bound of addressesOf(server)) {
        const client = await open(bound);
        client.write(LIVE.replace('\r\n\r\n', '\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'));
        await client.until(({ received }) => received.includes('live'));
      }
      for (const { socket } of opened) socket.destroy();
      await server.close();
    }
  });

  function addressesOf({ app }: RunningServer['server']): string[] {
    const bound = app.addresses() as AddressInfo[];
    return bound.map(({ address, family, port }) =>
      family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`,
    );
  }

  it('by who has then hung up is not waited for', async () => {
    const { url } = await start();
    const client = await open(url);
    client.socket.end(LIVE.slice(0, 20));
    await client.until(({ ended }) => ended);
    await until('0 are connected', async () => (await connected()) === 0);
  });
});
