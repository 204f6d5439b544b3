import type { EntityManager } from 'typeorm';

/** Tables whose rows belong to a provider, by their column provider_id. */
export type TableOfProvider =
  | 'site'
  | 'offering'
  | 'change_request'
  | 'listing_decision'
  | 'quality_review'
  | 'evidence'
  | 'inspection';

/** The SQL statement that finds the provider of a row. */
export const ownerRepository = {
  /** The id of the provider that a row belongs to, in the open transaction; null if there is no such row. */
  async of(
    db: EntityManager,
    table: TableOfProvider,
    id: string,
    { locked }: { readonly locked: boolean },
  ): Promise<string | null> {
    const rows: { id: string }[] = await db.query(
      `select provider_id as id from ${table} where id = $1 ${locked ? 'for update' : ''}`,
      [id],
    );
    return rows[0]?.id ?? null;
  },
};
