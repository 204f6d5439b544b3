import type { Offering } from '../offering/offering.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { counted } from './wording.js';

/** Terms that are compared beside the score, in the order they are shown. */
export const termKinds = ['PRICE', 'HOURS', 'GROUP_SIZE', 'LENGTH'] as const;
export type TermKind = (typeof termKinds)[number];

const pounds = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  trailingZeroDisplay: 'stripIfInteger',
});

/** A term of an offering in words; null when it is not stated. */
export function termOf(offering: Offering, kind: TermKind, vocabulary: Vocabulary): string | null {
  switch (kind) {
    case 'PRICE': {
      const { pricePence, priceUnit } = offering;
      if (pricePence === null || priceUnit === null) return null;
      const unit = vocabulary.get('PRICE_UNIT', priceUnit).label.toLowerCase();
      return `${pounds.format(pricePence / 100)} ${unit}, without VAT and transport`;
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
