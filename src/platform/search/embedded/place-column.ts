import { EARTH_RADIUS_METRES, haversineMetres, type LatLng } from '../../geo.js';
import { TopK } from '../lookup/top-k.js';
import { type Bits, hasBit } from './bits.js';
import { grown } from './columns.js';
import { Grid } from './grid.js';
import type { Grouping } from './grouping.js';

/** How a document matched the scope. */
export const SITE = 1;
export const AREA = 2;

const RADIANS = Math.PI / 180;

/**
 * The rounding allowed between a squared chord and the haversine of the same two points. Both are sin² of half the angle.
 * Within these bounds the haversine decides.
 */
const RELATIVE_SLACK = 1e-7;
const ABSOLUTE_SLACK = 1e-14;
const SLACK = { share: RELATIVE_SLACK, most: ABSOLUTE_SLACK };

const NOWHERE = [Number.NaN, Number.NaN, Number.NaN];

/**
 * Positions of the places that people travel to. Distances are compared as squared chords between unit vectors: this takes a
 * few multiplications, and is correct across poles and the antimeridian. The haversine is computed only where it matters: at
 * the edge of a radius, and for candidates for the nearest.
 */
export class PlaceColumn {
  private lat = new Float64Array(0);
  private lng = new Float64Array(0);
  /** The x, y and z of the unit vector of each slot, next to each other, so that a slot is read in one go. */
  private vectors = new Float64Array(0);
  /** The results of the last measurement, in the order of the slots given. */
  private chords = new Float64Array(0);
  private readonly grid = new Grid();

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    this.lat = grown(this.lat, capacity);
    this.lng = grown(this.lng, capacity);
    this.vectors = grown(this.vectors, capacity * 3);
    this.chords = new Float64Array(capacity);
    this.grid.grow(capacity);
  }

  /** Stores a position. Null (NaN throughout) is near nothing and inside no box. */
  put(slot: number, position: LatLng | null): void {
    this.lat[slot] = position ? position.lat : Number.NaN;
    this.lng[slot] = position ? position.lng : Number.NaN;
    this.vectors.set(position ? unitVector(position) : NOWHERE, slot * 3);
    this.grid.put(slot, position);
  }

  /** The grid cell of a slot. */
  cell(slot: number): number {
    return this.grid.cell(slot);
  }

  /** Adds to `target` every slot that may be within `metres` of the centre. Returns false if that could be any slot. */
  uniteNear(centre: LatLng, metres: number, target: Bits): boolean {
    return this.grid.uniteNear(centre, metres, target);
  }

  /** Metres by the haversine; NaN without a position. */
  metres(slot: number, from: LatLng): number {
    return haversineMetres(from.lat, from.lng, this.lat[slot]!, this.lng[slot]!);
  }

  /**
   * Moves to the front the slots within `metres` of the centre, edge included, and those in `served`. Notes in `reach`
   * which of the two applies. Returns how many. They are measured from the centre.
   */
  keepWithin(
    slots: Int32Array,
    length: number,
    centre: LatLng,
    metres: number,
    served: Bits | null,
    reach: Uint8Array,
  ): number {
    this.measure(slots, length, centre);
    const { chords } = this;
    const edge = sinSquaredOfHalfAngle(metres);
    const inside = edge * (1 - RELATIVE_SLACK) - ABSOLUTE_SLACK;
    const outside = edge * (1 + RELATIVE_SLACK) + ABSOLUTE_SLACK;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const h = chords[i]!;
      const isNear = h < inside || (h <= outside && this.metres(slot, centre) <= metres);
      if (!isNear && (served === null || !hasBit(served, slot))) continue;
      reach[slot] = isNear ? SITE : AREA;
      chords[kept] = h;
      slots[kept++] = slot;
    }
    return kept;
  }

  /** The same for a box with inclusive edges. */
  keepInBox(
    slots: Int32Array,
    length: number,
    box: { readonly south: number; readonly west: number; readonly north: number; readonly east: number },
    served: Bits | null,
    reach: Uint8Array,
  ): number {
    const { lat, lng } = this;
    const { south, west, north, east } = box;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const inBox = lat[slot]! >= south && lat[slot]! <= north && lng[slot]! >= west && lng[slot]! <= east;
      if (inBox || (served && hasBit(served, slot))) {
        reach[slot] = inBox ? SITE : AREA;
        slots[kept++] = slot;
      }
    }
    return kept;
  }

  /** Notes the squared chord from a point to each of the slots; NaN for those without a position. */
  measure(slots: Int32Array, length: number, from: LatLng): void {
    const { vectors, chords } = this;
    const [fx, fy, fz] = unitVector(from);
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const dx = vectors[slot * 3]! - fx;
      const dy = vectors[slot * 3 + 1]! - fy;
      const dz = vectors[slot * 3 + 2]! - fz;
      chords[i] = (dx * dx + dy * dy + dz * dz) * 0.25;
    }
  }

  /**
   * Of each group, keeps the slot that is nearest to the point that exactly these slots were measured from, or the first of equal ones by
   * `tie`. Those that are kept count as measured. Returns how many. For `reach`, see `offerByDistance`.
   */
  keepNearestOfEach(
    grouping: Grouping,
    slots: Int32Array,
    length: number,
    from: LatLng,
    reach: Uint8Array | null,
    tie: (a: number, b: number) => number,
  ): number {
    const { chords } = this;
    const isFar = (slot: number) => reach !== null && reach[slot] !== SITE;
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(chords[i]) || isFar(slots[i]!)) chords[i] = Number.POSITIVE_INFINITY;
    }
    const chord = (_: number, at: number) => chords[at]!;
    const metres = (slot: number) => {
      const exact = isFar(slot) ? Number.NaN : this.metres(slot, from);
      return Number.isNaN(exact) ? Number.POSITIVE_INFINITY : exact;
    };
    const compare = (a: number, b: number) => {
      const [first, second] = [metres(a), metres(b)];
      return first < second ? -1 : first > second ? 1 : tie(a, b);
    };
    const keys = grouping.keepBest(slots, length, chord, compare, SLACK);
    for (let n = 0; n < grouping.count; n++)
      chords[n] = keys[n] === Number.POSITIVE_INFINITY ? Number.NaN : keys[n]!;
    return grouping.count;
  }

  /**
   * Offers slots to `top`, keyed by their distance in metres from the point that exactly these slots were measured from. Slots
   * without a distance get the key Infinity: those without a position and, if `reach` is given, those it does not call SITE.
   */
  offerByDistance(
    slots: Int32Array,
    length: number,
    from: LatLng,
    reach: Uint8Array | null,
    top: TopK,
  ): void {
    const { chords } = this;
    const nearest = new TopK(top.limit, () => 0);
    let limit = Number.POSITIVE_INFINITY;
    // Slots run from south to north. Starting in the middle finds the nearest soon, and these exclude the others.
    const middle = length >>> 1;
    for (let n = 0; n < length; n++) {
      const i = n < length - middle ? n + middle : n + middle - length;
      if (reach !== null && reach[slots[i]!] !== SITE) chords[i] = Number.NaN;
      if (chords[i]! < limit) {
        nearest.offer(chords[i]!, slots[i]!);
        limit = nearest.worstKey;
      }
    }
    const edge = limit * (1 + RELATIVE_SLACK) + ABSOLUTE_SLACK;
    for (let i = 0; i < length; i++) {
      if (chords[i]! <= edge) top.offer(this.metres(slots[i]!, from), slots[i]!);
      else if (edge === Number.POSITIVE_INFINITY) top.offer(edge, slots[i]!);
    }
  }
}

function unitVector({ lat, lng }: LatLng): [number, number, number] {
  const cosLat = Math.cos(lat * RADIANS);
  return [cosLat * Math.cos(lng * RADIANS), cosLat * Math.sin(lng * RADIANS), Math.sin(lat * RADIANS)];
}

/** sin² of half the angle of a distance; Infinity from half way round the Earth, where every point is inside. */
function sinSquaredOfHalfAngle(metres: number): number {
  const half = metres / (2 * EARTH_RADIUS_METRES);
  return half >= Math.PI / 2 ? Number.POSITIVE_INFINITY : Math.sin(half) ** 2;
}
