import type { LatLng } from '../../platform/geo.js';
import { type SettlementKind, settlementKinds } from './settlement.rules.js';

/** The kinds of places that the gazetteer knows, in the order in which namesakes of different kinds are listed. */
export const gazetteerKinds = [
  'SETTLEMENT',
  'LOCAL_AUTHORITY',
  'DISTRICT',
  'PLANNING_AREA',
  'SCHOOL',
  'OUTCODE',
  'SECTOR',
  'POSTCODE',
] as const;
export type GazetteerKind = (typeof gazetteerKinds)[number];

/** What `near.place` takes for an entry: one key. A local authority is an area that only a filter takes. */
export interface GazetteerReference {
  readonly name?: string;
  readonly point?: { readonly latitude: number; readonly longitude: number };
  readonly district?: string;
  /** The global id. */
  readonly planningArea?: string;
  readonly schoolUrn?: string;
  readonly postcode?: string;
  readonly localAuthority?: string;
}

/** A place that has a name or a postcode. */
export interface GazetteerEntry {
  readonly kind: GazetteerKind;
  readonly name: string;
  readonly districtCode: string | null;
  /** Null for areas, and for a full postcode, whose position has to be looked up. */
  readonly position: LatLng | null;
  /** How important it is among its kind. Larger is more important. */
  readonly size: number;
  /** A name that several settlements have is followed by its district, or the reference is a point. */
  readonly reference: GazetteerReference;
}

/** Places that some words of a text can mean. */
export interface GazetteerReading {
  /** Best first. Different kinds can have the same name, such as the city and the district of Norwich. */
  readonly entries: readonly GazetteerEntry[];
  /** How many words of the text it covers, those of a qualifier (“Thorpe, Norwich”) included. */
  readonly words: number;
  /** False if a spelling mistake was forgiven. */
  readonly isExact: boolean;
  /** Whether several places of the first kind have this name, so that someone must be asked which one. */
  readonly isAmbiguous: boolean;
}

/** A place that a name, typed alone, can mean. */
export interface GazetteerMatch {
  readonly entry: GazetteerEntry;
  readonly isExact: boolean;
  /** How many letters are wrong, missing or still to be typed. */
  readonly distance: number;
}

/** The size of a settlement of this kind. */
export function sizeOf(kind: SettlementKind): number {
  return settlementKinds.length - settlementKinds.indexOf(kind);
}

const order = new Map(gazetteerKinds.map((kind, at) => [kind, at]));

/** Sorts namesakes: settlements before areas, larger before smaller, then by name and from south to north. */
export function compareEntries(one: GazetteerEntry, other: GazetteerEntry): number {
  return (
    order.get(one.kind)! - order.get(other.kind)! ||
    other.size - one.size ||
    (one.name < other.name ? -1 : one.name > other.name ? 1 : 0) ||
    (one.position?.lat ?? 0) - (other.position?.lat ?? 0)
  );
}

/** A reading of some entries, sorted. */
export function readingOf(
  entries: readonly GazetteerEntry[],
  words: number,
  isExact: boolean,
): GazetteerReading {
  return { entries, words, isExact, isAmbiguous: entries[0]!.kind === entries[1]?.kind };
}
