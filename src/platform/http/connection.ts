import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The owner of connections. Limits, turns and cut-offs apply to owners. */
export interface Owner {
  readonly name: string;
  readonly connections: Set<Connection>;
  /** Requests that are waiting on all of them. */
  waiting: number;
  /** Small parts read for it in the last moment. */
  strain: number;
  /** Whether reading for it is paused. */
  isHeld: boolean;
}

/** A connection, and what is in progress on it. */
export interface Connection {
  readonly socket: Socket;
  readonly owner: Owner;
  /** The response in progress; null between requests. */
  current: ServerResponse | null;
  /** When that began or, between requests, when the last one ended. */
  since: number;
  /** Bytes that had arrived when the last response had been sent. */
  bytesRead: number;
  /** Requests that arrived before the client had taken an earlier response. */
  readonly waiting: [IncomingMessage, ServerResponse][];
  /** Bytes held for it: the part of its response that has not been taken, and waiting requests. */
  held: number;
}

/** The connection that holds most, of the owner that holds most. */
export function heaviest(owners: Iterable<Owner>): Connection {
  const heldFor = ({ connections }: Owner) => sum(connections, ({ held }) => held);
  return largest(largest(owners, heldFor).connections, ({ held }) => held);
}

/**
 * The connection that has been free longest, of the owner that has most connections; undefined if none of theirs is
 * free.
 */
export function longestFree(owners: Iterable<Owner>): Connection | undefined {
  const { connections } = largest(owners, ({ connections: { size } }) => size);
  const free = [...connections].filter(({ current }) => !current);
  return free.length === 0 ? undefined : largest(free, ({ since }) => -since);
}

function sum<T>(list: Iterable<T>, figure: (one: T) => number): number {
  let total = 0;
  for (const one of list) total += figure(one);
  return total;
}

/** The first of those with the highest figure. The list is not empty. */
function largest<T>(list: Iterable<T>, figure: (one: T) => number): T {
  return [...list].reduce((best, one) => (figure(one) > figure(best) ? one : best));
}
