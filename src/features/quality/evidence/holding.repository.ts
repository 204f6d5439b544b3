/** Evidence that still holds, in SQL: the one place that says so. */

/** SQL: the evidence under an alias holds on a day, which is given as SQL. Being looked at, it holds; before its first day it does not. */
export function holds(alias: string, day: string): string {
  return `(${alias}.state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED') and ${hasBegun(alias, day)}
    and (${alias}.expires_on is null or ${alias}.expires_on >= ${day}))`;
}

/** SQL: the evidence under an alias counts on a day at all: what is issued later does not yet, for better or worse. */
export function hasBegun(alias: string, day: string): string {
  return `${alias}.issued_on <= ${day}`;
}

/**
 * SQL: the evidence under an alias is out on a day, and nothing else of its kind that the same local authority keeps of the same
 * provider holds. What was never recorded is not out.
 */
export function isOut(alias: string, day: string): string {
  return `(${hasBegun(alias, day)} and not ${holds(alias, day)}
    and not exists (select from evidence other where other.provider_id = ${alias}.provider_id
    and other.local_authority_code = ${alias}.local_authority_code and other.kind = ${alias}.kind and ${holds('other', day)}))`;
}

/** SQL: what providers need to be judged by evidence of their own register's local authority: `e`, its provider `p`, and the rule `r`. */
export const ofOwnRegister = `evidence e join provider p on p.id = e.provider_id and p.local_authority_code = e.local_authority_code`;

/** SQL: as before, of the kinds that the local authority lets listings follow. */
export const followed = `${ofOwnRegister}
  join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind and r.suspends_listing`;

/** SQL: the provider `p` is suspended by evidence, and has not been restored since. */
export const isSuspendedByEvidence = `(p.state = 'SUSPENDED' and exists (select from listing_suspension s
  where s.provider_id = p.id and s.suspended_at = p.state_since))`;

/** SQL: nothing that the listing of provider `p` follows is out on a day. */
export function isInOrder(day: string): string {
  return `not exists (select from evidence e join evidence_rule r
      on r.local_authority_code = e.local_authority_code and r.kind = e.kind and r.suspends_listing
    where e.provider_id = p.id and e.local_authority_code = p.local_authority_code and ${isOut('e', day)})`;
}
