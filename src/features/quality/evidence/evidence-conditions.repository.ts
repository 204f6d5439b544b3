/** SQL conditions that decide whether evidence is valid. This is the only place that defines them. */

/**
 * SQL: the evidence under an alias is valid on a day, which is given as SQL. Evidence that is being checked is valid.
 * Evidence is not valid before its first day.
 */
export function holds(alias: string, day: string): string {
  return `(${alias}.state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED') and ${hasBegun(alias, day)}
    and (${alias}.expires_on is null or ${alias}.expires_on >= ${day}))`;
}

/** SQL: the first day of the evidence under an alias has come. Evidence issued later does not count yet, either way. */
export function hasBegun(alias: string, day: string): string {
  return `${alias}.issued_on <= ${day}`;
}

/**
 * SQL: on a day, the evidence under an alias is no longer valid, and the same local authority holds no other valid
 * evidence of that kind for the same provider. Evidence that was never recorded does not match.
 */
export function isOut(alias: string, day: string): string {
  return `(${hasBegun(alias, day)} and not ${holds(alias, day)}
    and not exists (select from evidence other where other.provider_id = ${alias}.provider_id
    and other.local_authority_code = ${alias}.local_authority_code and other.kind = ${alias}.kind and ${holds('other', day)}))`;
}

/** SQL: evidence `e` that is kept by the local authority whose register its provider `p` is in. */
export const ofOwnRegister = `evidence e join provider p on p.id = e.provider_id and p.local_authority_code = e.local_authority_code`;

/** SQL: the same evidence, limited to kinds that listings depend on in that local authority (rule `r`). */
export const followed = `${ofOwnRegister}
  join evidence_rule r on r.local_authority_code = e.local_authority_code and r.kind = e.kind and r.suspends_listing`;

/** SQL: the provider `p` is suspended because of its evidence and has not been restored since. */
export const isSuspendedByEvidence = `(p.state = 'SUSPENDED' and exists (select from listing_suspension s
  where s.provider_id = p.id and s.suspended_at = p.state_since))`;

/** SQL: all the evidence that the listing of provider `p` depends on is valid on a day. */
export function isInOrder(day: string): string {
  return `not exists (select from evidence e join evidence_rule r
      on r.local_authority_code = e.local_authority_code and r.kind = e.kind and r.suspends_listing
    where e.provider_id = p.id and e.local_authority_code = p.local_authority_code and ${isOut('e', day)})`;
}
