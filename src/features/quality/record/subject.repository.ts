import type pg from 'pg';
import { EntityCache } from '../../../platform/database/entity-cache.js';
import { staleAfter } from '../../../platform/database/stale-after.js';

/** The provider that a quality record is about, in any state. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly isListed: boolean;
}

/** Names of the providers that quality records are about. Read only through a record that the caller may see. */
export function subjectRepository(pool: pg.Pool) {
  const subjects = new EntityCache<Subject>({
    name: 'provider of quality records',
    staleAfter: staleAfter({ provider: 'row' }),
    load: async (ids) => {
      const text = `select id, name, state = 'LISTED' as "isListed" from provider where id = any($1)`;
      const { rows } = await pool.query<Subject>({ name: 'providers of quality', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, row]));
    },
  });
  return { subjects, caches: [subjects] };
}
export type SubjectRepository = ReturnType<typeof subjectRepository>;
