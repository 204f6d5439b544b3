import { outcodeOf, sectorOf } from '../place/postcode.js';
import { Site } from './site.entity.js';

/**
 * A site as it is shown. For a home-based site, the postcode is its outcode, the position is the centre of the outcode,
 * and there is no district and no street.
 */
export class SiteView extends Site {
  /** The postcode sector; for a home-based site, the outcode. The planning area depends on it. It is never shown. */
  vicinity: string;
}

/** What decides the areas that contain a site: its postcode sector, or only the outcode for a home-based site. */
export function vicinityOf({
  postcode,
  addressVisibility,
}: Pick<Site, 'postcode' | 'addressVisibility'>): string {
  return addressVisibility === 'OUTCODE' ? outcodeOf(postcode) : sectorOf(postcode);
}
