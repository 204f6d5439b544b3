import type pg from 'pg';
import {
  followed,
  isInOrder,
  isOut,
  isSuspendedByEvidence,
} from '../evidence/evidence-conditions.repository.js';
import type { RecordReach } from '../record/record-reach.js';
import { kept } from '../record/record-reach.repository.js';
import type { KeptRule } from '../threshold/threshold.rules.js';

/** Counts of evidence, reviews and actions in one local authority on a day. */
export interface QualityCounts {
  readonly evidenceToRevalidate: number;
  readonly evidenceExpiringIn30Days: number;
  readonly evidenceExpiringIn60Days: number;
  readonly evidenceExpiringIn90Days: number;
  readonly listingsAffected: number;
  readonly suspendedByEvidence: number;
  readonly readyToRestore: number;
  readonly reviewsOverdue: number;
  readonly reviewsDueIn30Days: number;
  readonly actionsOverdue: number;
}

/** How many providers share one registration and one threshold tally. */
export interface CountedTally {
  readonly registration: string;
  readonly tally: number;
  readonly providers: number;
  /** All rules on registration, oldest first. */
  readonly rules: readonly KeptRule[];
}

/** SQL: a column that holds the rules on registration. */
const RULES = `(select json_agg(json_build_object('code', r.code, 'title', r.title, 'law', r.law, 'inForceFrom', r.in_force_from)
  order by r.code desc) from registration_rule r) as rules`;

/** States of evidence that is valid until its last day. */
const GOOD = `('ATTESTED', 'IN_PROCESS', 'VALIDATED')`;

/** All SQL statements of the overview: two, however large the register is, and one for the advice on a provider. */
export function overviewRepository(pool: pg.Pool) {
  return {
    /** Counts of one local authority; days from `today`, `yyyy-mm-dd`. */
    async counts(localAuthorityCode: string, today: string): Promise<QualityCounts> {
      const { rows } = await pool.query<QualityCounts>({
        name: 'quality counts',
        text: `
          select (select count(*)::int from evidence e where e.local_authority_code = $1
                     and e.state in ('NEEDS_REVALIDATION', 'FAILED'))
                 + (select count(*)::int from evidence e where e.local_authority_code = $1
                     and e.state in ${GOOD} and e.expires_on < $2) as "evidenceToRevalidate",
                 expiring.*, reviews.*,
                 (select count(distinct e.provider_id)::int from ${followed}
                   where e.local_authority_code = $1 and p.state = 'LISTED' and ${isOut('e', '$2::date')}) as "listingsAffected",
                 suspended.*,
                 (select count(*)::int from quality_action a join quality_review r on r.id = a.review_id
                   where r.local_authority_code = $1 and a.done_on is null and a.due_on < $2) as "actionsOverdue"
            from (select count(*) filter (where e.expires_on <= $2::date + 30)::int as "evidenceExpiringIn30Days",
                         count(*) filter (where e.expires_on <= $2::date + 60)::int as "evidenceExpiringIn60Days",
                         count(*)::int as "evidenceExpiringIn90Days"
                    from evidence e where e.local_authority_code = $1 and e.state in ${GOOD}
                     and e.expires_on between $2 and $2::date + 90) expiring,
                 (select count(*) filter (where due_on < $2)::int as "reviewsOverdue",
                         count(*) filter (where due_on >= $2)::int as "reviewsDueIn30Days"
                    from quality_review where local_authority_code = $1 and state = 'PLANNED' and due_on <= $2::date + 30) reviews,
                 (select count(*)::int as "suspendedByEvidence",
                         count(*) filter (where ${isInOrder('$2::date')})::int as "readyToRestore"
                    from provider p where p.local_authority_code = $1 and ${isSuspendedByEvidence}) suspended`,
        values: [localAuthorityCode, today],
      });
      return rows[0]!;
    },

    /**
     * Threshold tallies of a local authority's providers, without drafts and withdrawn providers. Providers with the
     * same tally are counted together.
     */
    async talliesIn(localAuthorityCode: string): Promise<CountedTally[]> {
      const { rows } = await pool.query<CountedTally>({
        name: 'threshold tallies of local authority',
        text: `select t.registration, t.threshold as tally, count(*)::int as providers, ${RULES} from provider_tally t
                where t.local_authority_code = $1 and t.state not in ('DRAFT', 'WITHDRAWN') group by 1, 2`,
        values: [localAuthorityCode],
      });
      return rows;
    },

    /** The tally of one provider in a register the caller can reach; null if there is none. */
    async tallyOf(reach: RecordReach, providerId: string): Promise<Omit<CountedTally, 'providers'> | null> {
      const { rows } = await pool.query<Omit<CountedTally, 'providers'>>({
        name: 'threshold tally of provider',
        text: `select t.registration, t.threshold as tally, ${RULES} from provider_tally t
                where t.provider_id = survivor_of($1) and ${kept('t', 2)}`,
        values: [providerId, reach.everything, reach.within],
      });
      return rows[0] ?? null;
    },
  };
}
export type OverviewRepository = ReturnType<typeof overviewRepository>;
