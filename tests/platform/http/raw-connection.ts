import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../support/until.js';

/** A connection on which requests are written by hand. */
export interface RawConnection {
  readonly socket: Socket;
  /** What has come, and whether it has been closed. */
  readonly state: { received: string; ended: boolean };
  /** Writes as it is. */
  write(text: string): void;
  /** Writes a POST of an operation. */
  post(query: string, variables?: object): void;
  /** Waits for that; fails after 20 seconds. */
  until(condition: (state: { received: string; ended: boolean }) => boolean): Promise<void>;
}

/** Connects, from another address than 127.0.0.1 where one is given. */
export async function openConnection(url: string, localAddress?: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, ...(localAddress && { localAddress }) });
  await once(socket, 'connect');
  const state = { received: '', ended: false };
  socket.on('data', (data) => {
    state.received += data;
  });
  socket.on('close', () => {
    state.ended = true;
  });
  socket.on('error', () => {}); // a reset is an end
  const write = (text: string) => void socket.write(text);
  return {
    socket,
    state,
    write,
    post(query, variables) {
      const body = JSON.stringify({ query, variables });
      write(`${postOf(Buffer.byteLength(body))}${body}`);
    },
    async until(condition) {
      const said = () => `${condition}: ended ${state.ended}, received ${state.received.slice(-2_000)}`;
      await until(said, () => condition(state), { every: 5 });
    },
  };
}

/** The head of a POST to /graphql. */
export function postOf(length: number, ...headers: string[]): string {
  const lines = ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json'];
  return [...lines, `content-length: ${length}`, ...headers, '', ''].join('\r\n');
}

/** Status codes of the answers that have come, in order. */
export function statuses(received: string): number[] {
  return [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}
