import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import { Provider } from '../provider/provider.entity.js';
import type { Codes } from './candidate.repository.js';

/** A merge, with one of its two entries: the one that was merged, or the one that remains. */
export interface MergeLink {
  readonly mergedId: string;
  readonly intoId: string;
  readonly merged: Provider | null;
  readonly into: Provider | null;
}

/** The statement that reads merges. The WHERE holds what the caller may see. */
export function mergeLinksRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  return {
    /** Merges of and into these providers, oldest first: listed entries, and all entries of these local authorities. */
    async of(ids: readonly string[], codes: Codes): Promise<MergeLink[]> {
      const { rows } = await pool.query<{ mergedId: string; intoId: string; id: string }>({
        name: 'merges',
        text: `select m.id as "mergedId", m.into_id as "intoId", ${provider.columns('p')}
          from provider_merge m join provider p on p.id in (m.id, m.into_id)
         where (m.id = any($1) or m.into_id = any($1))
           and (p.state = 'LISTED' or $2::text[] is null or p.local_authority_code = any($2))
         order by m.created_at, m.id`,
        values: [ids, codes],
      });
      return rows.map(({ mergedId, intoId, ...row }) => ({
        mergedId,
        intoId,
        merged: row.id === mergedId ? provider.toEntity(row) : null,
        into: row.id === intoId ? provider.toEntity(row) : null,
      }));
    },
  };
}
export type MergeLinksRepository = ReturnType<typeof mergeLinksRepository>;
