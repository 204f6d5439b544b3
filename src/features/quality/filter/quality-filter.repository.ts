import type { z } from 'zod';
import { chosen, chosenBy } from '../../../platform/database/conditions.js';
import { anyFoundBy, type Bind, type Condition, whether } from '../../register/list/entry-list.service.js';
import {
  hasBegun,
  holds,
  isInOrder,
  isOut,
  isSuspendedByEvidence,
} from '../evidence/evidence-conditions.repository.js';
import type { RecordReach } from '../record/record-reach.js';
import { groundsAt, registrationRules, type ThresholdLevel } from '../threshold/threshold.rules.js';
import type { qualityFilter } from './quality-filter.rules.js';

/** The filter, after validation. */
export type QualityCriteria = z.output<typeof qualityFilter>;

/** SQL: the record is kept by the local authority whose register the provider `p` is in. */
const ownOf = (alias: string) =>
  `${alias}.provider_id = p.id and ${alias}.local_authority_code = p.local_authority_code`;

/** SQL: the provider under an alias is in a register where the actor may read quality. */
type Within = (alias: string, bind: Bind) => string;

/**
 * Conditions on the provider `p` of register entries. They always limit entries to registers where the actor may read
 * quality.
 */
export function qualityConditions(reach: RecordReach, criteria: QualityCriteria, today: string): Condition[] {
  const within: Within = (alias, bind) =>
    reach.everything ? 'true' : `${alias}.local_authority_code = any(${bind(reach.within)}::text[])`;
  return [
    (bind) => within('p', bind),
    ...ofEvidence(criteria, today, within),
    ...ofSuspensions(criteria, today),
    ...ofReviews(criteria, today),
    ...ofInspections(criteria, within),
    ...ofAdvice(criteria, today),
  ];
}

/** SQL: the provider has a matching record, under an alias, kept by the local authority of its own register. */
const isNamedBy = (records: string, alias: string, where: string, within: string) =>
  `p.id = ${anyFoundBy(`select ${alias}.provider_id from ${records} ${alias} join provider own
    on own.id = ${alias}.provider_id and own.local_authority_code = ${alias}.local_authority_code
    where ${within} and ${where}`)}`;

const endsWithin = (today: string, days: string) =>
  `${holds('e', today)} and e.expires_on <= ${today} + ${days}`;

function ofEvidence(criteria: QualityCriteria, today: string, within: Within): Condition[] {
  const { evidenceKind, evidenceState, evidenceExpiresWithinDays, evidenceOut, evidenceMissing } = criteria;
  const found: Condition[] = [];
  if (evidenceKind || evidenceState || evidenceExpiresWithinDays !== undefined) {
    found.push((bind) => {
      const conditions = [
        ...chosen('e.kind', evidenceKind).map((condition) => condition(bind)),
        ...(evidenceState ? [`e.state = any(${bind(evidenceState)}::text[])`] : []),
        ...(evidenceExpiresWithinDays === undefined
          ? []
          : [endsWithin(`${bind(today)}::date`, `${bind(evidenceExpiresWithinDays)}::int`)]),
      ];
      return `exists (select from evidence e where ${[ownOf('e'), ...conditions].join(' and ')})`;
    });
  }
  const isOutOf =
    (kinds: readonly string[]): Condition =>
    (bind) => {
      const out = `e.kind = any(${bind(kinds)}::text[]) and ${isOut('e', `${bind(today)}::date`)}`;
      return isNamedBy('evidence', 'e', out, within('e', bind));
    };
  const lacks =
    (kinds: readonly string[]): Condition =>
    (bind) => {
      const begun = hasBegun('e', `${bind(today)}::date`);
      const missing = (kind: string) =>
        `not exists (select from evidence e where ${ownOf('e')} and e.kind = ${bind(kind)}::text and ${begun})`;
      return `(${kinds.map(missing).join(' or ')})`;
    };
  return [...found, ...chosenBy(evidenceOut ?? {}, isOutOf), ...chosenBy(evidenceMissing ?? {}, lacks)];
}

function ofSuspensions({ suspendedByEvidence, readyToRestore }: QualityCriteria, today: string): Condition[] {
  const found: Condition[] = [];
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
  const { reviewDueWithinDays, reviewOverdue, actionOverdue } = criteria;
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
  return found;
}

function ofInspections({ safeguardingNotMet }: QualityCriteria, within: Within): Condition[] {
  if (safeguardingNotMet === undefined) return [];
  const notMet = `i.safeguarding = 'NOT_MET' and not exists (select from inspection later where later.provider_id = i.provider_id
    and later.local_authority_code = i.local_authority_code and later.inspected_on > i.inspected_on)`;
  return [
    (bind) => whether(safeguardingNotMet, `(${isNamedBy('inspection', 'i', notMet, within('i', bind))})`),
  ];
}

/** SQL: the grounds, as bits, that give a level or a higher one under any rule in force. */
function groundsFor(level: ThresholdLevel, bind: Bind, today: string): string {
  const masks = registrationRules.map((rule) => `when '${rule}' then ${groundsAt(level, [rule])}`).join(' ');
  return `(select bit_or(case code ${masks} end) from registration_rule where in_force_from <= ${bind(today)}::date)`;
}

function ofAdvice({ thresholdAdvice }: QualityCriteria, today: string): Condition[] {
  if (!thresholdAdvice) return [];
  return [
    (bind) => {
      const reaches = (level: ThresholdLevel) => `t.threshold & ${groundsFor(level, bind, today)} <> 0`;
      const at = {
        NONE: () => `not ${reaches('LOOK')}`,
        LOOK: () => `${reaches('LOOK')} and not ${reaches('CLOSE')}`,
        CLOSE: () => `${reaches('CLOSE')} and not ${reaches('LIKELY')}`,
        LIKELY: () => reaches('LIKELY'),
      } satisfies Record<ThresholdLevel, () => string>;
      const levels = thresholdAdvice.map((level) => at[level]()).join(' or ') || 'false';
      return `exists (select from provider_tally t where t.provider_id = p.id and t.state not in ('DRAFT', 'WITHDRAWN') and
        case when t.registration like 'REGISTERED\\_%' then ${bind(thresholdAdvice.includes('NONE'))}::boolean else ${levels} end)`;
    },
  ];
}
