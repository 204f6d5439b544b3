import type { RegisterState } from '../../provider/provider.entity.js';

/**
 * What an editor of a provider may change in each state of an entry. FREELY: all fields. BY_REQUEST: the provider's own fields
 * at once, and the council's through a change request. PARTS_ONLY: only records that belong to the entry. NOT_AT_ALL: nothing.
 */
export type Editing = 'FREELY' | 'BY_REQUEST' | 'PARTS_ONLY' | 'NOT_AT_ALL';

/** The rule for editors. Sites, offerings, contacts and reviews belong to a provider, vacancies also to an offering. */
export const editing: Readonly<Record<RegisterState, Editing>> = {
  DRAFT: 'FREELY',
  SUBMITTED: 'PARTS_ONLY',
  IN_REVIEW: 'PARTS_ONLY',
  LISTED: 'BY_REQUEST',
  SUSPENDED: 'BY_REQUEST',
  WITHDRAWN: 'NOT_AT_ALL',
};

/** Whether editors may change records that belong to an entry in this state, such as the contacts of a provider. */
export function mayEditParts(state: RegisterState): boolean {
  return editing[state] !== 'NOT_AT_ALL';
}
