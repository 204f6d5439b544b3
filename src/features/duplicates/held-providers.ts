import { type EntityManager, In } from 'typeorm';
import { UserProblem } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import { Provider } from '../provider/provider.entity.js';
import { belongingOf, mayRead } from '../register/entry-access.js';

/** An entry, and the argument in which it was named. */
export interface NamedEntry {
  readonly field: string;
  /** Null: what was given is no id of a provider. */
  readonly id: string | null;
}

/**
 * Locks two entries, in the order of their ids, so that two who want the same two at the same time wait for one another instead
 * of for ever.
 * @throws UserProblem when one of them is not there or may not be seen, or both are the same.
 */
export async function holdTwo(
  db: EntityManager,
  actor: Actor,
  [one, other]: readonly [NamedEntry, NamedEntry],
): Promise<[Provider, Provider]> {
  const held = await db.find(Provider, {
    where: { id: In([one.id, other.id].filter((id) => id !== null)) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const visible = ({ field, id }: NamedEntry): Provider => {
    const provider = held.find((candidate) => candidate.id === id);
    if (provider && (provider.state === 'LISTED' || mayRead(actor, belongingOf(provider)))) return provider;
    throw problem(field, 'NOT_FOUND', 'There is no provider with this id.');
  };
  const both: [Provider, Provider] = [visible(one), visible(other)];
  if (one.id === other.id) throw problem(other.field, 'INVALID', 'Name two different entries.');
  return both;
}

/** One thing to put right, to be thrown. */
export function problem(field: string | null, code: string, message: string): UserProblem {
  return new UserProblem([{ field: field === null ? null : [field], code, message }]);
}
