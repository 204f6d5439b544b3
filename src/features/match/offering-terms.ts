import type { Offering } from '../offering/offering.entity.js';
import { priceBandInWords, priceBandOf } from '../offering/price.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { counted } from './wording.js';

/** Terms that are compared in addition to the score, in the order in which they are shown. */
export const termKinds = ['PRICE', 'HOURS', 'GROUP_SIZE', 'LENGTH'] as const;
export type TermKind = (typeof termKinds)[number];

const pounds = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  trailingZeroDisplay: 'stripIfInteger',
});

/** A term of an offering in words; null if it is not stated. The price is a band unless `isExact`. */
export function termOf(
  offering: Offering,
  kind: TermKind,
  isExact: boolean,
  vocabulary: Vocabulary,
): string | null {
  switch (kind) {
    case 'PRICE': {
      const price = isExact ? exactPrice(offering, vocabulary) : priceBand(offering);
      return price && `${price}, without VAT and transport`;
    }
    case 'HOURS':
      return offering.hoursPerWeek === null ? null : `${counted(offering.hoursPerWeek, 'hour')} a week`;
    case 'GROUP_SIZE':
      return offering.groupSize === null ? null : `Up to ${counted(offering.groupSize, 'pupil')} in a group`;
    case 'LENGTH': {
      const { typicalWeeks, maximumWeeks } = offering;
      if (typicalWeeks === null)
        return maximumWeeks === null ? null : `At most ${counted(maximumWeeks, 'week')}`;
      const typical = `Typically ${counted(typicalWeeks, 'week')}`;
      return maximumWeeks === null ? typical : `${typical}, at most ${maximumWeeks}`;
    }
  }
}

function exactPrice({ pricePence, priceUnit }: Offering, vocabulary: Vocabulary): string | null {
  if (pricePence === null || priceUnit === null) return null;
  const unit = vocabulary.get('PRICE_UNIT', priceUnit).label.toLowerCase();
  return `${pounds.format(pricePence / 100)} ${unit}`;
}

function priceBand(offering: Offering): string | null {
  const band = priceBandOf(offering);
  return band && priceBandInWords(band);
}
