import type { Warning } from '../../platform/warning.js';
import type { PlaceService } from '../place/place.service.js';
import { outcodeOf, sectorOf } from '../place/postcode.js';
import type { Site } from './site.entity.js';

/** What the person who gave a site its postcode should know about its place. */
export function placeWarnings(
  {
    postcode,
    positionPrecision,
    districtCode,
  }: Pick<Site, 'postcode' | 'positionPrecision' | 'districtCode'>,
  places: Pick<PlaceService, 'knowsDistrict'>,
): Warning[] {
  const warnings: Warning[] = [];
  const only =
    positionPrecision === 'SECTOR' ? ['sector', sectorOf(postcode)] : ['outcode', outcodeOf(postcode)];
  if (positionPrecision === 'SECTOR' || positionPrecision === 'OUTCODE') {
    const message =
      `The site was placed to its ${only.join(' ')} only, because the position of ${postcode} is not known yet. ` +
      'Distances to it can be some kilometres wrong. It is placed again when the postcode is imported.';
    warnings.push({ code: 'COARSE_POSITION', message });
  }
  if (districtCode !== null && !places.knowsDistrict(districtCode)) {
    const message = `The site is in the district ${districtCode}, which the hub does not know yet, so it is shown without a district.`;
    warnings.push({ code: 'UNKNOWN_DISTRICT', message });
  }
  return warnings;
}
