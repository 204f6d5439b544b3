/** How far a principle is met. Officers and providers use the same ratings. */
export const ratings = ['MET_IN_FULL', 'PARTIALLY_MET', 'NOT_YET_MET', 'NOT_APPLICABLE'] as const;
export type Rating = (typeof ratings)[number];

/** The role of an officer who reviewed or verified. This is a closed list, so that no one can enter a name. */
export const officerRoles = [
  'QUALITY_OFFICER',
  'COMMISSIONER',
  'SAFEGUARDING_OFFICER',
  'SEND_OFFICER',
  'HEALTH_AND_SAFETY_OFFICER',
] as const;
export type OfficerRole = (typeof officerRoles)[number];

/** The FHIR verification states that the hub uses. */
export const evidenceStates = [
  'ATTESTED',
  'IN_PROCESS',
  'VALIDATED',
  'NEEDS_REVALIDATION',
  'FAILED',
] as const;
export type EvidenceState = (typeof evidenceStates)[number];

/** What an inspection found about safeguarding. */
export const safeguardings = ['MET', 'NOT_MET', 'NOT_JUDGED'] as const;
export type Safeguarding = (typeof safeguardings)[number];
