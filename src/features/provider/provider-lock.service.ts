import { type EntityManager, In } from 'typeorm';
import { MovedMeanwhile } from '../../platform/database/again.js';
import { ownerRepository, type TableOfProvider } from './owner.repository.js';
import { Provider } from './provider.entity.js';

/**
 * Locks providers until the transaction ends, and answers those that there are by id. Every change of a provider, or of anything
 * that belongs to one, begins with this, and takes all the providers it needs at once: they are locked in the order of their ids,
 * and what belongs to them after them, so that no two changes wait for each other.
 * @param lock `update` also keeps away who writes beside the hub and would only refer to them, as to merge needs it.
 */
export async function lockProviders(
  db: EntityManager,
  ids: readonly string[],
  lock: 'no key update' | 'update' = 'no key update',
): Promise<Map<string, Provider>> {
  const held = await db.find(Provider, {
    where: { id: In(ids) },
    order: { id: 'ASC' },
    lock: { mode: lock === 'update' ? 'pessimistic_write' : 'for_no_key_update' },
  });
  return new Map(held.map((provider) => [provider.id, provider]));
}

/** The same for one; null when there is none. */
export async function lockProvider(db: EntityManager, id: string): Promise<Provider | null> {
  return (await lockProviders(db, [id])).get(id) ?? null;
}

/**
 * Locks the provider that a row belongs to, and then the row: from there on both stay as they are. Null when there is no such row.
 * @throws MovedMeanwhile, upon which the transaction begins anew, when the row went to another provider in between.
 */
export async function lockProviderOf(
  db: EntityManager,
  table: TableOfProvider,
  id: string,
): Promise<Provider | null> {
  const before = await ownerRepository.of(db, table, id, { locked: false });
  const provider = before === null ? null : await lockProvider(db, before);
  const now = provider && (await ownerRepository.of(db, table, id, { locked: true }));
  if (now === null) return null;
  if (now !== before) throw new MovedMeanwhile('It went to another provider while this waited.');
  return provider;
}
