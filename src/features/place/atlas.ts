import type { ChangeReader } from '../../platform/database/changes/change.js';
import type { Problem } from '../../platform/errors.js';
import { isNot, unknownCode } from '../../platform/errors.js';
import type { LatLng } from '../../platform/geo.js';
import { lowerBound } from '../../platform/lower-bound.js';
import type { District, LocalAuthority, PlanningArea } from './area.entity.js';
import type { Centroid, KnownOutcode, PlaceRepository, PlanningAreaMember } from './place.repository.js';

/** The areas a point or an area lies in. */
export interface Areas {
  readonly districtCode: string | null;
  readonly localAuthorityCode: string | null;
  readonly planningAreaId: string | null;
  /** True for what may lie in several areas of a kind: null then means that it is not known in which. */
  readonly isVague?: boolean;
}

/** A rectangle in degrees, edges included. */
export interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** What tells the areas of a site: its district, and its postcode sector or, where no more may be known, its outcode. */
export interface SiteAreas {
  readonly districtCode: string | null;
  readonly vicinity: string;
}

const VAGUE: Areas = { districtCode: null, localAuthorityCode: null, planningAreaId: null, isVague: true };

/** Area tokens as offerings carry them in `areasServed`. */
export const areaToken = {
  england: 'ENGLAND',
  localAuthority: (code: string) => `LA:${code}`,
  district: (code: string) => `DISTRICT:${code}`,
  planningArea: (id: string) => `PLANNING_AREA:${id}`,
};

/** Farther than this from any known postcode sector or outcode, a point's district is not guessed. */
const FARTHEST_DEGREES = 0.5;

/** Authorities, districts, planning areas and centroids in memory: a few thousand rows that searches look up. */
export class Atlas implements ChangeReader {
  readonly name = 'atlas';
  readonly localAuthorities = new Map<string, LocalAuthority>();
  readonly districts = new Map<string, District>();
  readonly planningAreas = new Map<string, PlanningArea>();
  private members: readonly PlanningAreaMember[] = [];
  private readonly memberIndex = new Map<string, string>();
  private readonly outcodes = new Map<string, KnownOutcode>();
  /** Worked out when they are first asked for. */
  private readonly areasOfOutcodes = new Map<string, Areas>();
  /** From south to north. */
  private centroids: readonly Centroid[] = [];
  private latitudes = new Float64Array();
  private longitudes = new Float64Array();

  constructor(private readonly repository: PlaceRepository) {}

  /** Reads everything anew. */
  async reset(): Promise<void> {
    // One after the other: what is read at once takes both cores from whoever is being answered.
    const authorities = await this.repository.localAuthorities();
    const districts = await this.repository.districts();
    const areas = await this.repository.planningAreas();
    const members = await this.repository.planningAreaMembers();
    const centroids = await this.repository.allCentroids();
    const outcodes = await this.repository.outcodes();
    replace(this.localAuthorities, authorities, (authority) => authority.code);
    replace(this.districts, districts, (district) => district.code);
    replace(this.planningAreas, areas, (area) => area.id);
    replace(this.outcodes, outcodes, ({ outcode }) => outcode);
    this.areasOfOutcodes.clear();
    this.members = members;
    this.memberIndex.clear();
    for (const member of members) {
      const key = memberKey(member.localAuthorityCode, member.kind, member.code);
      this.memberIndex.set(key, member.planningAreaId);
    }
    this.centroids = centroids;
    this.latitudes = Float64Array.from(centroids, (centroid) => centroid.latitude);
    this.longitudes = Float64Array.from(centroids, (centroid) => centroid.longitude);
  }

  async apply(changes: readonly { readonly table: string }[]): Promise<void> {
    if (changes.some((change) => change.table === 'places')) await this.reset();
  }

  /** What is wrong with the code of a local authority that somebody entered; nothing when it is known. */
  localAuthorityProblems(code: string, field: readonly string[]): Problem[] {
    if (this.localAuthorities.has(code)) return [];
    return [unknownCode(field, isNot(code, 'the code of a local authority, such as 926'))];
  }

  /** What is wrong with the code of a district that somebody entered; nothing when it is known. */
  districtProblems(code: string, field: readonly string[]): Problem[] {
    return this.districts.has(code)
      ? []
      : [unknownCode(field, isNot(code, 'the code of a district, such as E07000147'))];
  }

  /** What is wrong with areas that an offering is said to serve: those that do not exist, each with its place. */
  areaServedProblems(tokens: readonly string[], field: readonly string[]): Problem[] {
    return tokens.flatMap((token, at): Problem[] => {
      const [kind, code = ''] = token.split(':');
      if (kind === 'LA') return this.localAuthorityProblems(code, [...field, String(at)]);
      if (kind === 'DISTRICT') return this.districtProblems(code, [...field, String(at)]);
      if (kind !== 'PLANNING_AREA' || this.planningAreas.has(code)) return [];
      const message = 'There is no planning area with this id.';
      return [unknownCode([...field, String(at)], message)];
    });
  }

  /** The areas of a place whose district is known, and its sector where that is known too. */
  areasOf(districtCode: string | null, sector: string | null): Areas {
    const localAuthorityCode = (districtCode && this.districts.get(districtCode)?.localAuthorityCode) || null;
    const planningAreaId =
      (localAuthorityCode &&
        ((sector && this.memberIndex.get(memberKey(localAuthorityCode, 'SECTOR', sector))) ||
          (districtCode && this.memberIndex.get(memberKey(localAuthorityCode, 'DISTRICT', districtCode))))) ||
      null;
    return { districtCode, localAuthorityCode, planningAreaId };
  }

  /** The code of the district that a site is said to lie in. */
  districtOfSite({ districtCode, vicinity }: SiteAreas): string | null {
    return vicinity.includes(' ') ? districtCode : this.areasOfOutcode(vicinity).districtCode;
  }

  /** The areas that a site is said to lie in. */
  areasOfSite({ districtCode, vicinity }: SiteAreas): Areas {
    return vicinity.includes(' ') ? this.areasOf(districtCode, vicinity) : this.areasOfOutcode(vicinity);
  }

  /** The areas that hold all of an outcode. What is not known of every postcode and sector of it is not said: null. */
  areasOfOutcode(outcode: string): Areas {
    const known = this.areasOfOutcodes.get(outcode);
    if (known) return known;
    const areas = this.wholeOf(outcode);
    this.areasOfOutcodes.set(outcode, areas);
    return areas;
  }

  /** The outcodes that lie in a district as a whole. */
  outcodesWithin(districtCode: string): string[] {
    return [...this.outcodes.keys()].filter(
      (outcode) => this.areasOfOutcode(outcode).districtCode === districtCode,
    );
  }

  /** The areas of a point, taken from the nearest postcode sector or outcode, but for a district that is known. */
  areasAt(point: LatLng, districtCode: string | null = null): Areas {
    const nearest = this.nearest(point);
    if (!nearest) return this.areasOf(districtCode, null);
    return this.areasOfCentroid({ ...nearest, districtCode: districtCode ?? nearest.districtCode });
  }

  /** The areas found in a box: those of each postcode sector or outcode inside, of its middle and of its corners. */
  areasWithin({ south, west, north, east }: Box): Areas[] {
    const inside = this.centroids.filter(
      ({ latitude, longitude }) =>
        latitude >= south && latitude <= north && longitude >= west && longitude <= east,
    );
    const middle = { lat: (south + north) / 2, lng: (west + east) / 2 };
    const corners = [south, north].flatMap((lat) => [west, east].map((lng) => ({ lat, lng })));
    return [
      ...inside.map((centroid) => this.areasOfCentroid(centroid)),
      ...[middle, ...corners].map((point) => this.areasAt(point)),
    ];
  }

  /** The areas found in a district: itself, and those that its postcode sectors belong to. */
  areasWithinDistrict(districtCode: string): Areas[] {
    const sectors = this.centroids.filter((centroid) => centroid.districtCode === districtCode);
    return [this.areasOf(districtCode, null), ...sectors.map((sector) => this.areasOfCentroid(sector))];
  }

  /** The districts a planning area touches: its own, and those of its sectors. */
  districtsOfPlanningArea(planningAreaId: string): string[] {
    const sectors = new Map(this.centroids.map((centroid) => [centroid.key, centroid.districtCode]));
    const codes = this.members
      .filter((member) => member.planningAreaId === planningAreaId)
      .map((member) => (member.kind === 'DISTRICT' ? member.code : sectors.get(member.code)));
    return [...new Set(codes.filter((code): code is string => Boolean(code)))].sort();
  }

  /** Tokens of every area these places lie in: an offering that serves one of them can be reached from there. */
  tokensOf(places: readonly Areas[]): string[] {
    const tokens = new Set(places.length === 0 ? [areaToken.england] : []);
    for (const { localAuthorityCode, districtCode, planningAreaId } of places) {
      if (!/^[SW]/.test(districtCode ?? '')) tokens.add(areaToken.england); // not Scotland or Wales
      if (localAuthorityCode) tokens.add(areaToken.localAuthority(localAuthorityCode));
      if (districtCode) tokens.add(areaToken.district(districtCode));
      if (planningAreaId) tokens.add(areaToken.planningArea(planningAreaId));
    }
    return [...tokens];
  }

  /** The name of the area that a token stands for, as it is said in a sentence. */
  nameOf(token: string): string {
    const [kind, code = ''] = token.split(':');
    if (kind === 'LA') return this.localAuthorities.get(code)?.name ?? code;
    if (kind === 'DISTRICT') return this.districts.get(code)?.name ?? code;
    if (kind === 'PLANNING_AREA') return this.planningAreas.get(code)?.name ?? 'a planning area';
    return 'all of England';
  }

  private wholeOf(outcode: string): Areas {
    const { districtCodes = null, sectors = [], hasAllSectors = false } = this.outcodes.get(outcode) ?? {};
    if (districtCodes === null) return VAGUE;
    const members = this.members.filter(
      ({ kind, code }) => kind === 'SECTOR' && code.startsWith(`${outcode} `),
    );
    const possible = [...sectors, ...members.map(({ code }) => code), ...(hasAllSectors ? [] : [null])];
    const parts = districtCodes.flatMap((district) =>
      possible.map((sector) => this.areasOf(district, sector)),
    );
    const [first = VAGUE] = parts;
    const shared = (key: 'districtCode' | 'localAuthorityCode' | 'planningAreaId') =>
      parts.every((part) => part[key] === first[key]) ? first[key] : null;
    return {
      ...VAGUE,
      districtCode: shared('districtCode'),
      localAuthorityCode: shared('localAuthorityCode'),
      planningAreaId: shared('planningAreaId'),
    };
  }

  private areasOfCentroid({ key, districtCode }: Centroid): Areas {
    return this.areasOf(districtCode, key.includes(' ') ? key : null);
  }

  /** Looked for from the point's own latitude to the north and to the south, as far as a nearer one can be. */
  private nearest({ lat, lng }: LatLng): Centroid | undefined {
    const narrow = Math.cos((lat * Math.PI) / 180); // a degree of longitude is that much shorter here
    let best = -1;
    let least = FARTHEST_DEGREES * FARTHEST_DEGREES;
    /** Whether there may be a nearer one beyond. */
    const look = (i: number): boolean => {
      const dLat = this.latitudes[i]! - lat;
      const dLng = (this.longitudes[i]! - lng) * narrow;
      if (dLat * dLat + dLng * dLng < least) {
        least = dLat * dLat + dLng * dLng;
        best = i;
      }
      return dLat * dLat < least;
    };
    const start = lowerBound(this.latitudes, lat);
    for (let i = start; i < this.latitudes.length && look(i); ) i++;
    for (let i = start - 1; i >= 0 && look(i); ) i--;
    return this.centroids[best];
  }
}

function memberKey(localAuthorityCode: string, kind: string, code: string): string {
  return `${localAuthorityCode} ${kind} ${code}`;
}

function replace<T>(map: Map<string, T>, values: readonly T[], key: (value: T) => string): void {
  map.clear();
  for (const value of values) map.set(key(value), value);
}
