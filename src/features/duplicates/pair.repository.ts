import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { binding } from '../../platform/database/conditions.js';
import { withConnection } from '../../platform/database/connection.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { rowReader } from '../../platform/database/rows.js';
import type { KeyRange } from '../../platform/key-range.js';
import { Provider } from '../provider/provider.entity.js';
import type { Codes } from './candidate.repository.js';
import { CANDIDATE_RULE, STORED_PROBES } from './candidate-rule.repository.js';
import { Dismissal } from './dismissal.entity.js';
import { type FoundReason, MOST_CANDIDATES } from './duplicate.rules.js';

/** Two entries that may be duplicates. */
export interface PairRow {
  readonly id: string;
  readonly firstId: string;
  readonly secondId: string;
  /** Up to 1000. */
  readonly score: number;
  readonly reasons: readonly FoundReason[];
}

/** Conditions of a list of pairs. */
export interface PairCriteria {
  /** Codes of the local authorities whose entries the caller sees in all states. Null means all. */
  readonly codes: Codes;
  /** Codes of local authorities: one entry of each pair is in a register of theirs. Null means any. */
  readonly within: Codes;
  /** True: pairs that were set aside. False: pairs that were not. Null: all pairs. */
  readonly areDismissed: boolean | null;
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
 * Pairs within $1 (null: all) of which a caller who reads the registers of $2 may see both entries. Each pair comes once,
 * although it is stored for each local authority concerned.
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
     and ($3::boolean is null or $3 = exists (
       select from duplicate_dismissal x where x.first_id = d.first_id and x.second_id = d.second_id
          and ($1::text[] is null or x.local_authority_code = any($1))))`;

const columns = `d.id, d.first_id as "firstId", d.second_id as "secondId", d.score, d.reasons`;
/** A key as the index has it: best score first, then lowest id. */
const negated = (key: KeyRange['after']) => key && ([-Number(key[0]), key[1]] as const);
const valuesOf = ({ codes, within, areDismissed }: PairCriteria) => [within, codes, areDismissed];

/** All SQL statements about pairs. Statements of the reader have names like those of the feed: `changes: ...`. */
export function pairRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  const dismissal = rowReader(source, Dismissal);
  return {
    /** Finds the possible duplicates of these entries again, in one transaction. */
    refresh(ids: readonly string[]): Promise<void> {
      return withConnection(pool, async (db) => {
        await db.query({ name: 'changes: begin pairs', text: 'begin' });
        // Planning takes longer than running, and one plan suits any number of ids.
        await db.query({
          name: 'changes: plan pairs once',
          text: 'set local plan_cache_mode = force_generic_plan',
        });
        await db.query({ name: 'changes: remove pairs', text: REMOVE, values: [ids] });
        await db.query({ name: 'changes: find pairs', text: FIND, values: [ids] });
        await db.query({ name: 'changes: commit pairs', text: 'commit' });
      });
    },

    /** Returns at most `limit` ids of providers after this one, in ascending order. */
    async idsAfter(id: string, limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'changes: providers to compare',
        text: 'select id from provider where id > $1 order by id limit $2',
        values: [id, limit],
      });
      return rows.map((row) => row.id);
    },

    async byIds(criteria: PairCriteria, ids: readonly string[]): Promise<PairRow[]> {
      const { rows } = await pool.query<PairRow>({
        name: 'duplicate pairs by id',
        text: `select ${columns} from ${VISIBLE} and d.id = any($4)`,
        values: [...valuesOf(criteria), ids],
      });
      return rows;
    },

    /** Reads a page of pairs, best score first. A key is a score and an id. */
    async page(criteria: PairCriteria, { after, before, ...range }: KeyRange): Promise<PairRow[]> {
      const { values, bind } = binding(...valuesOf(criteria));
      const order = { value: '-d.score', valueType: 'int', id: 'd.id' };
      const page = keysetPage(order, { ...range, after: negated(after), before: negated(before) }, bind);
      const { rows } = await pool.query<PairRow>({
        name: `duplicate pairs${page.variant}`,
        text: `select ${columns} from ${VISIBLE} ${page.text}`,
        values,
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

    /** Reads providers by id: listed ones, and those of these local authorities (null: all) in any state. */
    async providers(ids: readonly string[], codes: Codes): Promise<Map<string, Provider>> {
      const { rows } = await pool.query({
        name: 'providers of pairs',
        text: `select ${provider.columns('p')} from provider p where p.id = any($1)
          and (p.state = 'LISTED' or $2::text[] is null or p.local_authority_code = any($2))`,
        values: [ids, codes],
      });
      return new Map(rows.map((row) => [row.id, provider.toEntity(row)]));
    },

    /** Reads what these local authorities (null: any) have set aside among pairs with these first entries, oldest first. */
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
