import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as afterPoll, setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import type { CountedRequest, PartsWatch } from './body-parts.js';
import { type Connection, heaviest, longestFree, type Owner } from './connection.js';
import { finalAnswer } from './final-answer.js';
import { networkOf } from './network-of.js';
import { Turns } from './turns.js';

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

/** What a request that waits takes up, with its headers: 4 to 6 kB were measured. */
const WAITING_REQUEST_BYTES = 6_000;
/** Nothing more is read for whoever has so many requests waiting, or had so many small parts read within some milliseconds. */
const MOST_WAITING = 500;
const MOST_STRAIN = 500;
const STRAIN_MS = 50;
/** Nobody is connecting when so many looks, with a pause between them, have found nobody. */
const QUIET_LOOKS = 5;
const LOOK_EVERY_MS = 10;
const LONGEST_LULL_MS = 1_000;
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
 * connection one after the other, the next only when the answer before has been taken, and those of an address in turns with
 * others'; and cuts those off that hold more than their share. So a client that sends without end, or does not read, gets no
 * more work done for it.
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

  /** Has a new connection accepted where it may stay; one that may not is answered 503 and closed. */
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
    // Not at once: Node begins to read a moment after it has accepted, whatever was said before.
    socket.once('resume', () => {
      if (owner.isHeld) socket.pause();
    });
  }

  /** Hands a request to its handler, when those before it on its connection are done with. */
  handle(request: CountedRequest, response: ServerResponse, handler: Handler): void {
    const connection = this.open.get(request.socket);
    if (!connection) return; // cut off while what it had sent was being read
    request.watch = this;
    if (connection.current) {
      this.keepWaiting(connection, request, response);
      return;
    }
    this.begin(connection, request, response, handler);
  }

  /** Null when work may begin for this connection; else resolves when it is its owner's turn. */
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
    // Not while Node goes through what has come; an answer would have to wait until all of it is read.
    if (connection) setImmediate(() => this.cutOff(connection));
  }

  /** Tells of small parts that were read: beyond a share nothing more is read for their owner for a moment. */
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

  /** Whether what is wrong with what came last may be answered: nothing else is being answered there. */
  mayAnswer(socket: Socket): boolean {
    const current = this.open.get(socket)?.current;
    return socket.writable && (!current || (!current.req.complete && !current.headersSent));
  }

  /**
   * Runs `close` at a moment in which nobody is connecting: whoever connects while a server ceases to listen is cut off. Until
   * then no operation begins, for those who wait for an answer do not connect anew.
   */
  async inALull(close: () => void): Promise<void> {
    this.turns.pause();
    const end = performance.now() + LONGEST_LULL_MS;
    for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < end; ) {
      const before = this.admitted;
      await sleep(LOOK_EVERY_MS);
      await afterPoll(); // all that had come has been taken in just now
      quiet = this.admitted === before ? quiet + 1 : 0;
    }
    close();
    this.turns.resume();
  }

  /** Has the answers under way say that they are the last: a client would else wait on its connection for the next to begin. */
  endWithAnswers(): void {
    for (const { current } of this.open.values()) if (current) current.shouldKeepAlive = false;
  }

  /** Closes what is free, now or later: nothing is asked or half asked on it. What was never used has a second left. */
  closeFree(): void {
    this.isClosing = true;
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
    // All of the answer is with the socket then, which keeps what the client does not take.
    response.once('prefinish', () => {
      this.weigh(connection);
      this.leave(connection, request);
    });
    response.once('close', () => this.next(connection, handler));
    handler(request, response);
  }

  /**
   * A request that was answered before its body had come: Node goes through what is left of it, and tells nobody. Where the
   * connection is to be closed, only our side of it is at first: closed at once, whatever still comes would be met by a reset,
   * and a proxy that is still sending would not read why.
   */
  private leave(connection: Connection, request: IncomingMessage): void {
    if (request.complete) return;
    const { socket } = connection;
    socket.destroySoon = () => {
      socket.end();
      request.resume();
      // Also for a later request: the connection may go on when this one has come.
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
    // The last answer was said to be the last, or nobody is there any more.
    if (socket.destroyed || socket.writableEnded) owner.waiting -= waiting.splice(0).length;
    const request = waiting.shift();
    this.weigh(connection);
    // Node reads on when it has done with a request.
    if (owner.isHeld || waiting.length > 0) socket.pause();
    if (!request) {
      if (this.isClosing) socket.end(() => socket.destroy());
      return;
    }
    owner.waiting--;
    this.release(owner);
    connection.current = request[1]; // nothing that comes meanwhile overtakes it
    // Not at once, or whoever has sent four hundred would have all of them answered before anybody else is heard.
    this.turns.queue(owner, () => {
      if (socket.destroyed) return;
      if (waiting.length === 0 && !owner.isHeld) socket.resume();
      this.begin(connection, ...request, handler);
    });
  }

  /** Reads on for an owner for whom there is little to do again. */
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
  socket.on('error', () => {}); // it may have gone already
  socket.setTimeout(LAST_CALL_MS, () => socket.destroy());
  socket.end(REFUSAL, () => socket.destroy());
}
