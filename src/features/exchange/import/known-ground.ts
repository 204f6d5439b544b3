import { haversineMetres, type LatLng } from '../../../platform/geo.js';

/** A postcode is not this far from the centre of its outcode, in degrees. Quick to check; most positions are nearer. */
const NEAR_LATITUDE = 0.2;
const NEAR_LONGITUDE = 0.3;
/**
 * No postcode is this far from the centre of its outcode, or from every outcode of its area. In Code-Point Open of 2025 the
 * farthest are PH33 9XD (114 km) and Fair Isle (91 km); all others are within 60 km.
 */
const FAR_METRES = 120_000;

/** Where the outcodes are, to notice a position that cannot be that of its postcode. */
export class KnownGround {
  private readonly outcodes = new Map<string, LatLng>();
  private readonly areas = new Map<string, LatLng[]>();

  constructor(
    centres: readonly { readonly outcode: string; readonly latitude: number; readonly longitude: number }[],
  ) {
    for (const { outcode, latitude, longitude } of centres) {
      const centre = { lat: latitude, lng: longitude };
      const area = lettersOf(outcode);
      this.outcodes.set(outcode, centre);
      const others = this.areas.get(area);
      if (others) others.push(centre);
      else this.areas.set(area, [centre]);
    }
  }

  /** Whether a position is too far from where the postcodes of its area are. False if that is not known. */
  isElsewhere(postcode: string, { lat, lng }: LatLng): boolean {
    const outcode = postcode.slice(0, -4);
    const own = this.outcodes.get(outcode);
    if (own) {
      const near = Math.abs(own.lat - lat) < NEAR_LATITUDE && Math.abs(own.lng - lng) < NEAR_LONGITUDE;
      return !near && haversineMetres(own.lat, own.lng, lat, lng) > FAR_METRES;
    }
    const centres = this.areas.get(lettersOf(outcode)) ?? [];
    return (
      centres.length > 0 && centres.every((one) => haversineMetres(one.lat, one.lng, lat, lng) > FAR_METRES)
    );
  }

  /** Whether a position is far from every postcode, as in the sea or abroad. False if nothing is known. */
  isNowhere({ lat, lng }: LatLng): boolean {
    if (this.outcodes.size === 0) return false;
    for (const one of this.outcodes.values()) {
      if (haversineMetres(one.lat, one.lng, lat, lng) <= FAR_METRES) return false;
    }
    return true;
  }
}

/** The postcode area: "NR" of "NR21". */
function lettersOf(outcode: string): string {
  const second = outcode.charCodeAt(1);
  return outcode.slice(0, second >= 65 ? 2 : 1); // 'A'
}
