import type { Queryable } from '../../platform/database/connection.js';
import { invalid, type Problem, UserProblem } from '../../platform/errors.js';
import type { Areas, Atlas } from './atlas.js';
import type { Gazetteer } from './gazetteer.js';
import { nationOfCode } from './nation.js';
import type { Centroid, PlaceRepository } from './place.repository.js';
import { MOST_NAMESAKES, oneNamed } from './place-names.js';
import { parsePostcode, sectorOf, textOf } from './postcode.js';
import type { School } from './school.entity.js';
import type { SchoolService } from './school.service.js';
import { schoolsInWords, statusCodes, succession } from './school-life.rules.js';
import { unknownOutcode } from './unknown-outcode.js';

/** How a place was given. Exactly one key. */
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
  /** The postcode, sector or outcode as it was read; null if the place was given in another way. */
  readonly postcode: string | null;
}

/** Works out which place someone means. Never takes a different place without saying so. */
export class PlaceService {
  constructor(
    private readonly repository: PlaceRepository,
    private readonly atlas: Atlas,
    private readonly schools: Pick<SchoolService, 'successors'>,
    private readonly gazetteer: Pick<Gazetteer, 'find'>,
  ) {}

  /**
   * Finds the place of a reference. In a transaction, `db` is its connection.
   * @throws UserProblem that says what is unknown or ambiguous, with a `field` below the given path.
   */
  resolve(reference: PlaceReference, path: readonly string[], db?: Queryable): Place | Promise<Place> {
    if (reference.point) return this.point(reference.point, [...path, 'point']);
    if (reference.postcode != null) return this.postcode(reference.postcode, [...path, 'postcode'], db);
    if (reference.name != null) return this.named(reference.name, [...path, 'name']);
    if (reference.schoolUrn != null) return this.school(reference.schoolUrn, [...path, 'schoolUrn']);
    throw new Error('A place reference without a key passed validation.');
  }

  /** What is wrong with the code of a local authority that someone enters, if it has ended. Unknown ones are not its business. */
  endedAuthorityProblems(code: unknown, field: readonly string[]): Problem[] {
    return this.atlas
      .newLocalAuthorityProblems(String(code), field)
      .filter((problem) => problem.code === 'EXPIRED_CODE');
  }

  /** Whether the hub knows the district with a GSS code. */
  knowsDistrict(code: string): boolean {
    return this.atlas.districts.has(code);
  }

  /** Those of some full postcodes that do not exist, although postcodes of their area (the leading letters) were imported. */
  unknownPostcodes(postcodes: readonly string[]): Promise<string[]> {
    return postcodes.length === 0 ? Promise.resolve([]) : this.repository.unknownPostcodes(postcodes);
  }

  private point({ latitude, longitude }: NonNullable<PlaceReference['point']>, field: string[]): Place {
    if (!this.atlas.nationAt({ lat: latitude, lng: longitude })) {
      const isSwapped = this.atlas.nationAt({ lat: longitude, lng: latitude }) !== null;
      const hint = isSwapped
        ? 'Did you swap latitude and longitude?'
        : 'The hub only has places in Great Britain. Give a position there.';
      throw new UserProblem([invalid(field, `${latitude}, ${longitude} is not in Great Britain. ${hint}`)]);
    }
    const label = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    const areas = this.atlas.areasAt({ lat: latitude, lng: longitude });
    return { label, precision: 'POINT', latitude, longitude, school: null, postcode: null, ...areas };
  }

  private async postcode(text: string, field: string[], db?: Queryable): Promise<Place> {
    const parts = parsePostcode(text);
    if (!parts) {
      const message = `"${text.slice(0, 20)}" is not a postcode. Give a full postcode such as NR21 9AA, or its first part, such as NR21.`;
      throw new UserProblem([invalid(field, message)]);
    }
    const { postcode, sector, outcode, isImported } = await this.repository.postcode(parts, db);
    const asRead = textOf(parts);
    if (postcode && parts.kind === 'POSTCODE') {
      return this.atCentroid(postcode, 'POSTCODE', parts.sector, asRead);
    }
    if (parts.kind === 'POSTCODE' && isImported) {
      const message =
        `${parts.postcode} is not a known postcode in ${parts.outcode}. It may be mistyped, no longer in use or without ` +
        `a location. Check it, or search from ${parts.outcode}.`;
      throw UserProblem.of(field, 'NOT_FOUND', message);
    }
    if (sector) return this.atCentroid(sector, 'SECTOR', sector.key, asRead);
    if (outcode && parts.kind !== 'SECTOR') {
      return this.atCentroid(outcode, 'OUTCODE', null, asRead);
    }
    if (!outcode) throw UserProblem.of(field, 'NOT_FOUND', unknownOutcode(parts.outcode, this.atlas));
    const message = `The postcode sector ${asRead} is not known. Give a full postcode, or search from ${parts.outcode}.`;
    throw UserProblem.of(field, 'NOT_FOUND', message);
  }

  private atCentroid(
    centroid: Centroid,
    precision: PlacePrecision,
    sector: string | null,
    asRead: string,
  ): Place {
    const { key, latitude, longitude, districtCode, formerDistrictCodes } = centroid;
    const areas = {
      ...this.atlas.areasOf(districtCode, sector, formerDistrictCodes),
      nation: nationOfCode(districtCode) ?? this.atlas.nationAt({ lat: latitude, lng: longitude }),
    };
    return { label: key, precision, latitude, longitude, school: null, postcode: asRead, ...areas };
  }

  private named(name: string, field: string[]): Place | Promise<Place> {
    const { entry } = oneNamed(name, this.gazetteer.find(name, MOST_NAMESAKES), field, this.atlas);
    const { schoolUrn, postcode } = entry.reference;
    if (schoolUrn !== undefined) return this.school(schoolUrn, field);
    if (postcode !== undefined) return this.postcode(postcode, field);
    const { districtCode, position, name: label } = entry;
    const areas = this.atlas.areasAt(position!, districtCode);
    const { lat: latitude, lng: longitude } = position!;
    return { label, precision: 'PLACE', latitude, longitude, school: null, postcode: null, ...areas };
  }

  private async school(urn: string, field: string[]): Promise<Place> {
    const school = await this.repository.school(urn.trim());
    if (!school) {
      const next = await this.schools.successors(urn.trim());
      const message =
        next.length > 0
          ? `The school with the URN ${urn.trim()} has closed.${succession(next)}`
          : `No known school has the URN ${urn.slice(0, 12)}. Check it, or search from a postcode.`;
      throw UserProblem.of(field, 'NOT_FOUND', message);
    }
    const { latitude, longitude } = school;
    if (latitude === null || longitude === null) {
      const next = school.statusCode === statusCodes.CLOSED ? await this.schools.successors(school.urn) : [];
      const message =
        next.length > 0
          ? `${schoolsInWords([school])} has closed, and its position is not known.${succession(next)}`
          : `The position of ${schoolsInWords([school])} is not known. Search from a postcode.`;
      throw UserProblem.of(field, 'NO_POSITION', message);
    }
    const { districtCode, postcode } = school;
    const areas =
      districtCode && postcode
        ? this.atlas.areasOf(districtCode, sectorOf(postcode))
        : this.atlas.areasAt({ lat: latitude, lng: longitude }, districtCode);
    return { label: school.name, precision: 'SCHOOL', latitude, longitude, school, postcode: null, ...areas };
  }
}
