import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { DAY } from '../clock.js';
import { UserProblem } from '../errors.js';
import { parseInput } from '../parse.js';
import type { Versioned } from './versioned.js';

/** For so long a repeated request is answered as the first was: 24 hours, in milliseconds. */
const REMEMBERED = DAY;

/** A key is as long as this at most. */
export const LONGEST_KEY = 200;

/** What a mutation's argument for a key is, in the graph. */
export const idempotencyKeyArgument = {
  nullable: true,
  description: `A key of your own, up to ${LONGEST_KEY} characters, for a request that you may have to send again: within a day it makes nothing twice.`,
};

/** A request that may come twice: a client that heard no answer sends it again with the same key. */
export interface RepeatableRequest {
  readonly actor: string;
  /** Null: the client does not send it again, or does not mind. */
  readonly key: string | null | undefined;
  /** As in "create book". */
  readonly operation: string;
  /**
   * All that was sent but the key, as it was sent: what the hub makes of it (a position, the usual end of a certificate) may be
   * another thing the next time.
   */
  readonly sent: unknown;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What makes a record in the transaction that is open, under the id given to `make`. */
export type MakeOnce = <E extends Versioned>(
  db: EntityManager,
  request: RepeatableRequest,
  entity: new () => E,
  make: (id: string) => Promise<E>,
  again?: (id: string) => Promise<E | null>,
) => Promise<E>;

/**
 * Makes records, with keys by this rule: a request with the key of an earlier one is answered with what that one made, as it is now. A
 * second one at the same time waits for the first to commit. Whether the one who asks may make it is to be settled before: it may
 * have changed since. `again` is for records that not everybody may see who may make them.
 * @throws UserProblem when the key was used for something else, or cannot be kept, or what it made is gone.
 */
export const onceByKey =
  (keyRule: z.ZodType<string>): MakeOnce =>
  async (db, request, entity, make, again = (id) => db.findOneBy(entity, { id } as never)) => {
    const id = uuidv7();
    if (request.key == null) return make(id);
    const key = parseInput(keyRule, request.key, ['idempotencyKey']);
    const first = await claimKey(db, { ...request, key, id });
    if (first === id) return make(id);
    const made = await again(first);
    if (made) return made;
    const message = 'What was made with this key has been removed since. Take a new key to make it anew.';
    throw UserProblem.of(['idempotencyKey'], 'NOT_FOUND', message);
  };

async function claimKey(
  db: EntityManager,
  request: RepeatableRequest & { readonly key: string; readonly id: string },
): Promise<string> {
  const { actor, key, operation, id, now } = request;
  const hash = createHash('sha256').update(canonical(request.sent)).digest('hex');
  const claimed = await db.query(
    `insert into idempotency_key (actor, key, operation, input_hash, result_id, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (actor, key) do update set operation = excluded.operation, input_hash = excluded.input_hash,
       result_id = excluded.result_id, expires_at = excluded.expires_at where idempotency_key.expires_at <= $7
     returning result_id`,
    [actor, key, operation, hash, id, new Date(now + REMEMBERED), new Date(now)],
  );
  if (claimed.length > 0) return id;
  const [first] = await db.query(
    'select operation, input_hash, result_id from idempotency_key where actor = $1 and key = $2',
    [actor, key],
  );
  if (first.operation === operation && first.input_hash === hash) return first.result_id;
  const message =
    'This idempotency key was used for another request within a day. Take a new key for each new request.';
  throw UserProblem.of(['idempotencyKey'], 'KEY_REUSED', message);
}

/** Forgets keys whose time is over. */
export async function forgetKeys(db: EntityManager, now: number): Promise<void> {
  await db.query('delete from idempotency_key where expires_at <= $1', [new Date(now)]);
}

/** The same text for the same values, in whatever order their fields were sent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
