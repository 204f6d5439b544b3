/** How far a principle is met; in these words officers find and providers rate themselves. */
export const ratings = ['MET_IN_FULL', 'PARTIALLY_MET', 'NOT_YET_MET', 'NOT_APPLICABLE'] as const;
export type Rating = (typeof ratings)[number];

/** In which role somebody reviewed or verified: a closed list, so that no name can be given instead. */
export const officerRoles = [
  'QUALITY_OFFICER',
  'COMMISSIONER',
  'SAFEGUARDING_OFFICER',
  'SEND_OFFICER',
  'HEALTH_AND_SAFETY_OFFICER',
] as const;
export type OfficerRole = (typeof officerRoles)[number];

/** FHIR's states of a verification, as far as they are used here. */
export const evidenceStates = [
  'ATTESTED',
  'IN_PROCESS',
  'VALIDATED',
  'NEEDS_REVALIDATION',
  'FAILED',
] as const;
export type EvidenceState = (typeof evidenceStates)[number];

/** What an inspection says of safeguarding. */
export const safeguardings = ['MET', 'NOT_MET', 'NOT_JUDGED'] as const;
export type Safeguarding = (typeof safeguardings)[number];
