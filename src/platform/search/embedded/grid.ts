import type { LatLng } from '../../geo.js';
import type { Bits } from './bits.js';
import { Circle } from './circle.js';
import { GridRow } from './grid-row.js';

/** Degrees of latitude and longitude in a cell, about 6 km by 3: small compared with the circles that people search in. */
const CELL = 0.05;
const COLUMNS = Math.ceil(360 / CELL) + 1;
const NOWHERE = -1;

/** Which slots are in which cell of latitude and longitude, so that a radius looks at a few cells and not at every document. */
export class Grid {
  private readonly rows = new Map<number, GridRow>();
  private cellOf = new Int32Array(0);

  /** Makes space for slots below `capacity`. */
  grow(capacity: number): void {
    const wider = new Int32Array(capacity).fill(NOWHERE);
    wider.set(this.cellOf);
    this.cellOf = wider;
  }

  /** The cell of a slot. */
  cell(slot: number): number {
    return this.cellOf[slot]!;
  }

  /** Stores the position of a slot; null: it has none. */
  put(slot: number, position: LatLng | null): void {
    const before = this.cellOf[slot]!;
    const now = cellAt(position);
    if (before === now) return;
    if (before !== NOWHERE) this.row(before).remove(before % COLUMNS, slot);
    if (now !== NOWHERE) this.row(now).add(now % COLUMNS, slot);
    this.cellOf[slot] = now;
  }

  /**
   * Adds to `target` every slot within `metres` of the centre, and some beyond. Returns false, and adds nothing, if the circle
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

/** The cell of a position. Null has a cell of its own. */
export function cellAt(position: LatLng | null): number {
  return position ? rowOf(position.lat) * COLUMNS + columnOf(position.lng) : NOWHERE;
}

function rowOf(lat: number): number {
  return Math.floor((lat + 90) / CELL);
}

function columnOf(lng: number): number {
  return Math.floor((lng + 180) / CELL);
}
