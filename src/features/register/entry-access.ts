import type { EntityManager } from 'typeorm';
import { requireVersion } from '../../platform/database/register-writer.js';
import { NotFound, UserProblem } from '../../platform/errors.js';
import type { Actor, Belonging } from '../identity/actor.js';
import { Provider } from '../provider/provider.entity.js';
import { mergedProblem } from '../provider/provider.service.js';
import { ProviderMerge } from '../provider/provider-merge.entity.js';
import { type Entry, type EntryKind, providerIdOf } from './entry-kinds.js';

/** An entry, and whom it belongs to; once it is locked, nobody else can change it until the transaction ends. */
export interface HeldEntry<E extends Entry = Entry> {
  readonly entry: E;
  readonly belonging: Belonging;
}

/** Reads an entry, locked where that is said. @throws NotFound when there is none that the actor may see. */
export async function findEntry<E extends Entry>(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind<E>,
  id: string,
  lock?: { readonly mode: 'pessimistic_write' },
): Promise<HeldEntry<E>> {
  const options = { where: { id }, ...(lock && { lock }) };
  const entry = (await db.findOne(kind.entity as new () => Entry, options)) as E | null;
  const provider = entry && (await db.findOneBy(Provider, { id: providerIdOf(entry) }));
  if (!entry || !provider) throw noSuch(kind.word);
  const belonging = belongingOf(provider);
  const isPublic = entry.state === 'LISTED' && provider.state === 'LISTED';
  if (!isPublic && !mayRead(actor, belonging)) throw noSuch(kind.word);
  return { entry, belonging };
}

/**
 * Locks an entry at the version that was read.
 * @throws NotFound when there is none that the actor may see; UserProblem when its provider was merged into another one;
 * Conflict when somebody else has changed it meanwhile.
 */
export async function holdEntry<E extends Entry>(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind<E>,
  id: string,
  version: number,
): Promise<HeldEntry<E>> {
  const { entry, belonging } = await findEntry(db, actor, kind, id, { mode: 'pessimistic_write' });
  await refuseMerged(db, providerIdOf(entry));
  requireVersion(entry, version, kind.word);
  return { entry, belonging };
}

/**
 * Whom a new site, offering, contact or decision would belong to.
 * @throws UserProblem when there is no such provider, or it was merged into another one.
 */
export async function holdProvider(
  db: EntityManager,
  actor: Actor,
  id: string | null,
  field: readonly string[] = ['input', 'provider'],
): Promise<Belonging> {
  const provider = id === null ? null : await db.findOneBy(Provider, { id });
  if (provider && (provider.state === 'LISTED' || mayRead(actor, belongingOf(provider)))) {
    await refuseMerged(db, provider.id);
    return belongingOf(provider);
  }
  throw new UserProblem([{ field: [...field], code: 'NOT_FOUND', message: 'There is no such provider.' }]);
}

/** @throws UserProblem when the provider was merged: its entry stays as it is until it is split. */
async function refuseMerged(db: EntityManager, providerId: string): Promise<void> {
  if (await db.existsBy(ProviderMerge, { id: providerId })) throw new UserProblem([mergedProblem]);
}

/** @throws Forbidden unless the actor keeps the register there or edits that provider. */
export function requireWriting(actor: Actor, belonging: Belonging): void {
  if (!actor.may('register.write', belonging)) actor.require('entry.write', belonging);
}

/** Whether entries that are not public may be seen. */
export function mayRead(actor: Actor, belonging: Belonging): boolean {
  return actor.may('register.read', belonging) || actor.may('entry.read', belonging);
}

/** Whom a provider and all it has belong to. */
export function belongingOf({ id, localAuthorityCode }: Provider): Belonging {
  return { localAuthorityCode, providerId: id };
}

/** What is answered for an id that names nothing, or nothing that the one who asks may see. */
export function noSuch(word: string): NotFound {
  return new NotFound(`There is no ${word} with this id.`);
}
