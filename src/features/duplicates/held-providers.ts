import type { EntityManager } from 'typeorm';
import { invalid, UserProblem } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Provider } from '../provider/provider.entity.js';
import { lockProviders } from '../provider/provider-lock.service.js';
import { belongingOf, mayRead } from '../register/entry/entry-access.js';

/** An entry, and the argument in which it was named. */
export interface NamedEntry {
  readonly field: string;
  /** Null: what was given is no id of a provider. */
  readonly id: string | null;
}

/**
 * Locks two entries, as `lockProviders` does.
 * @throws UserProblem when one of them is not there or may not be seen, or both are the same.
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
  if (one.id === other.id) throw new UserProblem([invalid([other.field], 'Name two different entries.')]);
  return both;
}
