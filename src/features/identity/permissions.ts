/** The permissions of each role, as data. Code checks permissions, never roles. Public data needs no permission. */

/** All permissions: what each one covers, and whether to read or change it. */
export const permissions = [
  /** Exact places, prices and addresses (class: school). */
  'place.exact',
  /** Contacts that providers publish for schools (class: school). */
  'contact.school',
  /** Contacts that providers publish for commissioners of any local authority (class: commissioner). */
  'contact.commissioner',
  /** Entries of the register in every state, and the decisions on them (class: commissioner). */
  'register.read',
  /** Create and change entries, including the fields that the council owns. */
  'register.write',
  /**
   * Approve, refuse, list, suspend, withdraw and restore entries; decide on change requests; merge and split providers.
   */
  'register.decide',
  /** The entries, drafts and requests of the caller's own provider (class: provider's own). */
  'entry.read',
  /** For the caller's own provider: create, change and submit drafts, request changes, and confirm vacancies. */
  'entry.write',
  /** For the caller's own schools: hold places, and see those holds with the school's own references. */
  'hold.place',
  /** Reviews, findings, evidence metadata, inspections, threshold advice (class: commissioner). */
  'quality.read',
  'quality.write',
  /** The history of changes, and entries as they were. */
  'history.read',
  /** What imports of files did, and how old the data from each source is. */
  'import.read',
  /** Set how long confirmations of places can be relied on, in the whole hub. */
  'decay.write',
  /** Set what schools can hold, in the whole hub. */
  'holding.manage',
  /** The rules by which providers are reminded of their vacancies. */
  'chasing.manage',
  /** Create API clients, and create and revoke their keys. */
  'client.manage',
] as const;
export type Permission = (typeof permissions)[number];
/** Permissions that apply to the schools in reach. */
export type SchoolPermission = Extract<Permission, `hold.${string}`>;

/**
 * The roles and their permissions. Commissioners and quality officers act within their local authority, provider
 * editors for their own providers, and schools and partners for their own schools.
 */
export const roles = {
  public: [],
  school: ['place.exact', 'contact.school', 'hold.place'],
  partner: ['place.exact', 'contact.school', 'hold.place'],
  provider_editor: ['place.exact', 'entry.read', 'entry.write'],
  commissioner: [
    'place.exact',
    'contact.school',
    'contact.commissioner',
    'register.read',
    'register.write',
    'register.decide',
    'quality.read',
    'history.read',
  ],
  quality_officer: [
    'place.exact',
    'contact.school',
    'contact.commissioner',
    'register.read',
    'quality.read',
    'quality.write',
    'history.read',
  ],
  administrator: [...permissions],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
export type Role = keyof typeof roles;

/** The roles of people who act for local authorities. They have nothing to do when all of theirs have ended. */
export const rolesOfAuthorities: readonly Role[] = ['commissioner', 'quality_officer'];

/** Whether a text is the name of a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}
