import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

/** An entry that references lead to. */
export interface Referred {
  readonly kind: 'PROVIDER' | 'SITE' | 'OFFERING';
  readonly id: string;
  /** Of a provider itself, its own id. */
  readonly providerId: string;
}

/** A reference, and whose it is: `LA:926`, `PROVIDER` for the provider's own, or a client's. */
export interface ExternalReference {
  readonly source: string;
  readonly reference: string;
}

/** SQL: references of the entry $1, and of those that were merged into it. */
const ANSWERING = `(entry_id = $1 or entry_id in (select m.id from provider_merge m where survivor_of(m.id) = $1))`;

/** The statements on external references, in the transaction that is open. */
export const externalReferences = {
  /** The provider that an entry belongs to; its own id when there is no such entry. */
  async providerOf(db: EntityManager, { kind, id }: Pick<Referred, 'kind' | 'id'>): Promise<string> {
    if (kind === 'PROVIDER') return id;
    const table = kind === 'SITE' ? 'site' : 'offering';
    const [row] = await db.query(`select provider_id as id from ${table} where id = $1`, [id]);
    return row?.id ?? id;
  },

  /** The source of the authority in whose register a provider is. */
  async authorityOf(db: EntityManager, providerId: string): Promise<string> {
    const [row] = await db.query(
      `select 'LA:' || local_authority_code as source from provider where id = $1`,
      [providerId],
    );
    return row?.source ?? '';
  },

  /** What a source calls an entry, else one that was merged into it; null when nothing. */
  async own(db: EntityManager, { id }: Referred, source: string): Promise<string | null> {
    const [row] = await db.query(
      `select reference from external_reference where source = $2 and ${ANSWERING} order by entry_id <> $1, id limit 1`,
      [id, source],
    );
    return row?.reference ?? null;
  },

  /** Takes away what a source calls an entry. */
  async remove(db: EntityManager, { id }: Referred, source: string): Promise<void> {
    await db.query('delete from external_reference where entry_id = $1 and source = $2', [id, source]);
  },

  /**
   * Keeps what a source calls an entry; a provider that stands for a merged one already answers to the reference of that.
   * @throws QueryFailedError of the constraint `external_reference_once` where the source calls another entry so.
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
