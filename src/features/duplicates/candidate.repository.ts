import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import { Provider } from '../provider/provider.entity.js';
import { CANDIDATE_RULE, ENTERED_PROBES } from './candidate-rule.repository.js';
import { type FoundReason, MOST_CANDIDATES } from './duplicate.rules.js';

/** What is known of an entry that others are compared with; what is null is not compared. */
export interface Probe {
  /** Null: it is not stored. */
  readonly id: string | null;
  readonly localAuthorityCode: string | null;
  readonly name: string | null;
  readonly legalName: string | null;
  readonly urn: string | null;
  readonly ukprn: string | null;
  readonly companyNumber: string | null;
  readonly charityNumber: string | null;
  readonly postcode: string | null;
}

/** Local authorities whose entries are seen in every state; null: all of them. */
export type Codes = readonly string[] | null;

/** An entry that may be the same, with what speaks for it. */
export interface FoundCandidate {
  /** Which of the probes, from 0. */
  readonly at: number;
  readonly provider: Provider;
  /** Of 1000. */
  readonly score: number;
  readonly reasons: readonly FoundReason[];
  /** Whether the reasons are those of an entry that was merged into it. */
  readonly isThrough: boolean;
}

/** Statements that look for entries that may be the same. Who may see which is in the WHERE. */
export function candidateRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  return {
    /**
     * Candidates for each probe, best first: those that are listed, and of these local authorities all. An entry that was merged
     * is stood for by the one that it was merged into.
     */
    async find(probes: readonly Probe[], codes: Codes): Promise<FoundCandidate[]> {
      const { rows } = await pool.query<Omit<FoundCandidate, 'provider'>>({
        name: 'duplicate candidates',
        text: `with ${ENTERED_PROBES}, ${CANDIDATE_RULE},
          seen as (
            select distinct on (s.n, p.id) s.n, p.id, s.score, s.reasons, s.id <> p.id as through
              from scored s join probe q using (n) join provider p on p.id = survivor_of(s.id)
             where p.id is distinct from q.id
               and (p.state = 'LISTED' or $2::text[] is null or p.local_authority_code = any($2))
             order by s.n, p.id, s.score desc),
          ranked as (select *, row_number() over (partition by n order by score desc, id) as place from seen)
          select r.n::int as at, r.score, r.reasons, r.through as "isThrough", ${provider.columns('p')}
            from ranked r join provider p using (id) where r.place <= ${MOST_CANDIDATES} order by r.n, r.place`,
        values: [JSON.stringify(probes.map(rowOf)), codes],
      });
      return rows.map(({ at, score, reasons, isThrough, ...row }) => ({
        at,
        score,
        reasons,
        isThrough,
        provider: provider.toEntity(row),
      }));
    },

    /** A provider of these local authorities in any state; null when there is none. */
    async provider(id: string, codes: Codes): Promise<Provider | null> {
      const { rows } = await pool.query({
        name: 'provider to compare',
        text: `select ${provider.columns('p')} from provider p
          where p.id = survivor_of($1) and ($2::text[] is null or p.local_authority_code = any($2))`,
        values: [id, codes],
      });
      return rows[0] ? provider.toEntity(rows[0]) : null;
    },
  };
}
export type CandidateRepository = ReturnType<typeof candidateRepository>;

function rowOf(probe: Probe, n: number) {
  return {
    n,
    id: probe.id,
    local_authority_code: probe.localAuthorityCode,
    name: probe.name,
    legal_name: probe.legalName,
    urn: probe.urn,
    ukprn: probe.ukprn,
    company_number: probe.companyNumber,
    charity_number: probe.charityNumber,
    postcode: probe.postcode,
  };
}
