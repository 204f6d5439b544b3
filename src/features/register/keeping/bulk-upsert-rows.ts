import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Problem } from '../../../platform/errors.js';
import { invalid } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import { authoritySource, PROVIDER_SOURCE } from '../../provider/external-reference.service.js';
import { externalReference, localAuthorityCode } from '../../provider/provider.rules.js';
import type { EntryKind, Values } from '../entry/entry-kinds.js';
import { sourceFor } from '../entry/reference-source.js';
import { bulkUpsertRepository, type Key, type Touched } from './bulk-upsert.repository.js';

/** An input of a bulk upsert, and the entry that is meant by it. */
export interface UpsertRow {
  /** As it was sent; a provider that was merged is the one that stands for it. */
  readonly input: Values;
  /** The sender's own key; null where it breaks its rule. */
  readonly reference: string | null;
  /** Whether reference and owner are such that an entry can be found by them. */
  readonly isKeyed: boolean;
  /** The entry; null: there is none yet. */
  readonly entryId: string | null;
  /** Whether it leads through an entry that was merged into another one. */
  readonly isMerged: boolean;
  /** Another row means this entry itself, so that this one, which comes by a merge, leaves it alone. */
  readonly isSpokenFor: boolean;
  /** Why nothing can be done for it. */
  readonly problem: Problem | null;
}

/** What an input of a bulk upsert is called by its sender; null where that breaks its rule. */
export function referenceIn(input: Values): string | null {
  return externalReference.safeParse(input.externalReference).data ?? null;
}

/** What the inputs may touch, as far as they say so. */
export function touchedBy(kind: EntryKind, inputs: readonly Values[]): Touched {
  const owners = inputs.map((input) => ownerIn(kind, input)).filter((owner) => owner !== null);
  if (kind.name !== 'PROVIDER') return { providerIds: owners, authorities: [], references: [] };
  const references = inputs.map(referenceIn).filter((reference) => reference !== null);
  return { providerIds: [], authorities: owners, references };
}

/** Finds what is meant by each of the inputs, by its sender's own references, in their order. A constant number of statements. */
export async function rowsOf(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind,
  inputs: readonly Values[],
): Promise<UpsertRow[]> {
  const keys = await keysOf(db, actor, kind, inputs);
  const known = keys.flatMap((key, at) => (key ? [{ key, at }] : []));
  const found = await bulkUpsertRepository.find(
    db,
    kind.name,
    known.map(({ key }) => key),
    providersOf(actor),
  );
  const entries = new Map(found.map((one) => [known[one.at]!.at, one]));
  const rows = inputs.map((input, at): UpsertRow => {
    const [key, entry] = [keys[at], entries.get(at)];
    return {
      input: key?.providerId ? { ...input, providerId: key.providerId } : input,
      reference: referenceIn(input),
      isKeyed: referenceIn(input) !== null && ownerIn(kind, input) !== null,
      entryId: entry?.id ?? null,
      isMerged: entry?.isMerged ?? (key != null && key.asked !== key.providerId),
      isSpokenFor: false,
      problem: (entry?.candidates ?? 1) > 1 ? severalMeant : null,
    };
  });
  return toldApart(rows, (row, at) => row.entryId ?? (keys[at] ? targetOf(keys[at]) : `row ${at}`));
}

/** Rows that mean one and the same entry: one that comes by a merge gives way to another, and else all of them fail. */
function toldApart(rows: readonly UpsertRow[], meant: (row: UpsertRow, at: number) => string): UpsertRow[] {
  const groups = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    const entry = meant(row, at);
    groups.set(entry, [...(groups.get(entry) ?? []), at]);
  }
  const told = [...rows];
  for (const group of groups.values()) {
    const direct = group.filter((at) => !rows[at]!.isMerged);
    const [speaks] = direct.length > 0 ? direct : group;
    for (const at of group) {
      const row = rows[at]!;
      if (row.isMerged && row.entryId !== null) told[at] = { ...row, isSpokenFor: at !== speaks };
      else if (group.length > 1 && (direct.length > 1 || row.entryId === null)) {
        told[at] = { ...row, problem: sameReference(row.entryId === null ? group : direct) };
      }
    }
  }
  return told;
}

async function keysOf(
  db: EntityManager,
  actor: Actor,
  kind: EntryKind,
  inputs: readonly Values[],
): Promise<(Key | null)[]> {
  const asked = inputs.map((input) => ownerIn(kind, input));
  const isProvider = kind.name === 'PROVIDER';
  const ids = isProvider ? [] : asked.filter((owner) => owner !== null);
  const owners = new Map((await bulkUpsertRepository.owners(db, ids)).map((owner) => [owner.asked, owner]));
  return inputs.map((input, at): Key | null => {
    const [reference, owner] = [referenceIn(input), asked[at]!];
    if (reference === null || owner === null) return null;
    if (isProvider) {
      const isCouncil = actor.may('register.read', { localAuthorityCode: owner });
      const source = isCouncil ? authoritySource(owner) : PROVIDER_SOURCE;
      return { source, reference, asked: null, providerId: null };
    }
    const provider = owners.get(owner);
    if (!provider) return null;
    const belonging = { localAuthorityCode: provider.localAuthorityCode, providerId: provider.id };
    return { source: sourceFor(actor, belonging), reference, asked: owner, providerId: provider.id };
  });
}

/** Where an entry that is not there yet would be: two inputs of one target are the same one. */
const targetOf = ({ source, providerId, reference }: Key) => JSON.stringify([source, providerId, reference]);

/** To whom an entry belongs, as its rules make it: a code of a local authority, or the id of a provider. */
function ownerIn({ name }: EntryKind, input: Values): string | null {
  const rule = name === 'PROVIDER' ? localAuthorityCode : z.uuid();
  return rule.safeParse(input[name === 'PROVIDER' ? 'localAuthorityCode' : 'providerId']).data ?? null;
}

function providersOf(actor: Actor): readonly string[] {
  const own = actor.within('entry.read');
  return own === 'all' ? [] : own.providers;
}

function sameReference(rows: readonly number[]): Problem {
  const named = new Intl.ListFormat('en-GB').format(rows.map(String));
  return invalid(
    ['input', 'externalReference'],
    `Inputs ${named}, counted from 0, have the same external reference, and only one of them can be the entry. ` +
      'Give each entry a reference of its own.',
  );
}

const severalMeant: Problem = invalid(
  ['input', 'externalReference'],
  'Several of your providers have this external reference: change each of them by its id.',
);
