import { outcodeOf, sectorOf } from '../place/postcode.js';
import { Site } from './site.entity.js';

/**
 * A site as it is shown. A home-based one has its outcode for a postcode, the outcode's centre for a position, no district and
 * no street.
 */
export class SiteView extends Site {
  /** Its postcode sector, which tells the planning area and is never shown; of a home-based site the outcode. */
  vicinity: string;
}

/** What areas a site lies in depends on: its postcode sector, or the outcode alone where no more may be known. */
export function vicinityOf({
  postcode,
  addressVisibility,
}: Pick<Site, 'postcode' | 'addressVisibility'>): string {
  return addressVisibility === 'OUTCODE' ? outcodeOf(postcode) : sectorOf(postcode);
}
