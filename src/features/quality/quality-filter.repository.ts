import type { z } from 'zod';
import { type Condition, whether } from '../register/register.service.js';
import { holds, isInOrder, isOut, isSuspendedByEvidence } from './holding.repository.js';
import type { qualityFilter } from './quality-filter.rules.js';
import type { Reach } from './quality-reach.js';
import { talliesAt } from './threshold-facts.rules.js';

/** What is asked for, checked. */
export type QualityCriteria = z.output<typeof qualityFilter>;

/** SQL: kept by the local authority whose register the provider `p` is in. */
const ownOf = (alias: string) =>
  `${alias}.provider_id = p.id and ${alias}.local_authority_code = p.local_authority_code`;

/** Conditions on the provider `p` of entries of the register: only where the actor may read quality, whatever else is asked. */
export function qualityConditions(reach: Reach, criteria: QualityCriteria, today: string): Condition[] {
  const within: Condition = reach.everything
    ? () => 'true'
    : (bind) => `p.local_authority_code = any(${bind(reach.within)}::text[])`;
  return [within, ...ofEvidence(criteria, today), ...ofReviews(criteria, today), ...ofAdvice(criteria)];
}

function ofEvidence(criteria: QualityCriteria, today: string): Condition[] {
  const { evidenceKind, evidenceState, evidenceExpiresWithinDays, evidenceOut, evidenceMissing } = criteria;
  const { suspendedByEvidence, readyToRestore } = criteria;
  const found: Condition[] = [];
  if (evidenceKind || evidenceState || evidenceExpiresWithinDays !== undefined) {
    found.push((bind) => {
      const on = `${bind(today)}::date`;
      const conditions = [
        ...(evidenceKind ? [`e.kind = any(${bind(evidenceKind)}::text[])`] : []),
        ...(evidenceState ? [`e.state = any(${bind(evidenceState)}::text[])`] : []),
        ...(evidenceExpiresWithinDays === undefined
          ? []
          : [`${holds('e', on)} and e.expires_on <= ${on} + ${bind(evidenceExpiresWithinDays)}::int`]),
      ];
      return `exists (select from evidence e where ${[ownOf('e'), ...conditions].join(' and ')})`;
    });
  }
  if (evidenceOut) {
    found.push(
      (
        bind,
      ) => `exists (select from evidence e where ${ownOf('e')} and e.kind = any(${bind(evidenceOut)}::text[])
        and ${isOut('e', `${bind(today)}::date`)})`,
    );
  }
  if (evidenceMissing) {
    found.push(
      (bind) => `exists (select from unnest(${bind(evidenceMissing)}::text[]) wanted(kind)
        where not exists (select from evidence e where ${ownOf('e')} and e.kind = wanted.kind))`,
    );
  }
  if (suspendedByEvidence !== undefined) {
    found.push(() => whether(suspendedByEvidence, isSuspendedByEvidence));
  }
  if (readyToRestore !== undefined) {
    found.push((bind) =>
      whether(readyToRestore, `(${isSuspendedByEvidence} and ${isInOrder(`${bind(today)}::date`)})`),
    );
  }
  return found;
}

function ofReviews(criteria: QualityCriteria, today: string): Condition[] {
  const { reviewDueWithinDays, reviewOverdue, actionOverdue, safeguardingNotMet } = criteria;
  const found: Condition[] = [];
  const planned = `exists (select from quality_review r where ${ownOf('r')} and r.state = 'PLANNED'`;
  if (reviewDueWithinDays !== undefined) {
    found.push((bind) => {
      const on = `${bind(today)}::date`;
      return `${planned} and r.due_on between ${on} and ${on} + ${bind(reviewDueWithinDays)}::int)`;
    });
  }
  if (reviewOverdue !== undefined) {
    found.push((bind) => whether(reviewOverdue, `${planned} and r.due_on < ${bind(today)}::date)`));
  }
  if (actionOverdue !== undefined) {
    found.push((bind) =>
      whether(
        actionOverdue,
        `exists (select from quality_action a join quality_review r on r.id = a.review_id
          where ${ownOf('r')} and a.done_on is null and a.due_on < ${bind(today)}::date)`,
      ),
    );
  }
  if (safeguardingNotMet !== undefined) {
    const last = `(select i.safeguarding from inspection i where ${ownOf('i')} order by i.inspected_on desc limit 1)`;
    found.push(() => `coalesce(${last}, '') ${safeguardingNotMet ? '=' : '<>'} 'NOT_MET'`);
  }
  return found;
}

/** Providers without a tally have nothing to count. */
function ofAdvice({ thresholdAdvice }: QualityCriteria): Condition[] {
  if (!thresholdAdvice) return [];
  return [
    (bind) => {
      const at = (registration: string) => `any(${bind(talliesAt(thresholdAdvice, registration))}::int[])`;
      const tally = 'coalesce((select t.threshold from provider_tally t where t.provider_id = p.id), 0)';
      return `(p.state not in ('DRAFT', 'WITHDRAWN') and case
        when p.registration like 'REGISTERED\\_%' then ${bind(thresholdAdvice.includes('NONE'))}::boolean
        when p.registration = 'UNREGISTERED' then ${tally} = ${at('UNREGISTERED')}
        else ${tally} = ${at('NOT_STATED')} end)`;
    },
  ];
}
