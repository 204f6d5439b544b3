import { Site } from './site.entity.js';

/**
 * A site as the public may see it. A home-based one has its outcode for a postcode, the outcode's centre for a
 * position, and no street.
 */
export class SiteView extends Site {
  /** The true postcode sector: tells the planning area, and is never shown. */
  sector: string;
}
