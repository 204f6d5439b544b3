/** What every invented name ends in, so that nobody takes it for a real one. */
export const LABEL = '(demonstration)';

/**
 * An invented provider. Order and wording may change; the name is its identity (ids are made from it), and so is the
 * name of an offering's kind and how often it came before in the same provider.
 */
export interface DemoProvider {
  /** Without the label. */
  readonly name: string;
  readonly about: string;
  /** Setting type and registration, as in `reference/codes`. */
  readonly setting: string;
  readonly registration: 'REGISTERED_SCHOOL' | 'REGISTERED_COLLEGE' | 'UNREGISTERED' | 'NOT_STATED';
  /** Invented, and such as GIAS never gives out: 0000nn for what would be a school; the UKPRN follows from it. */
  readonly urn?: string;
  /** Invented: 990000nn for a college, which has no URN. */
  readonly ukprn?: string;
  /** One Norfolk postcode sector for each site. */
  readonly sites: readonly string[];
  /** The address is a home or is kept back for safety: only the outcode is shown. */
  readonly hideAddress?: true;
  /** Kinds of offerings; the same kind may be offered twice. */
  readonly offers: readonly string[];
  /** Not listed: to show that its offerings do not appear. */
  readonly state?: 'IN_REVIEW' | 'SUSPENDED';
}

/** A mainstream school with a base or centre of its own. */
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

/** A tutoring service run from somebody's home. */
export function tutors(entry: Omit<DemoProvider, 'setting' | 'registration' | 'hideAddress'>): DemoProvider {
  return { ...entry, setting: 'OOT', registration: 'UNREGISTERED', hideAddress: true };
}
