import type { EntityManager } from 'typeorm';
import { MovedMeanwhile } from '../../../platform/database/again.js';
import { requireVersion } from '../../../platform/database/register-writer.js';
import { NotFound, UserProblem } from '../../../platform/errors.js';
import type { Actor, Belonging } from '../../identity/actor.js';
import { Provider } from '../../provider/provider.entity.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { lockProvider } from '../../provider/provider-lock.service.js';
import { mayEditParts } from './editing.rules.js';
import { type Entry, type EntryKind, nameOf, providerIdOf } from './entry-kinds.js';

/** An entry and its provider; once they are locked, nobody else can change them until the transaction ends. */
export interface HeldEntry<E extends Entry = Entry> {
  readonly entry: E;
  readonly provider: Provider;
}

/** Reads an entry. @throws NotFound when there is none that the actor may see. */
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
 * Locks an entry at the version that was read, its provider first.
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
  const held = await lockEntry(db, kind, id);
  const { entry, provider } = visible(actor, kind, held?.entry ?? null, held?.provider ?? null);
  refuseMerged(provider);
  requireVersion(entry, version, `This ${kind.word}`);
  return { entry, provider };
}

/** Locks an entry, its provider first, asking nobody; null when there is none. */
export async function lockEntry<E extends Entry>(
  db: EntityManager,
  kind: EntryKind<E>,
  id: string,
): Promise<HeldEntry<E> | null> {
  const before = kind.name === 'PROVIDER' ? null : await read(db, kind, id);
  if (kind.name !== 'PROVIDER' && !before) return null;
  const provider = await lockProvider(db, before ? providerIdOf(before) : id);
  if (!provider) return null;
  if (kind.name === 'PROVIDER') return { entry: provider as E, provider };
  const entry = await read(db, kind, id, { mode: 'for_no_key_update' });
  if (!entry) return null;
  if (providerIdOf(entry) !== provider.id) {
    throw new MovedMeanwhile(`The ${kind.word} went to another provider while this waited.`);
  }
  return { entry, provider };
}

/**
 * Locks a provider to which something is to be added, or of which something is to be changed.
 * @throws UserProblem when there is no such provider, or it was merged into another one.
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
  throw UserProblem.of(field, 'NOT_FOUND', 'There is no such provider.');
}

/** @throws UserProblem when the provider was merged: its entry stays as it is until it is split. */
function refuseMerged({ isMerged }: Provider): void {
  if (isMerged) throw new UserProblem([mergedProblem]);
}

/**
 * Asks whether the actor may change what belongs to these entries: a provider, and an offering where it is one's vacancies.
 * @throws Forbidden unless the actor keeps the register there or edits that provider; UserProblem for an editor when one of them
 * is out of the register.
 */
export function requireWriting(actor: Actor, provider: Provider, ...entries: readonly Entry[]): void {
  const belonging = belongingOf(provider);
  if (actor.may('register.write', belonging)) return;
  actor.require('entry.write', belonging);
  const closed = [provider, ...entries].find(({ state }) => !mayEditParts(state));
  if (closed) throw notNow(closed);
}

/** Whether entries that are not public may be seen. */
export function mayRead(actor: Actor, belonging: Belonging): boolean {
  return actor.may('register.read', belonging) || actor.may('entry.read', belonging);
}

/** Whom a provider and all it has belong to. */
export function belongingOf({
  id,
  localAuthorityCode,
}: Provider): Belonging & { readonly providerId: string } {
  return { localAuthorityCode, providerId: id };
}

/** What an editor is told of an entry that is not theirs to change where it stands. */
export function notNow(entry: Entry): UserProblem {
  const message =
    `“${nameOf(entry)}” is ${entry.state}. A provider changes an entry while it is a draft, asks for changes when it is listed or ` +
    'suspended, and changes nothing of what is withdrawn: the local authority restores it first.';
  return UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
}

/** What is answered for an id that names nothing, or nothing that the one who asks may see. */
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

/** @throws NotFound when it is not there for the actor. */
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
