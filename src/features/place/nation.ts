import type { LatLng } from '../../platform/geo.js';

/** The nations of the United Kingdom. */
export type Nation = 'ENGLAND' | 'SCOTLAND' | 'WALES' | 'NORTHERN_IRELAND';

/**
 * A part of Great Britain in which people have postcodes, and its nation. There are 10 rows in a degree of latitude, and 10 columns
 * in one and a half degrees of longitude: cells of about 11 by 10 km. Where nations meet there are 100 instead, cells of about 1 km.
 */
export interface NationCell {
  readonly divisions: 10 | 100;
  /** Its row, counted from the equator, and its column, counted from Greenwich. */
  readonly north: number;
  readonly east: number;
  readonly nation: Nation;
}

const BY_LETTER: Readonly<Record<string, Nation>> = {
  E: 'ENGLAND',
  S: 'SCOTLAND',
  W: 'WALES',
  N: 'NORTHERN_IRELAND',
};

/** The nation of a GSS code, such as that of a district; null if it has none. */
export function nationOfCode(code: string | null): Nation | null {
  return BY_LETTER[code?.charAt(0) ?? ''] ?? null;
}

/** A column is as wide in degrees of longitude as this many rows are high in degrees of latitude. */
const WIDTH = 1.5;
/** How many of its degrees of latitude a degree of longitude is long, in the middle of Great Britain (54° north). */
const NARROW = 0.588;

/** Says in which nation of Great Britain a point is, to about a kilometre where nations meet. */
export class NationMap {
  private readonly cells = new Map<string, NationCell[]>();

  constructor(cells: readonly NationCell[]) {
    for (const cell of cells) {
      const key = keyOf(cell);
      this.cells.set(key, [...(this.cells.get(key) ?? []), cell]);
    }
  }

  /** The nation of a point. Null if nobody has a postcode in its large cell or the eight around it: then it is not in Great Britain. */
  nationAt(point: LatLng): Nation | null {
    const north = Math.floor(point.lat * 10);
    const east = Math.floor((point.lng * 10) / WIDTH);
    const own = this.cells.get(`${north},${east}`);
    const near =
      own ?? AROUND.flatMap(([up, right]) => this.cells.get(`${north + up},${east + right}`) ?? []);
    let nation: Nation | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const cell of near) {
      const far = squaredDistance(point, cell);
      if (far >= least) continue;
      least = far;
      nation = cell.nation;
    }
    return nation;
  }
}

/** The large cell that a cell is, or is part of. */
function keyOf({ divisions, north, east }: NationCell): string {
  const parts = divisions / 10;
  return `${Math.floor(north / parts)},${Math.floor(east / parts)}`;
}

const AROUND = [-1, 0, 1].flatMap((up) => [-1, 0, 1].map((right) => [up, right] as const));

/** To the nearest point of a cell, in degrees of latitude. */
function squaredDistance({ lat, lng }: LatLng, { divisions, north, east }: NationCell): number {
  const outside = (value: number, from: number, size: number) =>
    Math.max(from - value, 0, value - from - size);
  const dLat = outside(lat, north / divisions, 1 / divisions);
  const dLng = outside(lng, (east * WIDTH) / divisions, WIDTH / divisions) * NARROW;
  return dLat * dLat + dLng * dLng;
}
