import type { LatLng } from '../../geo.js';
import type { Bits } from './bits.js';
import { Circle } from './circle.js';
import { GridRow } from './grid-row.js';

/** Degrees of latitude and of longitude that a cell spans, some 6 km by 3: small beside the circles that people search in. */
const CELL = 0.05;
const COLUMNS = Math.ceil(360 / CELL) + 1;
const NOWHERE = -1;

/** Which slots lie in which cell of latitude and longitude: a radius looks at a few cells instead of at every document. */
export class Grid {
  private readonly rows = new Map<number, GridRow>();
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
    if (before !== NOWHERE) this.row(before).remove(before % COLUMNS, slot);
    if (now !== NOWHERE) this.row(now).add(now % COLUMNS, slot);
    this.cellOf[slot] = now;
  }

  /**
   * Adds to `target` every slot within `metres` of the centre, and some beyond. False, and nothing added, when the circle
   * touches a pole or the antimeridian.
   */
  uniteNear(centre: LatLng, metres: number, target: Bits): boolean {
    const circle = new Circle(centre, metres);
    if (!circle.isPlain) return false;
    const north = rowOf(circle.north);
    for (let r = rowOf(circle.south); r <= north; r++) {
      const row = this.rows.get(r);
      if (!row) continue;
      const southEdge = r * CELL - 90;
      const reach = circle.widest(southEdge, southEdge + CELL);
      row.uniteInto(target, columnOf(centre.lng - reach), columnOf(centre.lng + reach));
    }
    return true;
  }

  /** The row of a cell. */
  private row(cell: number): GridRow {
    const number = Math.floor(cell / COLUMNS);
    const known = this.rows.get(number);
    if (known) return known;
    const made = new GridRow();
    this.rows.set(number, made);
    return made;
  }
}

/** The cell that a position lies in; one of its own for null. */
export function cellAt(position: LatLng | null): number {
  return position ? rowOf(position.lat) * COLUMNS + columnOf(position.lng) : NOWHERE;
}

function rowOf(lat: number): number {
  return Math.floor((lat + 90) / CELL);
}

function columnOf(lng: number): number {
  return Math.floor((lng + 180) / CELL);
}
