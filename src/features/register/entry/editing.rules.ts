import type { RegisterState } from '../../provider/provider.entity.js';

/**
 * What an editor of a provider may do with an entry, by where it stands: change it freely; change its own fields and ask for the
 * others; change only what belongs to it, while the council looks at it; or nothing, and nothing of what belongs to it either.
 */
export type Editing = 'FREELY' | 'BY_REQUEST' | 'PARTS_ONLY' | 'NOT_AT_ALL';

/** The one rule of what editors may do. Sites, offerings, contacts and reviews belong to their provider, vacancies to an offering too. */
export const editing: Readonly<Record<RegisterState, Editing>> = {
  DRAFT: 'FREELY',
  SUBMITTED: 'PARTS_ONLY',
  IN_REVIEW: 'PARTS_ONLY',
  LISTED: 'BY_REQUEST',
  SUSPENDED: 'BY_REQUEST',
  WITHDRAWN: 'NOT_AT_ALL',
};

/** Whether editors may change what belongs to an entry in this state: contacts, sites and offerings of a provider, vacancies of an offering. */
export function mayEditParts(state: RegisterState): boolean {
  return editing[state] !== 'NOT_AT_ALL';
}
