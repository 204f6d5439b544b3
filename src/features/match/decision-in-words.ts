import { dateInWords } from '../../platform/clock.js';
import type { ListingBasis, ListingDecision } from '../register/listing/listing-decision.entity.js';

/** Names of local authorities by code. */
export interface Authorities {
  readonly localAuthorities: ReadonlyMap<string, { readonly name: string }>;
}

const bases: Readonly<Record<ListingBasis, string>> = {
  NOT_APPROVED_LIST: 'keeps it on a list of what is known, which approves nothing',
  MINIMUM_STANDARDS_MET: 'found its minimum standards met',
  TENDERED: 'chose it by tender',
  FRAMEWORK_LOT: 'has it on a lot of its purchasing framework',
};

/** A decision that holds, as a sentence, with its caveat. */
export function decisionInWords(decision: ListingDecision, { localAuthorities }: Authorities): string {
  const { basis, scope, validFrom, validTo, caveat, localAuthorityCode } = decision;
  const who = localAuthorities.get(localAuthorityCode)?.name ?? 'A local authority';
  const what = scope ? ` for ${scope.replace(/\.$/, '')}` : '';
  const until = validTo ? ` to ${dateInWords(validTo)}` : '';
  const sentence = `${who} ${bases[basis]}${what}, from ${dateInWords(validFrom)}${until}.`;
  return caveat ? `${sentence} ${caveat}` : sentence;
}
