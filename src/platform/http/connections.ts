import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as afterPoll, setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import type { CountedRequest, PartsWatch } from './body-parts.js';
import { type Connection, heaviest, longestFree, type Owner } from './connection.js';
import { finalAnswer } from './final-answer.js';
import { networkOf } from './network-of.js';
import { Turns } from './turns.js';

/** Limits on what clients may take up. */
export interface ConnectionLimits {
  /** Maximum number of connections at a time. */
  readonly all: number;
  /** Maximum number from one address. For an IPv6 address, its network counts. */
  readonly perAddress: number;
  /**
   * Whether an address is that of a trusted proxy. A proxy speaks for many clients, so each of its connections counts
   * separately.
   */
  readonly isProxy: (address: string) => boolean;
  /** Maximum number of bytes held, in all, for clients that do not read them. */
  readonly unreadBytes: number;
  /** Longest time in milliseconds from a request until the client has taken its response. */
  readonly exchangeTimeout: number;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The memory that a waiting request takes up, with its headers. 4 to 6 kB were measured. */
const WAITING_REQUEST_BYTES = 6_000;
/**
 * Reading is paused for an owner with this many waiting requests, or this many small parts read within some
 * milliseconds.
 */
const MOST_WAITING = 500;
const MOST_STRAIN = 500;
const STRAIN_MS = 50;
/** No client is connecting if this many looks, with a pause between them, found no new connection. */
const QUIET_LOOKS = 5;
const LOOK_EVERY_MS = 10;
const LONGEST_LULL_MS = 1_000;
const CHECK_EVERY_MS = 1_000;
const LOG_EVERY_MS = 60_000;
/** How long a connection that has sent nothing yet may still send a request once the server closes. */
const LAST_CALL_MS = 1_000;

const REFUSAL = finalAnswer(
  '503 Service Unavailable',
  'TOO_MANY_CONNECTIONS',
  'Too many connections are open from your address or in all. Use the connections that you have again, and try later.',
);

/**
 * The connections of a web server. It limits their number, in all and for each address. It handles the requests of a
 * connection one after another: the next begins only when the client has taken the last response. Addresses take turns.
 * It cuts off connections that hold more than their share. So a client that sends without end, or does not read, gets
 * no more work done for it.
 */
export class Connections implements PartsWatch {
  private readonly open = new Map<Socket, Connection>();
  private readonly owners = new Map<string, Owner>();
  private readonly turns = new Turns<Owner>();
  private readonly checking: NodeJS.Timeout;
  private held = 0;
  private isClosing = false;
  private admitted = 0;
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

  /** Accepts a new connection if there is room for it. Otherwise sends 503 and closes it. */
  admit(socket: Socket, accept: () => void): void {
    const owner = this.ownerOf(socket.remoteAddress ?? '');
    const isOne = owner.connections.size >= this.limits.perAddress;
    if (isOne || (this.open.size >= this.limits.all && !this.makeRoom())) {
      this.refused++;
      refuse(socket);
      return;
    }
    this.admitted++;
    const since = performance.now();
    const connection = { socket, owner, current: null, since, bytesRead: 0, waiting: [], held: 0 };
    this.owners.set(owner.name, owner);
    owner.connections.add(connection);
    this.open.set(socket, connection);
    socket.once('close', () => this.forget(socket));
    accept();
    // Not at once: Node begins to read a moment after it has accepted, whatever was set before.
    socket.once('resume', () => {
      if (owner.isHeld) socket.pause();
    });
  }

  /** Passes a request to its handler when the earlier ones on its connection are done. */
  handle(request: CountedRequest, response: ServerResponse, handler: Handler): void {
    const connection = this.open.get(request.socket);
    if (!connection) return; // It was cut off while its data was being read.
    request.watch = this;
    if (connection.current) {
      this.keepWaiting(connection, request, response);
      return;
    }
    this.begin(connection, request, response, handler);
  }

  /** Null if work may begin for this connection; otherwise resolves when it is its owner's turn. */
  turn(socket: Socket): Promise<void> | null {
    const connection = this.open.get(socket);
    return connection ? this.turns.take(connection.owner) : null;
  }

  hasRead({ socket }: IncomingMessage, parts: number): void {
    const connection = this.open.get(socket);
    if (connection) this.strain(connection, parts);
  }

  hasTooManyParts({ socket }: IncomingMessage): void {
    const connection = this.open.get(socket);
    // Not while Node reads what has arrived: the response would have to wait until all of it is read.
    if (connection) setImmediate(() => this.cutOff(connection));
  }

  /** Records small parts that were read. Above a limit, reading for their owner is paused for a moment. */
  private strain({ owner }: Connection, parts: number): void {
    if (owner.strain === 0) {
      setTimeout(() => {
        owner.strain = 0;
        this.release(owner);
      }, STRAIN_MS).unref();
    }
    owner.strain += parts;
    if (owner.isHeld || (owner.strain < MOST_STRAIN && owner.waiting < MOST_WAITING)) return;
    owner.isHeld = true;
    for (const { socket } of owner.connections) socket.pause();
  }

  /** Whether an error in the latest data may get a response: no other response is in progress there. */
  mayAnswer(socket: Socket): boolean {
    const current = this.open.get(socket)?.current;
    return socket.writable && (!current || (!current.req.complete && !current.headersSent));
  }

  /**
   * Runs `close` at a moment when no client is connecting, because clients that connect while a server stops listening
   * are cut off. Until then no operation begins, so that clients waiting for a response do not connect again.
   */
  async inALull(close: () => void): Promise<void> {
    this.turns.pause();
    const end = performance.now() + LONGEST_LULL_MS;
    for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < end; ) {
      const before = this.admitted;
      await sleep(LOOK_EVERY_MS);
      await afterPoll(); // All new connections have just been accepted.
      quiet = this.admitted === before ? quiet + 1 : 0;
    }
    close();
    this.turns.resume();
  }

  /**
   * Marks the responses in progress as the last ones. Otherwise a client would wait to send its next request on its
   * connection.
   */
  endWithAnswers(): void {
    for (const { current } of this.open.values()) if (current) current.shouldKeepAlive = false;
  }

  /**
   * Closes free connections, now or later: those without a request, whole or in part. An unused connection has one more
   * second.
   */
  closeFree(): void {
    this.isClosing = true;
    for (const { socket, current, bytesRead } of this.open.values()) {
      if (current || socket.bytesRead !== bytesRead) continue;
      if (bytesRead > 0) socket.destroy();
      else setTimeout(() => socket.bytesRead === 0 && socket.destroy(), LAST_CALL_MS).unref();
    }
  }

  /** Closes all connections, whatever is in progress. */
  cutAll(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }

  /** Stops watching the connections. */
  stop(): void {
    clearInterval(this.checking);
  }

  private ownerOf(address: string): Owner {
    const name = this.limits.isProxy(address) ? `proxy ${++this.proxied}` : networkOf(address);
    const known = this.owners.get(name);
    return known ?? { name, connections: new Set(), waiting: 0, strain: 0, isHeld: false };
  }

  private keepWaiting(connection: Connection, request: IncomingMessage, response: ServerResponse): void {
    connection.waiting.push([request, response]);
    connection.owner.waiting++;
    connection.socket.pause();
    this.strain(connection, 1);
    this.weigh(connection);
  }

  private begin(
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
    handler: Handler,
  ): void {
    connection.current = response;
    connection.since = performance.now();
    // The socket now has the whole response, and keeps what the client has not taken.
    response.once('prefinish', () => {
      this.weigh(connection);
      this.leave(connection, request);
    });
    response.once('close', () => this.next(connection, handler));
    handler(request, response);
  }

  /**
   * A request that got its response before its body had arrived. Node reads what is left of the body, and does not
   * report it. If the connection is to be closed, only our side is closed at first. If it were closed at once, later
   * data would be met by a reset, and a proxy that is still sending would not read the reason.
   */
  private leave(connection: Connection, request: IncomingMessage): void {
    if (request.complete) return;
    const { socket } = connection;
    socket.destroySoon = () => {
      socket.end();
      request.resume();
      // Also for a later request: the connection may go on when this one has arrived.
      setTimeout(() => socket.destroy(), LAST_CALL_MS).unref();
    };
    if (request.headers['transfer-encoding'] !== undefined) this.strain(connection, MOST_STRAIN);
    setTimeout(() => {
      if (!request.complete) this.cutOff(connection);
    }, LAST_CALL_MS).unref();
  }

  private next(connection: Connection, handler: Handler): void {
    const { socket, waiting, owner } = connection;
    connection.current = null;
    connection.since = performance.now();
    connection.bytesRead = socket.bytesRead;
    // The last response was marked as the last, or the client has gone.
    if (socket.destroyed || socket.writableEnded) owner.waiting -= waiting.splice(0).length;
    const request = waiting.shift();
    this.weigh(connection);
    // Node reads on when it is done with a request.
    if (owner.isHeld || waiting.length > 0) socket.pause();
    if (!request) {
      if (this.isClosing) socket.end(() => socket.destroy());
      return;
    }
    owner.waiting--;
    this.release(owner);
    connection.current = request[1]; // nothing that arrives later overtakes it
    // Not at once: a client that has sent four hundred requests would get all its responses before others get a turn.
    this.turns.queue(owner, () => {
      if (socket.destroyed) return;
      if (waiting.length === 0 && !owner.isHeld) socket.resume();
      this.begin(connection, ...request, handler);
    });
  }

  /** Reads again for an owner that has few requests left. */
  private release(owner: Owner): void {
    if (!owner.isHeld || owner.strain > 0 || owner.waiting >= MOST_WAITING / 2) return;
    owner.isHeld = false;
    for (const { socket, waiting } of owner.connections) if (waiting.length === 0) socket.resume();
  }

  private weigh(connection: Connection): void {
    const { socket, waiting } = connection;
    const held = socket.writableLength + waiting.length * WAITING_REQUEST_BYTES;
    this.held += held - connection.held;
    connection.held = held;
    while (this.held > this.limits.unreadBytes) this.cutOff(heaviest(this.owners.values()));
  }

  private makeRoom(): boolean {
    const free = longestFree(this.owners.values());
    if (free) this.cutOff(free);
    return free !== undefined;
  }

  private cutOff({ socket }: Connection): void {
    if (!this.open.has(socket)) return;
    this.cut++;
    this.forget(socket);
    socket.destroy();
  }

  private forget(socket: Socket): void {
    const connection = this.open.get(socket);
    if (!connection) return;
    const { owner, waiting, held } = connection;
    this.open.delete(socket);
    this.held -= held;
    owner.waiting -= waiting.splice(0).length;
    owner.connections.delete(connection);
    this.release(owner);
    if (owner.connections.size === 0) this.owners.delete(owner.name);
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
  socket.on('error', () => {}); // It may already have gone.
  socket.setTimeout(LAST_CALL_MS, () => socket.destroy());
  socket.end(REFUSAL, () => socket.destroy());
}
