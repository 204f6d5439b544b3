import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

/** An entry that external references point to. */
export interface Referred {
  readonly kind: 'PROVIDER' | 'SITE' | 'OFFERING';
  readonly id: string;
  /** The entry's provider. For a provider, its own id. */
  readonly providerId: string;
}

/**
 * A reference and its source: `LA:926` for a local authority, `PROVIDER` for the provider itself, or a client's source.
 */
export interface ExternalReference {
  readonly source: string;
  readonly reference: string;
}

/** SQL: references of the entry $1, and of entries that were merged into it. */
const ANSWERING = `(entry_id = $1 or entry_id in (select m.id from provider_merge m where survivor_of(m.id) = $1))`;

/** The SQL statements about external references, in the open transaction. */
export const externalReferences = {
  /** The id of the provider that an entry belongs to; the entry's own id if there is no such entry. */
  async providerOf(db: EntityManager, { kind, id }: Pick<Referred, 'kind' | 'id'>): Promise<string> {
    if (kind === 'PROVIDER') return id;
    const table = kind === 'SITE' ? 'site' : 'offering';
    const [row] = await db.query(`select provider_id as id from ${table} where id = $1`, [id]);
    return row?.id ?? id;
  },

  /** The source for the local authority whose register a provider is in. */
  async authorityOf(db: EntityManager, providerId: string): Promise<string> {
    const [row] = await db.query(
      `select 'LA:' || local_authority_code as source from provider where id = $1`,
      [providerId],
    );
    return row?.source ?? '';
  },

  /** A source's reference for an entry, or for one that was merged into it; null if there is none. */
  async own(db: EntityManager, { id }: Referred, source: string): Promise<string | null> {
    const [row] = await db.query(
      `select reference from external_reference where source = $2 and ${ANSWERING} order by entry_id <> $1, id limit 1`,
      [id, source],
    );
    return row?.reference ?? null;
  },

  /** Removes a source's reference for an entry. */
  async remove(db: EntityManager, { id }: Referred, source: string): Promise<void> {
    await db.query('delete from external_reference where entry_id = $1 and source = $2', [id, source]);
  },

  /**
   * Stores a source's reference for an entry. It stores nothing if a provider that was merged into the entry already
   * has it.
   * @throws QueryFailedError of the constraint `external_reference_once` if the source uses the reference for another
   * entry.
   */
  async keep(
    db: EntityManager,
    { kind, id, providerId }: Referred,
    { source, reference }: ExternalReference,
  ): Promise<void> {
    const parentId = kind !== 'PROVIDER' || source === 'PROVIDER' ? providerId : null;
    await db.query(
      `insert into external_reference (id, source, kind, entry_id, parent_id, reference)
       select $1, $2, $3, $4, $5, $6 where not exists (
         select from external_reference r join provider_merge m on m.id = r.entry_id
          where (r.source, r.kind, r.reference) = ($2, $3, $6) and survivor_of(m.id) = $4)`,
      [uuidv7(), source, kind, id, parentId, reference],
    );
  },
};
