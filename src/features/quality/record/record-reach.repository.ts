import type { EntityManager } from 'typeorm';
import type { RecordReach } from './record-reach.js';

/** SQL: the row under this alias is kept by a local authority within reach. Parameters n and n + 1 hold the reach. */
export const kept = (alias: string, n: number) => inReach(`${alias}.local_authority_code`, n);

/** SQL: the row under this alias belongs to the caller's own provider. Parameters n and n + 1 hold the reach. */
export const owned = (alias: string, n: number) => inReach(`${alias}.provider_id::text`, n);

const inReach = (column: string, n: number) => `($${n}::boolean or ${column} = any($${n + 1}::text[]))`;

/** Tables of records that a local authority keeps about providers. */
type KeptOfProvider = 'quality_review' | 'evidence' | 'inspection';

/** Tables of records that a local authority keeps. */
export type KeptTable = KeptOfProvider | 'quality_framework';

/**
 * Locks a row until the transaction ends, if a local authority within reach keeps it. Returns whether there is such a
 * row.
 */
export async function lockKept(
  db: EntityManager,
  table: KeptTable,
  id: string,
  { everything, within }: RecordReach,
): Promise<boolean> {
  const text = `select from ${table} t where t.id = $1 and ${kept('t', 2)} for update`;
  const rows: object[] = await db.query(text, [id, everything, within]);
  return rows.length > 0;
}
