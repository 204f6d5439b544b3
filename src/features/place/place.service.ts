import type { Queryable } from '../../platform/database/connection.js';
import { UserProblem } from '../../platform/errors.js';
import { words } from '../../platform/text.js';
import type { Areas, Atlas } from './atlas.js';
import type { PlaceRepository } from './place.repository.js';
import { parsePostcode, sectorOf } from './postcode.js';
import type { School } from './school.entity.js';

/** How a place was given; exactly one key. */
export interface PlaceReference {
  readonly postcode?: string | null;
  readonly name?: string | null;
  readonly schoolUrn?: string | null;
  readonly point?: { readonly latitude: number; readonly longitude: number } | null;
}

/** How precisely a place is known. */
export const placePrecisions = ['POSTCODE', 'SECTOR', 'OUTCODE', 'PLACE', 'SCHOOL', 'POINT'] as const;
export type PlacePrecision = (typeof placePrecisions)[number];

/** A place that was understood. */
export interface Place extends Areas {
  readonly label: string;
  readonly precision: PlacePrecision;
  readonly latitude: number;
  readonly longitude: number;
  readonly school: School | null;
}

/** Codes of `PlaceErrorCode`: why a place was not understood. */
export const placeErrorCodes = [
  'MALFORMED_POSTCODE',
  'UNKNOWN_POSTCODE',
  'UNKNOWN_PLACE',
  'AMBIGUOUS_PLACE',
  'UNKNOWN_SCHOOL',
  'SCHOOL_WITHOUT_POSITION',
] as const;
export type PlaceErrorCode = (typeof placeErrorCodes)[number];

/** Finds out which place somebody means, and never silently takes another. */
export class PlaceService {
  constructor(
    private readonly repository: PlaceRepository,
    private readonly atlas: Atlas,
  ) {}

  /**
   * The place meant by a reference; a postcode is looked up by `db` where a transaction is open.
   * @throws UserProblem that says what is unknown or ambiguous, with `field` below the given path.
   */
  resolve(reference: PlaceReference, path: readonly string[], db?: Queryable): Place | Promise<Place> {
    if (reference.point) return this.point(reference.point.latitude, reference.point.longitude);
    if (reference.postcode != null) return this.postcode(reference.postcode, [...path, 'postcode'], db);
    if (reference.name != null) return this.named(reference.name, [...path, 'name']);
    if (reference.schoolUrn != null) return this.school(reference.schoolUrn, [...path, 'schoolUrn']);
    throw new Error('A place reference without a key passed validation.');
  }

  private point(latitude: number, longitude: number): Place {
    const label = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    const areas = this.atlas.areasAt({ lat: latitude, lng: longitude });
    return { label, precision: 'POINT', latitude, longitude, school: null, ...areas };
  }

  private async postcode(text: string, field: string[], db?: Queryable): Promise<Place> {
    const parts = parsePostcode(text);
    if (!parts) {
      const message = `"${text.slice(0, 20)}" is not a postcode. Give one like NR21 9AA, or its first part, NR21.`;
      throw problem(field, 'MALFORMED_POSTCODE', message);
    }
    const { postcode, sector, outcode, isImported } = await this.repository.postcode(parts, db);
    if (postcode && parts.kind === 'POSTCODE') return this.atCentroid(postcode, 'POSTCODE', parts.sector);
    if (parts.kind === 'POSTCODE' && isImported) {
      const message =
        `${parts.postcode} is not among the postcodes of ${parts.outcode}: it may be mistyped, ` +
        `no longer in use or without a location. Check it, or search from ${parts.outcode}.`;
      throw problem(field, 'UNKNOWN_POSTCODE', message);
    }
    if (sector) return this.atCentroid(sector, 'SECTOR', sector.key);
    if (outcode && parts.kind !== 'SECTOR') return this.atCentroid(outcode, 'OUTCODE', null);
    const message = outcode
      ? `The postcode sector ${text.trim().toUpperCase()} is not known. Give a whole postcode or search from ${parts.outcode}.`
      : `No postcode in Great Britain begins with ${parts.outcode}. Check it for a typing mistake.`;
    throw problem(field, 'UNKNOWN_POSTCODE', message);
  }

  private atCentroid(
    centroid: { key: string; latitude: number; longitude: number; districtCode: string | null },
    precision: PlacePrecision,
    sector: string | null,
  ): Place {
    const { key, latitude, longitude, districtCode } = centroid;
    const areas = this.atlas.areasOf(districtCode, sector);
    return { label: key, precision, latitude, longitude, school: null, ...areas };
  }

  private async named(name: string, field: string[]): Promise<Place> {
    const wanted = words(name).join(' ');
    const [found, ...others] = await this.repository.namedPlaces(wanted);
    if (!found) {
      const similar = await this.repository.similarNames(wanted);
      const hint = similar.length > 0 ? ` Did you mean ${similar.join(', ')}?` : ' Try a postcode.';
      throw problem(field, 'UNKNOWN_PLACE', `No place named "${name.slice(0, 60)}" is known.${hint}`);
    }
    if (others.length > 0) {
      const where = [found, ...others].map(
        (place) => this.atlas.districts.get(place.districtCode ?? '')?.name ?? 'an unknown district',
      );
      const message = `There are ${where.length} places named "${found.name}": in ${where.join(', in ')}. Give a postcode.`;
      throw problem(field, 'AMBIGUOUS_PLACE', message);
    }
    const { latitude, longitude, districtCode } = found;
    const areas = this.atlas.areasAt({ lat: latitude, lng: longitude }, districtCode);
    return { label: found.name, precision: 'PLACE', latitude, longitude, school: null, ...areas };
  }

  private async school(urn: string, field: string[]): Promise<Place> {
    const school = await this.repository.school(urn.trim());
    if (!school) {
      const message = `No school with URN ${urn.slice(0, 12)} is known. Check it, or search from a postcode.`;
      throw problem(field, 'UNKNOWN_SCHOOL', message);
    }
    const { latitude, longitude } = school;
    if (latitude === null || longitude === null) {
      const message = `The position of ${school.name} (URN ${school.urn}) is not known. Search from a postcode.`;
      throw problem(field, 'SCHOOL_WITHOUT_POSITION', message);
    }
    const { districtCode, postcode } = school;
    const areas =
      districtCode && postcode
        ? this.atlas.areasOf(districtCode, sectorOf(postcode))
        : this.atlas.areasAt({ lat: latitude, lng: longitude }, districtCode);
    return { label: school.name, precision: 'SCHOOL', latitude, longitude, school, ...areas };
  }
}

/** One thing to put right about a place. */
const problem: (field: string[], code: PlaceErrorCode, message: string) => UserProblem = UserProblem.of;
