import type { EntityManager } from 'typeorm';
import type { ChangeRequest } from './change-request.entity.js';

/** Returns the next request to apply, with its current version. Returns null if nothing is due. */
export async function nextDue(
  db: EntityManager,
  today: string,
): Promise<Pick<ChangeRequest, 'id' | 'version'> | null> {
  const [due] = await db.query(
    `select id, version from change_request where applied_at is null and state in ('APPROVED', 'PARTLY_APPROVED')
       and effective_on <= $1 order by effective_on, created_at, id limit 1`,
    [today],
  );
  return due ?? null;
}
