import { type EntityManager, In } from 'typeorm';
import { MovedMeanwhile } from '../../platform/database/again.js';
import { ownerRepository, type TableOfProvider } from './owner.repository.js';
import { Provider } from './provider.entity.js';

/**
 * Locks providers until the transaction ends, and returns those that exist, by id. Every change to a provider, or to
 * anything that belongs to one, starts with this and locks all the providers it needs at once. Providers are locked in
 * the order of their ids, and what belongs to them is locked after them, so that no two changes can deadlock.
 * @param lock `update` also blocks other programs that write rows which refer to the providers. A merge needs this.
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

/** The same for one provider; null if there is none. */
export async function lockProvider(db: EntityManager, id: string): Promise<Provider | null> {
  return (await lockProviders(db, [id])).get(id) ?? null;
}

/** The id of the provider that a row belongs to now; null if there is no such row. It locks nothing. */
export function ownerOf(db: EntityManager, table: TableOfProvider, id: string): Promise<string | null> {
  return ownerRepository.of(db, table, id, { locked: false });
}

/**
 * Locks the provider that a row belongs to, and then the row, so that neither can change. Null if there is no such row.
 * @throws MovedMeanwhile if the row moved to another provider in between. The transaction then starts again.
 */
export async function lockProviderOf(
  db: EntityManager,
  table: TableOfProvider,
  id: string,
): Promise<Provider | null> {
  const before = await ownerOf(db, table, id);
  const provider = before === null ? null : await lockProvider(db, before);
  const now = provider && (await ownerRepository.of(db, table, id, { locked: true }));
  if (now === null) return null;
  if (now !== before) throw new MovedMeanwhile('The row moved to another provider while this change waited.');
  return provider;
}
