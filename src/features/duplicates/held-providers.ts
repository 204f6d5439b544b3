import type { EntityManager } from 'typeorm';
import { invalid, UserProblem } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Provider } from '../provider/provider.entity.js';
import { lockProviders } from '../provider/provider-lock.service.js';
import { belongingOf, mayRead } from '../register/entry/entry-access.js';

/** An entry, and the argument that named it. */
export interface NamedEntry {
  readonly field: string;
  /** Null if the argument does not hold the id of a provider. */
  readonly id: string | null;
}

/**
 * Locks two entries with `lockProviders`.
 * @throws UserProblem if the actor cannot see one of them, or if both are the same.
 */
export async function holdTwo(
  db: EntityManager,
  actor: Actor,
  [one, other]: readonly [NamedEntry, NamedEntry],
): Promise<[Provider, Provider]> {
  const ids = [one.id, other.id].filter((id) => id !== null);
  const held = await lockProviders(db, ids, 'update');
  const visible = ({ field, id }: NamedEntry): Provider => {
    const provider = id === null ? undefined : held.get(id);
    if (provider && (provider.state === 'LISTED' || mayRead(actor, belongingOf(provider)))) return provider;
    throw UserProblem.of([field], 'NOT_FOUND', 'There is no provider with this id.');
  };
  const both: [Provider, Provider] = [visible(one), visible(other)];
  if (one.id === other.id)
    throw new UserProblem([invalid([other.field], 'Give the ids of two different entries.')]);
  return both;
}
