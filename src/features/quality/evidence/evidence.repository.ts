import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { binding, chosen } from '../../../platform/database/conditions.js';
import type { Queryable } from '../../../platform/database/connection.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { fromRow, rowReader } from '../../../platform/database/rows.js';
import { planned } from '../../../platform/database/sorted.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { chosenProvider } from '../../register/list/entry-list.service.js';
import type { RecordReach } from '../record/record-reach.js';
import { kept } from '../record/record-reach.repository.js';
import { Evidence } from './evidence.entity.js';
import type { EvidenceCriteria } from './evidence.rules.js';
import { isOut, isSuspendedByEvidence, ofOwnRegister } from './evidence-conditions.repository.js';
import { evidenceFigures } from './evidence-figures.repository.js';

/** Evidence, with its effect on the provider's listing. */
export class EvidenceView extends Evidence {
  /**
   * True if the evidence is no longer valid, no other evidence of its kind is valid, listings depend on the kind, and
   * the provider is listed in the same register.
   */
  affectsListing: boolean;
}

/** A kind of evidence, and its rule in one local authority. */
export interface SettledKind {
  readonly kind: string;
  readonly suspendsListing: boolean;
  readonly listingsAffected: number;
}

/** The page key of evidence that does not expire. Such evidence comes last. */
export const NO_END = 'infinity';

/** All SQL statements about evidence. The WHERE clause limits them to rows the caller may see. */
export function evidenceRepository(source: DataSource, pool: pg.Pool) {
  const evidence = rowReader(source, Evidence);
  const affects = (today: string) => `(p.state = 'LISTED' and p.local_authority_code = e.local_authority_code
    and coalesce(r.suspends_listing, false) and ${isOut('e', today)})`;
  const viewed = `evidence e join provider p on p.id = e.provider_id
    left join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind`;
  const ends = `coalesce(e.expires_on, 'infinity')`;
  const figures = evidenceFigures(pool);
  const narrowed = ({ everything, within }: RecordReach, criteria: EvidenceCriteria, today: string) => {
    const { localAuthority, provider, kind, states, expiresBy, affectsListing } = criteria;
    const { values, bind } = binding(everything, within);
    const on = `${bind(today)}::date`;
    const conditions = [
      ...chosen('e.local_authority_code', localAuthority),
      ...chosenProvider('e.provider_id', provider),
      ...chosen('e.kind', kind),
      ...chosen('e.state', states && { anyOf: states }),
    ].map((condition) => condition(bind));
    if (expiresBy !== undefined) conditions.push(`e.expires_on <= ${bind(expiresBy)}::date`);
    if (affectsListing !== undefined) conditions.push(`${affects(on)} = ${bind(affectsListing)}::boolean`);
    // Always mention the day, because Postgres needs to know the type of each parameter.
    const from = `${viewed} where ${[kept('e', 1), `${on} is not null`, ...conditions].join(' and ')}`;
    return { from, on, values, bind, conditions: conditions.length };
  };
  const columns = (today: string) => `${evidence.columns('e')}, ${affects(today)} as "affectsListing"`;
  const toView = (row: object): EvidenceView => fromRow(EvidenceView, row);

  return {
    /**
     * Reads within the open transaction. `today`, here and below, is the day on which `affectsListing` is worked out.
     */
    async byId(
      db: EntityManager,
      reach: RecordReach,
      id: string,
      today: string,
    ): Promise<EvidenceView | null> {
      const text = `select ${columns('$4::date')} from ${viewed} where e.id = $1 and ${kept('e', 2)}`;
      const rows: object[] = await db.query(text, [id, reach.everything, reach.within, today]);
      return rows[0] ? toView(rows[0]) : null;
    },

    /** Evidence the caller can reach, by id. */
    async byIds(reach: RecordReach, ids: readonly string[], today: string): Promise<EvidenceView[]> {
      const { rows } = await pool.query({
        name: 'evidence by id',
        text: `select ${columns('$4::date')} from ${viewed} where e.id = any($1) and ${kept('e', 2)}`,
        values: [ids, reach.everything, reach.within, today],
      });
      return rows.map(toView);
    },

    /** A page of the evidence the caller can reach, soonest to expire first. */
    async page(
      reach: RecordReach,
      criteria: EvidenceCriteria,
      today: string,
      range: KeyRange,
    ): Promise<EvidenceView[]> {
      const { from, on, values, bind, conditions } = narrowed(reach, criteria, today);
      const { text: page } = keysetPage({ value: ends, valueType: 'date', id: 'e.id' }, range, bind);
      const { rows } = await pool.query(
        planned(`select ${columns(on)} from ${from} ${page}`, values, conditions),
      );
      return rows.map(toView);
    },

    async count(reach: RecordReach, criteria: EvidenceCriteria, today: string): Promise<number> {
      const sum = await figures(reach, criteria);
      if (sum !== null) return sum;
      const { from, values, conditions } = narrowed(reach, criteria, today);
      const text = `select count(*)::int n from ${from}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions));
      return rows[0]?.n ?? 0;
    },

    /**
     * One local authority's rules for kinds of evidence, and how many listed providers in its register have no valid
     * evidence of each kind left. Providers suspended because of evidence count as listed. Within a transaction, pass
     * its connection.
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

    /** Raises the time limit for statements in the open transaction. The first run on a large register needs it. */
    async takeTime(db: EntityManager): Promise<void> {
      await db.query(`set local statement_timeout = '5min'`);
    },

    /**
     * Marks evidence that has expired by a day, and returns how many rows it marked. Another process that does the same
     * waits for the rows and then finds none left.
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
