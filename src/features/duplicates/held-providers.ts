import type { EntityManager } from 'typeorm';
import { UserProblem } from '../../platform/errors.js';
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
