import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

/** A record that external references point to. */
export type Referred = ReferredEntry | ReferredVacancy;

/** An entry of the register. */
export interface ReferredEntry {
  readonly kind: 'PROVIDER' | 'SITE' | 'OFFERING';
  readonly id: string;
  /** The entry's provider. For a provider, its own id. */
  readonly providerId: string;
}

/** A vacancy. Its references always come with their source. */
export interface ReferredVacancy {
  readonly kind: 'VACANCY';
  readonly id: string;
  /** Its offering. A reference is unique among the vacancies of an offering. */
  readonly parentId: string;
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
  async providerOf(db: EntityManager, { kind, id }: Pick<ReferredEntry, 'kind' | 'id'>): Promise<string> {
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
  async own(db: EntityManager, { id }: Pick<Referred, 'id'>, source: string): Promise<string | null> {
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
  async keep(db: EntityManager, referred: Referred, { source, reference }: ExternalReference): Promise<void> {
    const { kind, id } = referred;
    const parentId =
      referred.kind === 'VACANCY'
        ? referred.parentId
        : kind !== 'PROVIDER' || source === 'PROVIDER'
          ? referred.providerId
          : null;
    await db.query(
      `insert into external_reference (id, source, kind, entry_id, parent_id, reference)
       select $1, $2, $3, $4, $5, $6 where not exists (
         select from external_reference r join provider_merge m on m.id = r.entry_id
          where (r.source, r.kind, r.reference) = ($2, $3, $6) and survivor_of(m.id) = $4)`,
      [uuidv7(), source, kind, id, parentId, reference],
    );
  },
};
