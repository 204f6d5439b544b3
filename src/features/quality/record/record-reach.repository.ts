import type { EntityManager } from 'typeorm';
import type { RecordReach } from './record-reach.js';

/** SQL: the row under this alias is kept by a local authority in reach, given as parameters n and n + 1. */
export const kept = (alias: string, n: number) => inReach(`${alias}.local_authority_code`, n);

/** SQL: the row under this alias belongs to an own provider, given as parameters n and n + 1. */
export const owned = (alias: string, n: number) => inReach(`${alias}.provider_id::text`, n);

const inReach = (column: string, n: number) => `($${n}::boolean or ${column} = any($${n + 1}::text[]))`;

/** Tables whose rows a local authority keeps of providers. */
type KeptOfProvider = 'quality_review' | 'evidence' | 'inspection';

/** Tables whose rows a local authority keeps. */
export type KeptTable = KeptOfProvider | 'quality_framework';

/** Locks a row until the transaction ends, where a local authority in reach keeps it; whether there is such a row. */
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
