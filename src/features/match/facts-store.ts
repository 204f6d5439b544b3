import type { Box } from '../place/atlas.js';
import type { MatchFacts, OfferingFacts } from './match-facts.js';

/**
 * Facts by offering, in one dense array to pass over. The positions of their sites are also kept in arrays of plain numbers, so
 * that a pass can skip most of the country without reading the facts.
 */
export class FactsStore {
  readonly all: OfferingFacts[] = [];
  private readonly positions = new Map<string, number>();
  private readonly south: number[] = [];
  private readonly north: number[] = [];
  private readonly west: number[] = [];
  private readonly east: number[] = [];

  get(offeringId: string): OfferingFacts | undefined {
    const position = this.positions.get(offeringId);
    return position === undefined ? undefined : this.all[position];
  }

  put(facts: OfferingFacts): void {
    const id = facts[0]!.offeringId;
    let position = this.positions.get(id);
    if (position === undefined) {
      position = this.all.length;
      this.positions.set(id, position);
    }
    this.place(position, facts);
  }

  /** The last offering moves into the gap: the order of the array has no meaning. */
  delete(offeringId: string): void {
    const position = this.positions.get(offeringId);
    if (position === undefined) return;
    this.positions.delete(offeringId);
    const last = this.all.pop()!;
    for (const edge of [this.south, this.north, this.west, this.east]) edge.pop();
    if (position === this.all.length) return;
    this.positions.set(last[0]!.offeringId, position);
    this.place(position, last);
  }

  /** Whether all sites of an offering are outside a box. False if that is not known, or if the offering serves areas. */
  isOutside(position: number, { south, north, west, east }: Box): boolean {
    return (
      this.south[position]! > north ||
      this.north[position]! < south ||
      this.west[position]! > east ||
      this.east[position]! < west
    );
  }

  private place(position: number, facts: OfferingFacts): void {
    const { south, north, west, east } = facts.every(liesSomewhere) ? boxAround(facts) : EVERYWHERE;
    this.all[position] = facts;
    this.south[position] = south;
    this.north[position] = north;
    this.west[position] = west;
    this.east[position] = east;
  }
}

const EVERYWHERE: Box = {
  south: Number.NEGATIVE_INFINITY,
  north: Number.POSITIVE_INFINITY,
  west: Number.NEGATIVE_INFINITY,
  east: Number.POSITIVE_INFINITY,
};

/** The smallest box with all sites of an offering. */
function boxAround([first, ...others]: OfferingFacts): Box {
  const { latitude, longitude } = first!;
  const box = { south: latitude, north: latitude, west: longitude, east: longitude };
  for (const site of others) {
    box.south = Math.min(box.south, site.latitude);
    box.north = Math.max(box.north, site.latitude);
    box.west = Math.min(box.west, site.longitude);
    box.east = Math.max(box.east, site.longitude);
  }
  return box;
}

/** Whether it can only be reached at its site, whose position is known. */
function liesSomewhere({ areasServed, latitude }: MatchFacts): boolean {
  return areasServed.length === 0 && !Number.isNaN(latitude);
}
