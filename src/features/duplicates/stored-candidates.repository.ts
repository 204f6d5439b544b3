import type pg from 'pg';
import { CANDIDATE_RULE, STORED_PROBES } from './candidate-rule.repository.js';
import { type FoundReason, MOST_CANDIDATES } from './duplicate.rules.js';

/** A candidate as operators see it, who may read the whole database. */
export interface StoredCandidateRow {
  readonly urn: string | null;
  readonly name: string;
  readonly score: number;
  readonly reasons: readonly FoundReason[];
  readonly otherId: string;
  readonly otherUrn: string | null;
  readonly otherName: string;
  readonly otherState: string;
}

/** Finds candidates for stored providers in the open transaction. Each pair among them comes once, best first. */
export async function findStoredCandidates(
  db: pg.ClientBase,
  ids: readonly string[],
): Promise<StoredCandidateRow[]> {
  const { rows } = await db.query<StoredCandidateRow>(
    `with ${STORED_PROBES}, ${CANDIDATE_RULE},
      ranked as (
        select s.n, s.score, s.reasons, p.id, row_number() over (partition by s.n order by s.score desc, p.id) as place
          from scored s join provider p on p.id = survivor_of(s.id))
     select q.urn, q.name, r.score, r.reasons, p.id as "otherId", p.urn as "otherUrn", p.name as "otherName",
            p.state as "otherState"
       from ranked r join probe q using (n) join provider p on p.id = r.id
      where r.place <= ${MOST_CANDIDATES} and not (p.id = any($1) and p.id < q.id)
      order by r.score desc, q.name collate "C", q.id, p.id`,
    [ids],
  );
  return rows;
}
