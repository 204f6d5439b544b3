import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { DAY } from '../clock.js';
import { UserProblem } from '../errors.js';
import { parseInput } from '../parse.js';
import type { Versioned } from './versioned.js';

/** How long a repeated request returns the result of the first: 24 hours, in milliseconds. */
const REMEMBERED = DAY;

/** The most characters that a key can have. */
export const LONGEST_KEY = 200;

/** The argument of a mutation for its idempotency key. */
export const idempotencyKeyArgument = {
  nullable: true,
  description: `A key of your own for this request, up to ${LONGEST_KEY} characters. If you send the request again with the same key within 24 hours, nothing is created twice.`,
};

/** A request that may arrive twice: a client that got no response sends it again with the same key. */
export interface RepeatableRequest {
  readonly actor: string;
  /** Null: the client will not send it again, or accepts that it is then carried out twice. */
  readonly key: string | null | undefined;
  /** The operation, such as "create book". */
  readonly operation: string;
  /**
   * Everything that was sent except the key, exactly as it was sent: values that the hub derives from it (a position, the usual end
   * of a certificate) may be different next time.
   */
  readonly sent: unknown;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Creates a record in the open transaction, under the id that is given to `make`. */
export type MakeOnce = <E extends Versioned>(
  db: EntityManager,
  request: RepeatableRequest,
  entity: new () => E,
  make: (id: string) => Promise<E>,
  again?: (id: string) => Promise<E | null>,
) => Promise<E>;

/**
 * Creates records once per key: a request with the key of an earlier one returns what that one created, as it is now. If both arrive
 * at the same time, the second waits for the first to commit. Check first whether the caller may create it, because that may have
 * changed since. Pass `again` for records that the people who create them cannot always see.
 * @throws UserProblem if the key was used for something else, or cannot be stored, or what it created has been removed.
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
    const message =
      'What was created with this key has been removed since. Use a new key to create it again.';
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
    'This idempotency key was used for another request within the last 24 hours. Use a new key for each new request.';
  throw UserProblem.of(['idempotencyKey'], 'KEY_REUSED', message);
}

/** Deletes expired keys. */
export async function forgetKeys(db: EntityManager, now: number): Promise<void> {
  await db.query('delete from idempotency_key where expires_at <= $1', [new Date(now)]);
}

/** The same text for the same values, whatever the order of their fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
