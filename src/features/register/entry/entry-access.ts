import type { EntityManager } from 'typeorm';
import { MovedMeanwhile } from '../../../platform/database/again.js';
import { requireVersion } from '../../../platform/database/register-writer.js';
import { NotFound, UserProblem } from '../../../platform/errors.js';
import type { Actor, Belonging } from '../../identity/actor.js';
import { Provider } from '../../provider/provider.entity.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProvider, ownerOf } from '../../provider/provider-lock.service.js';
import { mayEditParts } from './editing.rules.js';
import { type Entry, type EntryKind, entryTables, nameOf, providerIdOf } from './entry-kinds.js';

/** An entry and its provider. Once they are locked, no one else can change them until the transaction ends. */
export interface HeldEntry<E extends Entry = Entry> {
  readonly entry: E;
  readonly provider: Provider;
}

/** Reads an entry. @throws NotFound if the actor cannot see such an entry. */
export async function findEntry<E extends Entry>(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind<E>,
  id: string,
): Promise<E> {
  const entry = await read(db, kind, id);
  const provider = entry && (await db.findOneBy(Provider, { id: providerIdOf(entry) }));
  return visible(actor, kind, entry, provider).entry;
}

/**
 * Locks an entry at the version that the caller read, and its provider first.
 * @throws NotFound if the actor cannot see such an entry; UserProblem if its provider was merged into another one; Conflict if
 * the entry has been changed since.
 */
export async function holdEntry<E extends Entry>(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind<E>,
  id: string,
  version: number,
): Promise<HeldEntry<E>> {
  const held = await lockEntry(db, kind, id);
  const { entry, provider } = visible(actor, kind, held?.entry ?? null, held?.provider ?? null);
  refuseMerged(provider);
  requireVersion(entry, version, `This ${kind.word}`);
  return { entry, provider };
}

/** Locks an entry, and its provider first. Checks no permissions. Returns null if there is no such entry. */
export async function lockEntry<E extends Entry>(
  db: EntityManager,
  kind: EntryKind<E>,
  id: string,
): Promise<HeldEntry<E> | null> {
  const table = entryTables[kind.name];
  const providerId = table === 'provider' ? id : await ownerOf(db, table, id);
  const provider = providerId && (await lockProvider(db, providerId));
  if (!provider) return null;
  if (table === 'provider') return { entry: provider as E, provider };
  const entry = await read(db, kind, id, { mode: 'for_no_key_update' });
  if (!entry) return null;
  if (providerIdOf(entry) !== provider.id) {
    throw new MovedMeanwhile(`The ${kind.word} was moved to another provider while this change waited.`);
  }
  return { entry, provider };
}

/**
 * Locks a provider before one of its records is added or changed.
 * @throws UserProblem if the actor cannot see such a provider, or if it was merged into another one.
 */
export async function holdProvider(
  db: EntityManager,
  actor: Actor,
  id: string | null,
  field: readonly string[] = ['input', 'provider'],
): Promise<Provider> {
  const provider = id === null ? null : await lockProvider(db, id);
  if (provider && (provider.state === 'LISTED' || mayRead(actor, belongingOf(provider)))) {
    refuseMerged(provider);
    return provider;
  }
  throw UserProblem.of(field, 'NOT_FOUND', 'There is no provider with this id.');
}

/** @throws UserProblem if the provider was merged. It cannot be changed until it is split. */
export function refuseMerged({ isMerged }: Provider): void {
  if (isMerged) throw new UserProblem([mergedProblem]);
}

/**
 * Checks that the actor may change records of a provider and, for vacancies, of an offering.
 * @throws Forbidden unless the actor keeps the register there or edits that provider; UserProblem for an editor if one of these
 * entries is withdrawn.
 */
export function requireWriting(actor: Actor, provider: Provider, ...entries: readonly Entry[]): void {
  const belonging = belongingOf(provider);
  if (actor.may('register.write', belonging)) return;
  actor.require('entry.write', belonging);
  const closed = [provider, ...entries].find(({ state }) => !mayEditParts(state));
  if (closed) throw notNow(closed);
}

/** Whether the actor may see entries that are not public. */
export function mayRead(actor: Actor, belonging: Belonging): boolean {
  return actor.may('register.read', belonging) || actor.may('entry.read', belonging);
}

/** Returns the owner of a provider and its records. */
export function belongingOf({
  id,
  localAuthorityCode,
}: Provider): Belonging & { readonly providerId: string } {
  return { localAuthorityCode, providerId: id };
}

/** The problem for an editor who cannot change an entry in its state. */
export function notNow(entry: Entry): UserProblem {
  const message =
    `“${nameOf(entry)}” is ${entry.state}, so you cannot change it. A provider can change drafts, and can ask for changes to ` +
    'listed or suspended entries. If the entry is withdrawn, ask the local authority to restore it.';
  return UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
}

/** The error for an id that does not exist, or that the caller cannot see. */
export function noSuch(word: string): NotFound {
  return new NotFound(`There is no ${word} with this id.`);
}

async function read<E extends Entry>(
  db: EntityManager,
  kind: EntryKind<E>,
  id: string,
  lock?: { readonly mode: 'for_no_key_update' },
): Promise<E | null> {
  return (await db.findOne(kind.entity as new () => Entry, {
    where: { id },
    ...(lock && { lock }),
  })) as E | null;
}

/** @throws NotFound if the actor cannot see the entry. */
function visible<E extends Entry>(
  actor: Actor,
  kind: EntryKind,
  entry: E | null,
  provider: Provider | null,
): HeldEntry<E> {
  if (!entry || !provider) throw noSuch(kind.word);
  const isPublic = entry.state === 'LISTED' && provider.state === 'LISTED';
  if (!isPublic && !mayRead(actor, belongingOf(provider))) throw noSuch(kind.word);
  return { entry, provider };
}
