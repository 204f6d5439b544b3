import { haversineMetres, type LatLng } from '../../platform/geo.js';
import { Slices } from '../../platform/slices.js';
import type { Atlas } from './atlas.js';
import {
  compareEntries,
  type GazetteerEntry,
  type GazetteerKind,
  type GazetteerReference,
  sizeOf,
} from './gazetteer.entry.js';
import type { OutcodeRow, SchoolPlaceRow, SettlementRow } from './gazetteer.repository.js';
import { GazetteerIndex } from './gazetteer-index.js';
import {
  authorityNames,
  districtNames,
  partsOfDistrict,
  placeKey,
  settlementNames,
  shortNames,
} from './gazetteer-names.js';
import { OS_OPEN_NAMES } from './settlement.rules.js';

/** A settlement, with its other names. */
export class Settlement implements GazetteerEntry {
  readonly kind = 'SETTLEMENT';
  /** Its name, with its district if others have the same name; null if that does not decide either. */
  fullName: string | null;

  constructor(
    readonly name: string,
    public otherNames: readonly string[],
    public size: number,
    readonly districtCode: string | null,
    readonly position: LatLng,
  ) {
    this.fullName = name;
  }

  /** Its other names to show. One with brackets, such as “Thorpe (Norwich)”, is only one that people say. */
  get shownNames(): readonly string[] {
    return this.otherNames.filter((name) => !name.includes('('));
  }

  get reference(): GazetteerReference {
    if (this.fullName !== null) return { name: this.fullName };
    return { point: { latitude: this.position.lat, longitude: this.position.lng } };
  }
}

/** Areas are larger than any settlement. */
const AREA_SIZE = { LOCAL_AUTHORITY: 30, DISTRICT: 20, PLANNING_AREA: 10 } as const;
/** How long the event loop is held at a time, in milliseconds. */
const SLICE_MS = 10;
/** Two sources place the middle of a town this far apart at most. */
const SAME_PLACE_METRES = 5_000;

/** What the gazetteer knows, as read at one time, with the changes to schools since then. */
export class GazetteerContent {
  /** Settlements and areas, by every name that they are known by. */
  readonly names = new GazetteerIndex();
  /** Schools, by their whole names of two or more words. */
  readonly schools = new GazetteerIndex();
  /** Settlements by what people shorten their names to, where nothing is called that. */
  readonly shortNames = new Map<string, GazetteerEntry[]>();
  readonly outcodes = new Map<string, GazetteerEntry>();
  settlements: readonly Settlement[] = [];
  private readonly read: Settlement[] = [];
  /** Those that may be the same as one of OS Open Names. */
  private readonly others: Settlement[] = [];
  private readonly schoolsByUrn = new Map<string, GazetteerEntry>();

  constructor(
    private readonly atlas: Atlas,
    private readonly planningAreaId: (id: string) => string,
  ) {}

  /** Adds settlements. They are found once `settle` was called. */
  putSettlements(rows: readonly SettlementRow[]): void {
    for (const { name, otherNames, kind, latitude, longitude, districtCode, source } of rows) {
      const position = { lat: latitude, lng: longitude };
      const one = new Settlement(name, otherNames, sizeOf(kind), districtCode, position);
      if (source.startsWith(OS_OPEN_NAMES)) this.addSettlement(one);
      else this.others.push(one);
    }
  }

  /** Adds outcodes and sectors. */
  putOutcodes(rows: readonly OutcodeRow[]): void {
    for (const { key, latitude, longitude, districtCode } of rows) {
      this.outcodes.set(key, {
        kind: key.includes(' ') ? 'SECTOR' : 'OUTCODE',
        name: key,
        districtCode,
        position: { lat: latitude, lng: longitude },
        size: 0,
        reference: { postcode: key },
      });
    }
  }

  /** Adds schools. */
  putSchools(rows: readonly SchoolPlaceRow[]): void {
    for (const { urn, name, latitude, longitude, districtCode } of rows) {
      const keys = schoolNames(name);
      if (keys.length === 0) continue;
      const position = { lat: latitude, lng: longitude };
      const entry: GazetteerEntry = {
        kind: 'SCHOOL',
        name,
        districtCode,
        position,
        size: 0,
        reference: { schoolUrn: urn },
      };
      this.schoolsByUrn.set(urn, entry);
      for (const key of keys) this.schools.add(key, entry);
    }
  }

  /** Removes a school. */
  removeSchool(urn: string): void {
    const entry = this.schoolsByUrn.get(urn);
    if (!entry) return;
    this.schoolsByUrn.delete(urn);
    for (const key of schoolNames(entry.name)) this.schools.remove(key, entry);
  }

  /** Takes the settlements of one source for those of another where they are the same, adds areas and short names, and sorts. */
  async settle(): Promise<void> {
    const slices = new Slices(SLICE_MS);
    // All are compared before any is added, so that none is compared with its own source.
    const same = this.others.map((one) => this.sameAs(one));
    for (const [at, one] of this.others.entries()) {
      const other = same[at];
      if (other) this.merge(other, one);
      else this.addSettlement(one);
    }
    this.settlements = this.read;
    for (const one of this.read) {
      if (slices.due) await slices.pause();
      one.fullName = this.fullNameOf(one);
      this.putShortNames(one);
    }
    this.putAreas();
    for (const entries of this.shortNames.values()) {
      if (slices.due) await slices.pause();
      entries.sort(compareEntries);
    }
    await this.names.settle(slices);
  }

  private addSettlement(one: Settlement): void {
    this.read.push(one);
    this.addNames(one, [one.name, ...one.otherNames]);
  }

  private addNames(one: Settlement, names: readonly string[]): void {
    for (const name of names) {
      for (const key of settlementNames(placeKey(name), one.size)) this.names.add(key, one);
    }
  }

  /** The settlement of OS Open Names that is the same place under one of its names. */
  private sameAs({ name, otherNames, position }: Settlement): Settlement | undefined {
    for (const one of [name, ...otherNames]) {
      const namesakes = this.names.get(placeKey(one)) ?? [];
      const same = namesakes.find(
        (other): other is Settlement =>
          other instanceof Settlement && metresBetween(other.position, position) < SAME_PLACE_METRES,
      );
      if (same) return same;
    }
    return undefined;
  }

  private merge(same: Settlement, { name, otherNames, size }: Settlement): void {
    const known = new Set([same.name, ...same.otherNames]);
    const more = [name, ...otherNames].filter((one) => !known.has(one));
    same.otherNames = [...same.otherNames, ...more];
    same.size = Math.max(same.size, size);
    this.addNames(same, more);
  }

  /** What a search calls this settlement so that it means no other one. */
  private fullNameOf(one: Settlement): string | null {
    const namesakes = this.names.get(placeKey(one.name)) ?? [one];
    if (namesakes.length === 1) return one.name;
    const district = this.atlas.districts.get(one.districtCode ?? '')?.name;
    const isAlone = namesakes.every((other) => other === one || other.districtCode !== one.districtCode);
    return district && isAlone ? `${one.name}, ${district}` : null;
  }

  private putAreas(): void {
    for (const { code, name } of this.atlas.localAuthorities.values()) {
      const entry = area('LOCAL_AUTHORITY', name, null, { localAuthority: code });
      for (const key of authorityNames(name)) this.names.add(key, entry);
    }
    for (const district of this.atlas.districts.values()) {
      if (!this.atlas.isCurrent(district)) continue;
      const { code, name } = district;
      const entry = area('DISTRICT', name, code, { district: code });
      for (const key of districtNames(name)) this.names.add(key, entry);
      // “King's Lynn” is the town, not its district.
      for (const key of partsOfDistrict(name)) if (!this.names.get(key)) this.names.add(key, entry);
    }
    for (const { id, name } of this.atlas.planningAreas.values()) {
      const entry = area('PLANNING_AREA', name, null, { planningArea: this.planningAreaId(id) });
      for (const key of planningAreaNames(name)) this.names.add(key, entry);
    }
  }

  private putShortNames(one: Settlement): void {
    for (const key of shortNames(placeKey(one.name))) {
      const known = this.shortNames.get(key);
      if (known) known.push(one);
      else this.shortNames.set(key, [one]);
    }
  }
}

/** The name of a planning area, and what is left of it without a number before it and a note after it: “Area 8: East Coast (draft)”. */
function planningAreaNames(name: string): string[] {
  const key = placeKey(name);
  const bare = placeKey(
    name.slice(name.indexOf(':') + 1, name.endsWith(')') ? name.lastIndexOf('(') : undefined),
  );
  return bare.includes(' ') ? [...new Set([key, bare])] : [key];
}

/** The whole name of a school, with “the” before it or without. None if that leaves a single word. */
function schoolNames(name: string): string[] {
  const key = placeKey(name);
  const bare = key.startsWith('the ') ? key.slice('the '.length) : key;
  return bare.includes(' ') ? [...new Set([key, bare])] : [];
}

function area(
  kind: keyof typeof AREA_SIZE & GazetteerKind,
  name: string,
  districtCode: string | null,
  reference: GazetteerReference,
): GazetteerEntry {
  return { kind, name, districtCode, position: null, size: AREA_SIZE[kind], reference };
}

/** The distance between two positions in metres. */
export function metresBetween(one: LatLng, other: LatLng): number {
  return haversineMetres(one.lat, one.lng, other.lat, other.lng);
}
