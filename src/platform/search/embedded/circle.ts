import { EARTH_RADIUS_METRES, type LatLng } from '../../geo.js';

/** How much wider (in degrees, about a metre) a circle is assumed to be, so that rounding never makes it too narrow. */
const SLACK = 1e-5;
const DEGREES = 180 / Math.PI;

/** A circle on the Earth, and how far it reaches to the east and west of its centre, all in degrees. */
export class Circle {
  readonly south: number;
  readonly north: number;
  /** Whether it touches neither a pole nor the antimeridian. The widths mean something only then. */
  readonly isPlain: boolean;
  private readonly lat: number;
  private readonly angle: number;
  /**
   * The latitude, in radians, at which it is widest: there sin(latitude) = sin(centre) / cos(angle). It gets
   * narrower on both sides of that.
   */
  private readonly broadest: number;

  constructor(centre: LatLng, metres: number) {
    this.lat = centre.lat / DEGREES;
    this.angle = metres / EARTH_RADIUS_METRES;
    this.south = centre.lat - this.angle * DEGREES - SLACK;
    this.north = centre.lat + this.angle * DEGREES + SLACK;
    this.broadest = Math.asin(Math.sin(this.lat) / Math.cos(this.angle));
    const spansPole = this.south <= -90 || this.north >= 90;
    this.isPlain = !spansPole && Math.abs(centre.lng) + this.widest(-90, 90) < 180;
  }

  /**
   * The furthest that it reaches to either side between two latitudes, from the spherical law of cosines:
   * cos(angle) = sin(latitude) sin(centre) + cos(latitude) cos(centre) cos(reach).
   */
  widest(south: number, north: number): number {
    const latitude = Math.min(Math.max(this.broadest, south / DEGREES), north / DEGREES);
    const along = Math.cos(this.angle) - Math.sin(latitude) * Math.sin(this.lat);
    const cosine = along / (Math.cos(latitude) * Math.cos(this.lat));
    return Math.acos(Math.min(1, Math.max(-1, cosine))) * DEGREES + SLACK;
  }
}
