import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Whose connections they are: what limits, turns and blame go by. */
export interface Owner {
  readonly name: string;
  readonly connections: Set<Connection>;
  /** Requests that wait on all of them. */
  waiting: number;
  /** Small parts that were read for it in the last moment. */
  strain: number;
  /** Nothing more is read for it at present. */
  isHeld: boolean;
}

/** A connection, and what is under way on it. */
export interface Connection {
  readonly socket: Socket;
  readonly owner: Owner;
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

/** The connection with most held of whoever has most held for them. */
export function heaviest(owners: Iterable<Owner>): Connection {
  const heldFor = ({ connections }: Owner) => sum(connections, ({ held }) => held);
  return largest(largest(owners, heldFor).connections, ({ held }) => held);
}

/** The connection that has been free longest of whoever has most of them; undefined when none of theirs is free. */
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

/** The first of those with the highest figure; there is at least one. */
function largest<T>(list: Iterable<T>, figure: (one: T) => number): T {
  return [...list].reduce((best, one) => (figure(one) > figure(best) ? one : best));
}
