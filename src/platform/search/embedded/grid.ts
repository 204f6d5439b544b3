import { EARTH_RADIUS_METRES, type LatLng } from '../../geo.js';
import type { Bits } from './bits.js';
import { SlotSet } from './slot-set.js';

/** Degrees of latitude and of longitude that a cell spans. */
const CELL = 0.2;
const COLUMNS = Math.ceil(360 / CELL) + 1;
/** Searches over more cells than this look at every document: collecting would cost more than it saves. */
const MOST_CELLS = 1_000;
/** Rounding of the angles below never makes a cell too few. */
const SLACK = 1e-6;
const DEGREES = 180 / Math.PI;
const NOWHERE = -1;

/** Which slots lie in which cell of latitude and longitude: a radius looks at a few cells instead of at every document. */
export class Grid {
  private readonly cells = new Map<number, SlotSet>();
  private cellOf = new Int32Array(0);

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    const wider = new Int32Array(capacity).fill(NOWHERE);
    wider.set(this.cellOf);
    this.cellOf = wider;
  }

  /** The cell that a slot lies in. */
  cell(slot: number): number {
    return this.cellOf[slot]!;
  }

  /** Notes where a slot lies; null is nowhere. */
  put(slot: number, position: LatLng | null): void {
    const before = this.cellOf[slot]!;
    const now = cellAt(position);
    if (before === now) return;
    if (before !== NOWHERE) {
      const left = this.cells.get(before)!;
      left.remove(slot);
      if (left.size === 0) this.cells.delete(before);
    }
    this.cellOf[slot] = now;
    if (now === NOWHERE) return;
    const entered = this.cells.get(now) ?? new SlotSet();
    this.cells.set(now, entered);
    entered.add(slot, this.cellOf.length);
  }

  /**
   * Adds to `target` every slot within `metres` of the centre, and some beyond. False, and nothing added, when the circle is
   * too large for that to pay, or touches a pole or the antimeridian.
   */
  uniteNear(centre: LatLng, metres: number, target: Bits): boolean {
    const angle = metres / EARTH_RADIUS_METRES;
    const dLat = angle * DEGREES + SLACK;
    if (Math.abs(centre.lat) + dLat >= 90) return false;
    // The meridians that a circle on a sphere touches: sin(dLng) = sin(angle) / cos(lat).
    const dLng = Math.asin(Math.min(1, Math.sin(angle) / Math.cos(centre.lat / DEGREES))) * DEGREES + SLACK;
    if (Math.abs(centre.lng) + dLng >= 180) return false;
    const [south, north] = [row(centre.lat - dLat), row(centre.lat + dLat)];
    const [west, east] = [column(centre.lng - dLng), column(centre.lng + dLng)];
    if ((north - south + 1) * (east - west + 1) > MOST_CELLS) return false;
    for (let r = south; r <= north; r++) {
      for (let c = west; c <= east; c++) this.cells.get(r * COLUMNS + c)?.uniteInto(target);
    }
    return true;
  }
}

/** The cell that a position lies in; one of its own for null. */
export function cellAt(position: LatLng | null): number {
  return position ? row(position.lat) * COLUMNS + column(position.lng) : NOWHERE;
}

function row(lat: number): number {
  return Math.floor((lat + 90) / CELL);
}

function column(lng: number): number {
  return Math.floor((lng + 180) / CELL);
}
