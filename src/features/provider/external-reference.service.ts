import type { EntityManager } from 'typeorm';
import {
  type ExternalReference,
  externalReferences,
  type Referred,
} from './external-reference.repository.js';

export type { ExternalReference, Referred };

/** The source of the references of a local authority. */
export function authoritySource(localAuthorityCode: string): string {
  return `LA:${localAuthorityCode}`;
}

/** The source of what a provider calls its own entries. */
export const PROVIDER_SOURCE = 'PROVIDER';

/** What a source calls an entry; null when nothing. */
export function referenceOf(db: EntityManager, entry: Referred, source: string): Promise<string | null> {
  return externalReferences.own(db, entry, source);
}

/** Whether this is another reference than the one by which its source calls an entry now; false when it is left out. */
export async function changesReference(
  db: EntityManager,
  { kind, id }: Pick<Referred, 'kind' | 'id'>,
  reference: string | null | undefined,
  source?: string,
): Promise<boolean> {
  if (reference === undefined) return false;
  const entry = { kind, id, providerId: await externalReferences.providerOf(db, { kind, id }) };
  const from = source ?? (await externalReferences.authorityOf(db, entry.providerId));
  return (await externalReferences.own(db, entry, from)) !== reference;
}

/**
 * Makes this what a source calls an entry, in the place of what it did; null: nothing. Left out, it stays as it is. References of
 * others are not touched. Without a source it is that of the authority in whose register the entry is.
 * @throws QueryFailedError of `external_reference_once` when the source calls another entry so.
 */
export async function setReference(
  db: EntityManager,
  entry: Referred,
  reference: string | null | undefined,
  source?: string,
): Promise<void> {
  if (reference === undefined) return;
  const from = source ?? (await externalReferences.authorityOf(db, entry.providerId));
  await externalReferences.remove(db, entry, from);
  if (reference !== null) await externalReferences.keep(db, entry, { source: from, reference });
}
