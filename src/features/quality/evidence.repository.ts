import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { rowReader } from '../../platform/database/rows.js';
import { Evidence, EvidenceRule } from './evidence.entity.js';
import { kept, type Reach } from './quality-reach.js';

/** Conditions of a list of evidence; what is absent does not narrow. */
export interface EvidenceCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  readonly kinds?: readonly string[];
  readonly states?: readonly string[];
  /** `yyyy-mm-dd`. */
  readonly expiresBy?: string;
  readonly affectsListing?: boolean;
}

/** Evidence with what follows from it. */
export class EvidenceView extends Evidence {
  /** It has run out or failed, the local authority lets listings follow this kind, and the provider is listed. */
  affectsListing: boolean;
}

/** A page begins after evidence that ends this day; evidence without an end comes last. */
export const NO_END = 'infinity';

/** Every SQL statement about evidence. Who may see it is in the WHERE. */
export function evidenceRepository(source: DataSource, pool: pg.Pool) {
  const evidence = rowReader(source, Evidence);
  const rule = rowReader(source, EvidenceRule);
  const affects = `(e.state in ('NEEDS_REVALIDATION', 'FAILED') and p.state = 'LISTED' and coalesce(r.suspends_listing, false))`;
  const viewed = `evidence e join provider p on p.id = e.provider_id
    left join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind`;
  const ends = `coalesce(e.expires_on, 'infinity')`;
  const narrowed = `${viewed} where ${kept('e', 1)}
    and ($3::text is null or e.local_authority_code = $3)
    and ($4::uuid is null or e.provider_id = survivor_of($4))
    and ($5::text[] is null or e.kind = any($5))
    and ($6::text[] is null or e.state = any($6))
    and ($7::date is null or e.expires_on <= $7)
    and ($8::boolean is null or ${affects} = $8)`;
  const valuesOf = ({ everything, within }: Reach, criteria: EvidenceCriteria) => [
    everything,
    within,
    criteria.localAuthorityCode,
    criteria.providerId,
    criteria.kinds,
    criteria.states,
    criteria.expiresBy,
    criteria.affectsListing,
  ];
  const columns = `${evidence.columns('e')}, ${affects} as "affectsListing"`;
  const toView = (row: object): EvidenceView => Object.assign(new EvidenceView(), row);

  return {
    async byId(reach: Reach, id: string): Promise<EvidenceView | null> {
      const text = `select ${columns} from ${viewed} where e.id = $1 and ${kept('e', 2)}`;
      const values = [id, reach.everything, reach.within];
      const { rows } = await pool.query({ name: 'evidence by id', text, values });
      return rows[0] ? toView(rows[0]) : null;
    },

    /** Evidence in reach, what ends first before, `limit` at most, after a key. */
    async page(
      reach: Reach,
      criteria: EvidenceCriteria,
      after: readonly [string, string] | null,
      limit: number,
    ): Promise<EvidenceView[]> {
      const { rows } = await pool.query({
        name: 'evidence page',
        text: `select ${columns} from ${narrowed}
          and ($9::date is null or (${ends}, e.id) > ($9, $10::uuid)) order by ${ends}, e.id limit $11`,
        values: [...valuesOf(reach, criteria), after?.[0], after?.[1], limit],
      });
      return rows.map(toView);
    },

    async count(reach: Reach, criteria: EvidenceCriteria): Promise<number> {
      const { rows } = await pool.query<{ n: number }>({
        name: 'evidence count',
        text: `select count(*)::int n from ${narrowed}`,
        values: valuesOf(reach, criteria),
      });
      return rows[0]?.n ?? 0;
    },

    /** What one local authority has settled, by kind. */
    async rules(localAuthorityCode: string): Promise<EvidenceRule[]> {
      const { rows } = await pool.query({
        name: 'evidence rules',
        text: `select ${rule.columns('r')} from evidence_rule r where r.local_authority_code = $1`,
        values: [localAuthorityCode],
      });
      return rows.map(rule.toEntity);
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

    /**
     * Marks what no longer holds on a day and answers how many. Another process that does the same waits for the rows and
     * then finds nothing left.
     */
    async expire(db: EntityManager, today: string): Promise<number> {
      await db.query(`set local statement_timeout = '5min'`); // the first day of a large register
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
