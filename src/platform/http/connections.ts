import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log.js';
import { networkOf } from './network-of.js';

/** How much clients may take up. */
export interface ConnectionLimits {
  /** Most connections at a time. */
  readonly all: number;
  /** Most of them from one address; of an IPv6 address its network counts. */
  readonly perAddress: number;
  /** Whether an address is that of a trusted proxy: it speaks for many, so each of its connections counts for itself. */
  readonly isProxy: (address: string) => boolean;
  /** Most bytes that are held for clients who do not take them, in all. */
  readonly unreadBytes: number;
  /** Longest time in milliseconds from a request until its answer has been taken. */
  readonly exchangeTimeout: number;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Connection {
  readonly socket: Socket;
  /** Whose it is: what limits and blame go by. */
  readonly owner: string;
  /** What is being answered; null between requests. */
  current: ServerResponse | null;
  /** When that began or, between requests, when the last one ended. */
  since: number;
  /** Bytes that had come when the last answer had gone. */
  bytesRead: number;
  /** Requests that came before the answer to an earlier one had been taken. */
  readonly waiting: [IncomingMessage, ServerResponse][];
  /** Bytes that are held for it: its answer, as far as it has not been taken, and what is waiting. */
  held: number;
}

/** What a request that waits takes up, with its headers: 4 to 6 kB were measured. */
const WAITING_REQUEST_BYTES = 6_000;
const CHECK_EVERY_MS = 1_000;
const LOG_EVERY_MS = 60_000;
/** How long a connection on which nothing has come yet may still send a request once the server closes. */
const LAST_CALL_MS = 1_000;

const REFUSAL = finalAnswer(
  '503 Service Unavailable',
  'TOO_MANY_CONNECTIONS',
  'Too many connections are open, from here or in all. Use those that you have again, and try later.',
);

/**
 * The connections of a web server. Limits their number, in all and for an address; hands over the requests of a
 * connection one after the other, the next only when the answer before has been taken; and cuts those off that hold more
 * than their share. So a client that sends without end, or does not read, gets no more work done for it.
 */
export class Connections {
  private readonly open = new Map<Socket, Connection>();
  private readonly counts = new Map<string, number>();
  private readonly checking: NodeJS.Timeout;
  private held = 0;
  private proxied = 0;
  private refused = 0;
  private cut = 0;
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly log: Log,
  ) {
    this.checking = setInterval(() => this.check(), CHECK_EVERY_MS).unref();
  }

  /** Whether this new connection may stay; one that may not is answered 503 and closed. */
  admit(socket: Socket): boolean {
    const { all, perAddress, isProxy } = this.limits;
    const address = socket.remoteAddress ?? '';
    const owner = isProxy(address) ? `proxy ${++this.proxied}` : networkOf(address);
    const count = this.counts.get(owner) ?? 0;
    if (count >= perAddress || (this.open.size >= all && !this.makeRoom())) {
      this.refused++;
      refuse(socket);
      return false;
    }
    this.counts.set(owner, count + 1);
    this.open.set(socket, {
      socket,
      owner,
      current: null,
      since: performance.now(),
      bytesRead: 0,
      waiting: [],
      held: 0,
    });
    socket.once('close', () => this.forget(socket));
    return true;
  }

  /** Hands a request to its handler: at once, or when those before it on its connection are done with. */
  handle(request: IncomingMessage, response: ServerResponse, handler: Handler): void {
    const connection = this.open.get(request.socket);
    if (!connection) return; // cut off while what it had sent was being read
    if (!connection.current) {
      this.begin(connection, request, response, handler);
      return;
    }
    connection.waiting.push([request, response]);
    connection.socket.pause();
    this.weigh(connection);
  }

  /** Whether what is wrong with what came last may be answered: nothing else is being answered there. */
  mayAnswer(socket: Socket): boolean {
    const current = this.open.get(socket)?.current;
    return socket.writable && (!current || (!current.req.complete && !current.headersSent));
  }

  /** Closes what is free: nothing is asked or half asked on it. What was never used has a second left. */
  closeFree(): void {
    for (const { socket, current, bytesRead } of this.open.values()) {
      if (current || socket.bytesRead !== bytesRead) continue;
      if (bytesRead > 0) socket.destroy();
      else setTimeout(() => socket.bytesRead === 0 && socket.destroy(), LAST_CALL_MS).unref();
    }
  }

  /** Closes all of them, whatever is under way. */
  cutAll(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }

  /** Ends the watch over them. */
  stop(): void {
    clearInterval(this.checking);
  }

  private begin(
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
    handler: Handler,
  ): void {
    connection.current = response;
    connection.since = performance.now();
    // All of the answer is with the socket then, which keeps what the client does not take.
    response.once('prefinish', () => this.weigh(connection));
    response.once('close', () => this.next(connection, handler));
    handler(request, response);
  }

  private next(connection: Connection, handler: Handler): void {
    const { socket, waiting } = connection;
    connection.current = null;
    connection.since = performance.now();
    if (socket.destroyed || socket.writableEnded) {
      waiting.length = 0; // the last answer was said to be the last
      return;
    }
    connection.bytesRead = socket.bytesRead;
    const request = waiting.shift();
    this.weigh(connection);
    if (!request) return;
    if (waiting.length === 0) socket.resume();
    this.begin(connection, ...request, handler);
  }

  private weigh(connection: Connection): void {
    const { socket, waiting } = connection;
    const held = socket.writableLength + waiting.length * WAITING_REQUEST_BYTES;
    this.held += held - connection.held;
    connection.held = held;
    while (this.held > this.limits.unreadBytes) this.cutOff(this.heaviest());
  }

  /** The heaviest connection of whoever has most held for them. */
  private heaviest(): Connection {
    const holding = [...this.open.values()].filter(({ held }) => held > 0);
    const sums = new Map<string, number>();
    for (const { owner, held } of holding) sums.set(owner, (sums.get(owner) ?? 0) + held);
    const blamed = largest([...sums], ([, sum]) => sum)[0];
    return largest(
      holding.filter(({ owner }) => owner === blamed),
      ({ held }) => held,
    );
  }

  /** Closes the connection that has been free longest of whoever has most of them; false when none of theirs is free. */
  private makeRoom(): boolean {
    const most = largest([...this.counts], ([, count]) => count)[0];
    const free = [...this.open.values()].filter(({ owner, current }) => owner === most && !current);
    if (free.length === 0) return false;
    this.cutOff(largest(free, ({ since }) => -since));
    return true;
  }

  private cutOff({ socket }: Connection): void {
    this.cut++;
    this.forget(socket);
    socket.destroy();
  }

  private forget(socket: Socket): void {
    const connection = this.open.get(socket);
    if (!connection) return;
    this.open.delete(socket);
    this.held -= connection.held;
    const left = (this.counts.get(connection.owner) ?? 0) - 1;
    if (left > 0) this.counts.set(connection.owner, left);
    else this.counts.delete(connection.owner);
  }

  private check(): void {
    const now = performance.now();
    for (const connection of this.open.values()) {
      const { current, since } = connection;
      if (current && now - since > this.limits.exchangeTimeout) this.cutOff(connection);
    }
    if (this.refused + this.cut > 0 && now - this.loggedAt > LOG_EVERY_MS) {
      const { refused, cut } = this;
      this.log.warn({ refused, cut, open: this.open.size }, 'connections were refused or cut off');
      Object.assign(this, { refused: 0, cut: 0, loggedAt: now });
    }
  }
}

function refuse(socket: Socket): void {
  socket.on('error', () => {}); // it may have gone already
  socket.setTimeout(LAST_CALL_MS, () => socket.destroy());
  socket.end(REFUSAL, () => socket.destroy());
}

/** The first of those with the highest figure; there is at least one. */
function largest<T>(list: readonly T[], figure: (one: T) => number): T {
  return list.reduce((best, one) => (figure(one) > figure(best) ? one : best));
}

/** An answer as it goes over the wire, after which the connection is closed: for what never becomes a request. */
export function finalAnswer(status: string, code: string, message: string): string {
  const body = JSON.stringify({ error: { code, message } });
  return (
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
