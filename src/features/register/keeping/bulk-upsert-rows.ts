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

/** An input of a bulk upsert, and the entry that it means. */
export interface UpsertRow {
  /** The input as it was sent, but with the id of a merged provider replaced by the one it was merged into. */
  readonly input: Values;
  /** The sender's own reference. Null if it is not valid. */
  readonly reference: string | null;
  /** Whether the reference and the owner are valid, so that an entry can be found by them. */
  readonly isKeyed: boolean;
  /** The id of the entry. Null if there is none yet. */
  readonly entryId: string | null;
  /** Whether the input names an entry that was merged into this one. */
  readonly isMerged: boolean;
  /** Whether another row means this entry directly. Then this row, which only comes by a merge, does not change it. */
  readonly isSpokenFor: boolean;
  /** The reason why nothing can be done for the input. Null if there is none. */
  readonly problem: Problem | null;
}

/** Returns the sender's own reference in an input. Returns null if it is not valid. */
export function referenceIn(input: Values): string | null {
  return externalReference.safeParse(input.externalReference).data ?? null;
}

/** Returns what the inputs may touch, as far as they say. */
export function touchedBy(kind: EntryKind, inputs: readonly Values[]): Touched {
  const owners = inputs.map((input) => ownerIn(kind, input)).filter((owner) => owner !== null);
  if (kind.name !== 'PROVIDER') return { providerIds: owners, authorities: [], references: [] };
  const references = inputs.map(referenceIn).filter((reference) => reference !== null);
  return { providerIds: [], authorities: owners, references };
}

/** Finds the entry that each input means, in their order. The number of statements does not depend on the number of inputs. */
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

/** Handles rows that mean the same entry: a row that comes by a merge gives way to another row. Otherwise all of them fail. */
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

/** The place of an entry that does not exist yet. Two inputs with the same place mean the same entry. */
const targetOf = ({ source, providerId, reference }: Key) => JSON.stringify([source, providerId, reference]);

/** Returns the owner of an entry: the code of a local authority, or the id of a provider. Returns null if it is not valid. */
function ownerIn({ name }: EntryKind, input: Values): string | null {
  const rule = name === 'PROVIDER' ? localAuthorityCode : z.uuid();
  return rule.safeParse(input[name === 'PROVIDER' ? 'localAuthorityCode' : 'providerId']).data ?? null;
}

function providersOf(actor: Actor): readonly string[] {
  const own = actor.within('entry.read');
  return own === 'all' ? [] : own.providers;
}

/** The problem with inputs that have the same reference. `rows`: their positions, from 0. */
export function sameReference(rows: readonly number[]): Problem {
  const named = new Intl.ListFormat('en-GB').format(rows.map(String));
  return invalid(
    ['input', 'externalReference'],
    `Inputs ${named} (counted from 0) have the same external reference, so they mean the same entry. ` +
      'Give each entry its own reference.',
  );
}

const severalMeant: Problem = invalid(
  ['input', 'externalReference'],
  'Several of your providers have this external reference: change each of them by its id instead.',
);
