/** Every invented name ends in this, so that people do not take it for a real one. */
export const LABEL = '(demonstration)';

/**
 * An invented provider. Order and wording may change. Its name is its identity (ids are derived from it). The identity of an
 * offering is its kind, and how often that kind came before in the same provider.
 */
export interface DemoProvider {
  /** Without the label. */
  readonly name: string;
  readonly about: string;
  /** Setting type and registration, as in `reference/codes`. */
  readonly setting: string;
  readonly registration: 'REGISTERED_SCHOOL' | 'REGISTERED_COLLEGE' | 'UNREGISTERED' | 'NOT_STATED';
  /** Invented, and never given out by GIAS: 0000nn for what would be a school. The UKPRN is derived from it. */
  readonly urn?: string;
  /** Invented: 990000nn for a college, which has no URN. */
  readonly ukprn?: string;
  /** One Norfolk postcode sector for each site. */
  readonly sites: readonly string[];
  /** The address is a home or is withheld for safety: only the outcode is shown. */
  readonly hideAddress?: true;
  /** Kinds of offerings; the same kind may be offered twice. */
  readonly offers: readonly string[];
  /** Not listed, to show that its offerings do not appear. */
  readonly state?: 'IN_REVIEW' | 'SUSPENDED';
}

/** A mainstream school with its own base or centre. */
export function mainstream(
  entry: Omit<DemoProvider, 'setting' | 'registration'> & { urn: string },
): DemoProvider {
  return { ...entry, setting: 'MAINSTREAM_SCHOOL', registration: 'REGISTERED_SCHOOL' };
}

/** Any other registered school. */
export function school(entry: Omit<DemoProvider, 'registration'> & { urn: string }): DemoProvider {
  return { ...entry, registration: 'REGISTERED_SCHOOL' };
}

/** A farm, club, charity or company that is not registered as a school. */
export function other(entry: Omit<DemoProvider, 'setting' | 'registration'>): DemoProvider {
  return { ...entry, setting: 'OTH', registration: 'UNREGISTERED' };
}

/** A workshop or employer. */
export function workshop(entry: Omit<DemoProvider, 'setting' | 'registration'>): DemoProvider {
  return { ...entry, setting: 'WBP', registration: 'UNREGISTERED' };
}

/** A tutoring service run from a tutor's home. */
export function tutors(entry: Omit<DemoProvider, 'setting' | 'registration' | 'hideAddress'>): DemoProvider {
  return { ...entry, setting: 'OOT', registration: 'UNREGISTERED', hideAddress: true };
}
