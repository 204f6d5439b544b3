import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What becomes of the line at a COMMIT. */
export type AtCommit =
  | 'pass it on'
  /** Postgres carries it out; the answer is swallowed and the line ends. */
  | 'lose the answer'
  /** It never gets there, and the line ends. */
  | 'lose the commit'
  /** Postgres carries it out; the answer is swallowed, and nobody says a word any more. */
  | 'fall silent';

/** A line to Postgres that can be cut when a transaction commits. */
export interface PostgresLine {
  /** The address given, by way of this line. */
  readonly url: string;
  /** For the next COMMIT on the line alone. */
  next: AtCommit;
  /** How many have been treated so. */
  readonly cut: number;
  /** While it is shut, nobody new gets through. */
  isShut: boolean;
  /** Whether it is shut from the next cut on. */
  shutsThen: boolean;
  close(): Promise<void>;
}

/** As the simple query protocol sends it: `Q`, length, text, zero. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: lengths and ends are bytes
const COMMIT = /Q\0\0\0\x0bcommit\0/i;

/** Lays a line to the Postgres of an address. */
export async function layLine(address: string): Promise<PostgresLine> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let cut = 0;
  const line = {
    next: 'pass it on' as AtCommit,
    isShut: false,
    shutsThen: false,
    url: '',
    get cut() {
      return cut;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((client) => {
    if (line.isShut) return client.destroy();
    const postgres = connect(Number(target.port), target.hostname);
    for (const socket of [client, postgres]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let lost: AtCommit = 'pass it on';
    client.on('data', (bytes) => {
      if (lost === 'pass it on' && line.next !== 'pass it on' && COMMIT.test(bytes.toString('latin1'))) {
        lost = line.next;
        line.next = 'pass it on';
        cut++;
        line.isShut = line.shutsThen;
        line.shutsThen = false;
        if (lost === 'lose the commit') {
          client.destroy();
          postgres.destroy();
          return;
        }
      }
      postgres.write(bytes);
    });
    postgres.on('data', (bytes) => {
      if (lost === 'pass it on') client.write(bytes);
      else if (lost === 'lose the answer') client.destroy();
    });
    client.on('close', () => postgres.destroy());
    postgres.on('close', () => lost !== 'fall silent' && client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  line.url = Object.assign(new URL(address), { hostname: '127.0.0.1', port: String(port) }).href;
  return line;
}
