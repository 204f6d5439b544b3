/**
 * Who may do what, as data: roles to permissions. Code asks for permissions and never for roles. Reading what is public
 * needs none.
 */

/** A permission: what is touched, and how. */
export const permissions = [
  /** Exact places, prices and addresses (class: school). */
  'place.exact',
  /** Contacts that providers keep for schools (class: school). */
  'contact.school',
  /** Contacts that providers keep for commissioners, of whichever local authority (class: commissioner). */
  'contact.commissioner',
  /** Entries of the register in every state, and who decided what (class: commissioner). */
  'register.read',
  /** Make and change entries, the fields that the council owns included. */
  'register.write',
  /** Approve, refuse, list, suspend, withdraw, restore; decide on change requests; merge and split. */
  'register.decide',
  /** An own provider's entries, drafts and requests (class: provider's own). */
  'entry.read',
  /** Make and change an own provider's drafts, submit them, ask for changes, confirm vacancies. */
  'entry.write',
  /** Reviews, findings, evidence metadata, inspections, threshold advice (class: commissioner). */
  'quality.read',
  'quality.write',
  /** Who changed what, and entries as they were. */
  'history.read',
  /** Clients of the API: make, rotate, revoke. */
  'client.manage',
] as const;
export type Permission = (typeof permissions)[number];

/** A role and what it may do. Commissioners and quality officers may within their local authority, providers within their own. */
export const roles = {
  public: [],
  school: ['place.exact', 'contact.school'],
  partner: ['place.exact', 'contact.school'],
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

/** Whether a text names a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}
