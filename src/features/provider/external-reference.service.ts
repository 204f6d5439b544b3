import type { EntityManager } from 'typeorm';
import {
  type ExternalReference,
  externalReferences,
  type Referred,
  type ReferredEntry,
  type ReferredVacancy,
} from './external-reference.repository.js';

export type { ExternalReference, ReferredEntry as Referred };

/** The source of a local authority's references. */
export function authoritySource(localAuthorityCode: string): string {
  return `LA:${localAuthorityCode}`;
}

/** The source of a provider's own references. */
export const PROVIDER_SOURCE = 'PROVIDER';

/** A source's reference for an entry; null if there is none. */
export function referenceOf(
  db: EntityManager,
  entry: Pick<Referred, 'id'>,
  source: string,
): Promise<string | null> {
  return externalReferences.own(db, entry, source);
}

/** Whether a reference differs from the source's current one for an entry. False if it is left out. */
export async function changesReference(
  db: EntityManager,
  { kind, id }: Pick<ReferredEntry, 'kind' | 'id'>,
  reference: string | null | undefined,
  source?: string,
): Promise<boolean> {
  if (reference === undefined) return false;
  const entry: ReferredEntry = {
    kind,
    id,
    providerId: await externalReferences.providerOf(db, { kind, id }),
  };
  const from = source ?? (await externalReferences.authorityOf(db, entry.providerId));
  return (await externalReferences.own(db, entry, from)) !== reference;
}

/**
 * Replaces a source's reference for an entry; null removes it. If it is left out, nothing changes. References of other
 * sources stay as they are. Without a source, the local authority of the entry's register is the source.
 * @throws QueryFailedError of `external_reference_once` if the source uses the reference for another entry.
 */
export async function setReference(
  db: EntityManager,
  ...[entry, reference, source]:
    | [entry: ReferredEntry, reference: string | null | undefined, source?: string]
    | [vacancy: ReferredVacancy, reference: string | null | undefined, source: string]
): Promise<void> {
  if (reference === undefined) return;
  const from = source ?? (await externalReferences.authorityOf(db, (entry as ReferredEntry).providerId));
  await externalReferences.remove(db, entry, from);
  if (reference !== null) await externalReferences.keep(db, entry, { source: from, reference });
}
