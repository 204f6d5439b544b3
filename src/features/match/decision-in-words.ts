import { dateInWords } from '../../platform/clock.js';
import type { ListingBasis, ListingDecision } from '../register/listing/listing-decision.entity.js';

/** Names of local authorities by code. */
export interface Authorities {
  readonly localAuthorities: ReadonlyMap<string, { readonly name: string }>;
}

const bases: Readonly<Record<ListingBasis, string>> = {
  NOT_APPROVED_LIST: 'lists it as known provision, without approving it',
  MINIMUM_STANDARDS_MET: 'found that it meets the authority’s minimum standards',
  TENDERED: 'chose it through a tender',
  FRAMEWORK_LOT: 'includes it in a lot of its purchasing framework',
};

/** A listing decision that is in force, as a sentence, followed by its caveat. */
export function decisionInWords(decision: ListingDecision, { localAuthorities }: Authorities): string {
  const { basis, scope, validFrom, validTo, caveat, localAuthorityCode } = decision;
  const who = localAuthorities.get(localAuthorityCode)?.name ?? 'A local authority';
  const what = scope ? ` for ${scope.replace(/\.$/, '')}` : '';
  const until = validTo ? ` to ${dateInWords(validTo)}` : '';
  const sentence = `${who} ${bases[basis]}${what}, from ${dateInWords(validFrom)}${until}.`;
  return caveat ? `${sentence} ${caveat}` : sentence;
}
