import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { withConnection } from '../../platform/database/connection.js';
import { rowReader } from '../../platform/database/rows.js';
import { Provider } from '../provider/provider.entity.js';
import type { Codes } from './candidate.repository.js';
import { CANDIDATE_RULE, STORED_PROBES } from './candidate-rule.repository.js';
import { Dismissal } from './dismissal.entity.js';
import { type FoundReason, MOST_CANDIDATES } from './duplicate.rules.js';

/** Two entries that may be the same. */
export interface PairRow {
  readonly id: string;
  readonly firstId: string;
  readonly secondId: string;
  /** Of 1000. */
  readonly score: number;
  readonly reasons: readonly FoundReason[];
}

/** Conditions of a list of pairs. */
export interface PairCriteria {
  /** Local authorities whose entries are seen in every state; null: all. */
  readonly codes: Codes;
  /** Local authorities of which one entry of each pair is; null: any. */
  readonly within: Codes;
  /** Whether those are listed that were set aside, instead of the others. */
  readonly areDismissed: boolean;
}

const REMOVE = 'delete from duplicate_pair where first_id = any($1::uuid[]) or second_id = any($1::uuid[])';

const FIND = `
  with ${STORED_PROBES}, ${CANDIDATE_RULE},
  ranked as (
    select s.*, p.local_authority_code, row_number() over (partition by s.n order by s.score desc, s.id) as place
      from scored s join provider p using (id) where p.state <> 'WITHDRAWN')
  insert into duplicate_pair (id, local_authority_code, first_id, second_id, score, reasons)
  select md5(least(q.id, r.id)::text || greatest(q.id, r.id)::text)::uuid, concerned.code,
         least(q.id, r.id), greatest(q.id, r.id), r.score, r.reasons
    from ranked r join probe q using (n)
   cross join lateral (select q.local_authority_code as code union select r.local_authority_code) concerned
   where r.place <= ${MOST_CANDIDATES}
  on conflict (id, local_authority_code) do nothing`;

/**
 * Pairs within $1 (null: all) of which both entries may be seen by those who read the registers of $2; once each, though a pair
 * is kept for each local authority concerned.
 */
const VISIBLE = `
  duplicate_pair d join provider a on a.id = d.first_id join provider b on b.id = d.second_id
   where ($1::text[] is null or d.local_authority_code = any($1))
     and d.local_authority_code in (a.local_authority_code, b.local_authority_code)
     and a.state <> 'WITHDRAWN' and b.state <> 'WITHDRAWN'
     and (a.state = 'LISTED' or $2::text[] is null or a.local_authority_code = any($2))
     and (b.state = 'LISTED' or $2::text[] is null or b.local_authority_code = any($2))
     and not exists (select from duplicate_pair o where o.id = d.id and o.local_authority_code < d.local_authority_code
                        and ($1::text[] is null or o.local_authority_code = any($1)))
     and $3::boolean = exists (
       select from duplicate_dismissal x where x.first_id = d.first_id and x.second_id = d.second_id
          and ($1::text[] is null or x.local_authority_code = any($1)))`;

const valuesOf = ({ codes, within, areDismissed }: PairCriteria) => [within, codes, areDismissed];

/** Every SQL statement about pairs. Statements of the reader are named `changes: ...`, as those of the feed. */
export function pairRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  const dismissal = rowReader(source, Dismissal);
  return {
    /** Works out anew which entries may be the same as these, in one transaction. */
    refresh(ids: readonly string[]): Promise<void> {
      return withConnection(pool, async (db) => {
        await db.query({ name: 'changes: begin pairs', text: 'begin' });
        // To plan it takes longer than to run it, and its plan suits a few ids and many.
        await db.query({
          name: 'changes: plan pairs once',
          text: 'set local plan_cache_mode = force_generic_plan',
        });
        await db.query({ name: 'changes: remove pairs', text: REMOVE, values: [ids] });
        await db.query({ name: 'changes: find pairs', text: FIND, values: [ids] });
        await db.query({ name: 'changes: commit pairs', text: 'commit' });
      });
    },

    /** Ids of providers after one of them, ascending, `limit` at most. */
    async idsAfter(id: string, limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'changes: providers to compare',
        text: 'select id from provider where id > $1 order by id limit $2',
        values: [id, limit],
      });
      return rows.map((row) => row.id);
    },

    /** Pairs by score, best first, `limit` at most, after a score and an id. */
    async page(
      criteria: PairCriteria,
      after: readonly [score: string, id: string] | null,
      limit: number,
    ): Promise<PairRow[]> {
      const { rows } = await pool.query<PairRow>({
        name: 'duplicate pairs',
        text: `select d.id, d.first_id as "firstId", d.second_id as "secondId", d.score, d.reasons from ${VISIBLE}
          and ($4::int is null or (-d.score, d.id) > (-$4, $5::uuid)) order by -d.score, d.id limit $6`,
        values: [...valuesOf(criteria), after?.[0], after?.[1], limit],
      });
      return rows;
    },

    async count(criteria: PairCriteria): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'duplicate pairs, count',
        text: `select count(*)::int as n from ${VISIBLE}`,
        values: valuesOf(criteria),
      });
      return rows[0]?.n ?? 0;
    },

    /** Providers by id: those that are listed, and of these local authorities (null: all) those in any state. */
    async providers(ids: readonly string[], codes: Codes): Promise<Map<string, Provider>> {
      const { rows } = await pool.query({
        name: 'providers of pairs',
        text: `select ${provider.columns('p')} from provider p where p.id = any($1)
          and (p.state = 'LISTED' or $2::text[] is null or p.local_authority_code = any($2))`,
        values: [ids, codes],
      });
      return new Map(rows.map((row) => [row.id, provider.toEntity(row)]));
    },

    /** What these local authorities (null: any) have set aside of pairs with these first entries, oldest first. */
    async dismissals(firstIds: readonly string[], codes: Codes): Promise<Dismissal[]> {
      const { rows } = await pool.query({
        name: 'dismissals of pairs',
        text: `select ${dismissal.columns('d')} from duplicate_dismissal d
          where d.first_id = any($1) and ($2::text[] is null or d.local_authority_code = any($2))
          order by d.created_at, d.id`,
        values: [firstIds, codes],
      });
      return rows.map(dismissal.toEntity);
    },
  };
}
export type PairRepository = ReturnType<typeof pairRepository>;
