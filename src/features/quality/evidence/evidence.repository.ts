import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../../../platform/database/connection.js';
import { fromRow, rowReader } from '../../../platform/database/rows.js';
import { kept, type Reach } from '../record/quality-reach.js';
import { Evidence } from './evidence.entity.js';
import type { EvidenceCriteria } from './evidence.rules.js';
import { evidenceFigures } from './evidence-figures.repository.js';
import { isOut, isSuspendedByEvidence, ofOwnRegister } from './holding.repository.js';

/** Evidence with what follows from it. */
export class EvidenceView extends Evidence {
  /** It is out, nothing else of its kind holds, listings follow the kind, and the provider is listed in the same register. */
  affectsListing: boolean;
}

/** A kind of evidence in one local authority. */
export interface SettledKind {
  readonly kind: string;
  readonly suspendsListing: boolean;
  readonly listingsAffected: number;
}

/** A page begins after evidence that ends this day; evidence without an end comes last. */
export const NO_END = 'infinity';

/** Every SQL statement about evidence. Who may see it is in the WHERE. */
export function evidenceRepository(source: DataSource, pool: pg.Pool) {
  const evidence = rowReader(source, Evidence);
  const affects = (today: string) => `(p.state = 'LISTED' and p.local_authority_code = e.local_authority_code
    and coalesce(r.suspends_listing, false) and ${isOut('e', today)})`;
  const viewed = `evidence e join provider p on p.id = e.provider_id
    left join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind`;
  const ends = `coalesce(e.expires_on, 'infinity')`;
  const figures = evidenceFigures(pool);
  const narrowed = `${viewed} where ${kept('e', 1)}
    and ($3::text is null or e.local_authority_code = $3)
    and ($4::uuid is null or e.provider_id = survivor_of($4))
    and ($5::text[] is null or e.kind = any($5))
    and ($6::text[] is null or e.state = any($6))
    and ($7::date is null or e.expires_on <= $7)
    and ($8::boolean is null or ${affects('$9::date')} = $8)`;
  const valuesOf = ({ everything, within }: Reach, criteria: EvidenceCriteria, today: string) => [
    everything,
    within,
    criteria.localAuthorityCode,
    criteria.providerId,
    criteria.kinds,
    criteria.states,
    criteria.expiresBy,
    criteria.affectsListing,
    today,
  ];
  const columns = (today: string) => `${evidence.columns('e')}, ${affects(today)} as "affectsListing"`;
  const toView = (row: object): EvidenceView => fromRow(EvidenceView, row);

  return {
    /** As the transaction that is open sees it. `today`, here and below, is the day for which it is said whether it affects a listing. */
    async byId(db: EntityManager, reach: Reach, id: string, today: string): Promise<EvidenceView | null> {
      const text = `select ${columns('$4::date')} from ${viewed} where e.id = $1 and ${kept('e', 2)}`;
      const rows: object[] = await db.query(text, [id, reach.everything, reach.within, today]);
      return rows[0] ? toView(rows[0]) : null;
    },

    /** Evidence in reach, what ends first before, `limit` at most, after a key. */
    async page(
      reach: Reach,
      criteria: EvidenceCriteria,
      today: string,
      after: readonly [string, string] | null,
      limit: number,
    ): Promise<EvidenceView[]> {
      const { rows } = await pool.query({
        name: 'evidence page',
        text: `select ${columns('$9::date')} from ${narrowed}
          and ($10::date is null or (${ends}, e.id) > ($10, $11::uuid)) order by ${ends}, e.id limit $12`,
        values: [...valuesOf(reach, criteria, today), after?.[0], after?.[1], limit],
      });
      return rows.map(toView);
    },

    async count(reach: Reach, criteria: EvidenceCriteria, today: string): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { rows } = await pool.query<{ n: number }>({
        name: 'evidence count',
        text: `select count(*)::int n from ${narrowed}`,
        values: valuesOf(reach, criteria, today),
      });
      return rows[0]?.n ?? 0;
    },

    /**
     * What one local authority has settled of kinds, and how many listed providers of its register have such evidence out.
     * Those that are suspended by it count as listed. Within a transaction, asked with its connection.
     */
    async kindsOf(
      localAuthorityCode: string,
      today: string,
      { kind, db = pool }: { readonly kind?: string; readonly db?: Queryable } = {},
    ): Promise<SettledKind[]> {
      const { rows } = await db.query<SettledKind>({
        name: 'evidence kinds of local authority',
        text: `
          select kind, coalesce(r.suspends_listing, false) as "suspendsListing", coalesce(a.n, 0)::int as "listingsAffected"
            from (select kind, suspends_listing from evidence_rule where local_authority_code = $1) r
            full join (select e.kind, count(distinct e.provider_id) as n from ${ofOwnRegister}
                        where e.local_authority_code = $1 and (p.state = 'LISTED' or ${isSuspendedByEvidence})
                          and ${isOut('e', '$2::date')}
                          and ($3::text is null or e.kind = $3) group by e.kind) a using (kind)
           where $3::text is null or kind = $3`,
        values: [localAuthorityCode, today, kind],
      });
      return rows;
    },

    async setRule(
      db: EntityManager,
      localAuthorityCode: string,
      kind: string,
      suspends: boolean,
    ): Promise<void> {
      await db.query(
        `insert into evidence_rule as r (id, local_authority_code, kind, suspends_listing) values ($1, $2, $3, $4)
         on conflict on constraint evidence_rule_kind do update
           set suspends_listing = excluded.suspends_listing, version = r.version + 1, updated_at = now()
         where r.suspends_listing <> excluded.suspends_listing`,
        [uuidv7(), localAuthorityCode, kind, suspends],
      );
    },

    /** Lets the statements of the open transaction take as long as the first day of a large register does. */
    async takeTime(db: EntityManager): Promise<void> {
      await db.query(`set local statement_timeout = '5min'`);
    },

    /**
     * Marks what no longer holds on a day and answers how many. Another process that does the same waits for the rows and
     * then finds nothing left.
     */
    async expire(db: EntityManager, today: string): Promise<number> {
      const [, count]: [unknown, number] = await db.query(
        `update evidence set state = 'NEEDS_REVALIDATION', version = version + 1, updated_at = now()
          where state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED') and expires_on < $1`,
        [today],
      );
      return count;
    },
  };
}
export type EvidenceRepository = ReturnType<typeof evidenceRepository>;
