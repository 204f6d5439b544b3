import type { LatLng } from '../../platform/geo.js';
import { lowerBound } from '../../platform/lower-bound.js';
import type { Centroid } from './place.repository.js';

/** The district of a point is not guessed if it is farther than this from all known postcode sectors and outcodes. */
const FARTHEST_DEGREES = 0.5;

/** The centres of postcode sectors and outcodes, from south to north. */
export class CentroidMap {
  private readonly latitudes: Float64Array;
  private readonly longitudes: Float64Array;

  constructor(readonly all: readonly Centroid[]) {
    this.latitudes = Float64Array.from(all, (centroid) => centroid.latitude);
    this.longitudes = Float64Array.from(all, (centroid) => centroid.longitude);
  }

  /** The nearest one to a point. It looks from the point's latitude to the north and south, as far as there can be a nearer one. */
  nearest({ lat, lng }: LatLng): Centroid | undefined {
    const narrow = Math.cos((lat * Math.PI) / 180); // length of a degree of longitude here, in degrees of latitude
    let best = -1;
    let least = FARTHEST_DEGREES * FARTHEST_DEGREES;
    /** Returns whether there can be a nearer one farther on. */
    const look = (i: number): boolean => {
      const dLat = this.latitudes[i]! - lat;
      const dLng = (this.longitudes[i]! - lng) * narrow;
      if (dLat * dLat + dLng * dLng < least) {
        least = dLat * dLat + dLng * dLng;
        best = i;
      }
      return dLat * dLat < least;
    };
    const start = lowerBound(this.latitudes, lat);
    for (let i = start; i < this.latitudes.length && look(i); ) i++;
    for (let i = start - 1; i >= 0 && look(i); ) i--;
    return this.all[best];
  }
}
