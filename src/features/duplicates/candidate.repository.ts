import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import { nameForms } from '../../platform/text.js';
import { Provider } from '../provider/provider.entity.js';
import { CANDIDATE_RULE, ENTERED_PROBES } from './candidate-rule.repository.js';
import { type FoundReason, MOST_CANDIDATES } from './duplicate.rules.js';

/** The values that other entries are compared with. A null value is not compared. */
export interface Probe {
  /** Null if the entry is not stored. */
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

/** Codes of the local authorities whose entries the caller sees in all states. Null means all. */
export type Codes = readonly string[] | null;

/** A possible duplicate, with the reasons. */
export interface FoundCandidate {
  /** The position of the probe, from 0. */
  readonly at: number;
  readonly provider: Provider;
  /** Up to 1000. */
  readonly score: number;
  readonly reasons: readonly FoundReason[];
  /** Whether the reasons concern an entry that was merged into this one. */
  readonly isThrough: boolean;
}

/** The statements that look for possible duplicates. The WHERE holds what the caller may see. */
export function candidateRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  return {
    /**
     * Finds candidates for each probe, best first: listed entries, and all entries of these local authorities. An entry that
     * was merged is replaced by the one it was merged into.
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

    /** Reads a provider of these local authorities in any state. Returns null if there is none. */
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
    forms: probe.name === null ? null : nameForms(probe.name).join('\n'),
  };
}
