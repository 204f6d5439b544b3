import { type Choices, eachChosen } from '../../platform/choice.js';
import type { ChangeReader } from '../../platform/database/changes/change.js';
import type { Problem } from '../../platform/errors.js';
import { isNot, unknownCode } from '../../platform/errors.js';
import type { LatLng } from '../../platform/geo.js';
import type { District, LocalAuthority, PlanningArea } from './area.entity.js';
import { CentroidMap } from './centroid-map.js';
import { noAuthority } from './local-authority.rules.js';
import { type Nation, NationMap, nationOfCode } from './nation.js';
import type { Centroid, KnownOutcode, PlaceRepository, PlanningAreaMember } from './place.repository.js';
import { hasEnded, Successions } from './succession.rules.js';

/** The areas that a point or an area is in. */
export interface Areas {
  readonly districtCode: string | null;
  readonly localAuthorityCode: string | null;
  readonly planningAreaId: string | null;
  /** Its nation, if it is known from more than the district. Null if it is in none of Great Britain's, or if that is not known. */
  readonly nation?: Nation | null;
  /** The areas that it was in before its district was followed by another one. */
  readonly former?: readonly Areas[];
  /** True for something that may be in several areas of a kind. Null then means that the area is not known. */
  readonly isVague?: boolean;
}

/** A rectangle in degrees, including its edges. */
export interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** What a site's areas are worked out from: its district, and its postcode sector or, if that is hidden, its outcode. */
export interface SiteAreas {
  readonly districtCode: string | null;
  readonly vicinity: string;
}

/** The code of the district of a place, and of those that were there before. */
export function districtsOf({ districtCode, former = [] }: Areas): (string | null)[] {
  return [...new Set([districtCode, ...former.map((areas) => areas.districtCode)])];
}

const VAGUE: Areas = { districtCode: null, localAuthorityCode: null, planningAreaId: null, isVague: true };

/** Area tokens, as stored in `areasServed` of an offering. */
export const areaToken = {
  england: 'ENGLAND',
  localAuthority: (code: string) => `LA:${code}`,
  district: (code: string) => `DISTRICT:${code}`,
  planningArea: (id: string) => `PLANNING_AREA:${id}`,
};

/** Local authorities, districts, planning areas and centroids in memory: a few thousand rows that searches need. */
export class Atlas implements ChangeReader {
  readonly name = 'atlas';
  /** `places` stands for areas and postcodes. */
  readonly madeFrom = ['places'];
  readonly localAuthorities = new Map<string, LocalAuthority>();
  readonly districts = new Map<string, District>();
  readonly planningAreas = new Map<string, PlanningArea>();
  private members: readonly PlanningAreaMember[] = [];
  private readonly memberIndex = new Map<string, string>();
  private readonly outcodes = new Map<string, KnownOutcode>();
  /** Each worked out when it is first asked for. */
  private readonly areasOfOutcodes = new Map<string, Areas>();
  /** The districts that a sector or outcode was in before, if there are any. */
  private readonly formers = new Map<string, readonly string[]>();
  private nations = new NationMap([]);
  private successions = new Successions([]);
  private centroids = new CentroidMap([]);

  constructor(
    private readonly repository: PlaceRepository,
    /** Today, `yyyy-mm-dd`. Without it no area has ended. */
    private readonly today: () => string = () => '',
  ) {}

  /** Reads everything again. */
  async reset(): Promise<void> {
    // One after the other: reading all at once would take both cores from requests.
    const authorities = await this.repository.localAuthorities();
    const districts = await this.repository.districts();
    const areas = await this.repository.planningAreas();
    const members = await this.repository.planningAreaMembers();
    const centroids = await this.repository.allCentroids();
    const outcodes = await this.repository.outcodes();
    this.successions = new Successions(await this.repository.successions());
    this.nations = new NationMap(await this.repository.nationCells());
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
    this.centroids = new CentroidMap(centroids);
    this.formers.clear();
    for (const { key, formerDistrictCodes = [] } of centroids) {
      if (formerDistrictCodes.length > 0) this.formers.set(key, formerDistrictCodes);
    }
  }

  async apply(changes: readonly { readonly table: string }[]): Promise<void> {
    if (changes.some(({ table }) => this.madeFrom.includes(table))) await this.reset();
  }

  /** What is wrong with the code of a local authority that someone entered. Empty if the code is known. */
  localAuthorityProblems(code: string, field: readonly string[]): Problem[] {
    if (this.localAuthorities.has(code)) return [];
    return [
      unknownCode(field, noAuthority(code) ?? isNot(code, 'the code of a local authority, such as 926')),
    ];
  }

  /** What is wrong with the code of a district that someone entered. Empty if the code is known. */
  districtProblems(code: string, field: readonly string[]): Problem[] {
    return this.districts.has(code)
      ? []
      : [unknownCode(field, isNot(code, 'the code of a district, such as E07000147'))];
  }

  /** Whether a district or local authority has not ended. */
  isCurrent({ validTo }: Pick<District, 'validTo'>): boolean {
    return !hasEnded({ validTo }, this.today());
  }

  /** What is wrong with the code of a local authority that someone enters: one that has ended can only be searched for. */
  newLocalAuthorityProblems(code: string, field: readonly string[]): Problem[] {
    const ended = this.endedAuthority(code);
    return ended ? [expired(field, ended)] : this.localAuthorityProblems(code, field);
  }

  /** What is so about a local authority that has ended, and which came after it, in sentences. Null if it has not ended. */
  endedAuthority(code: string): string | null {
    return this.successions.ended('LOCAL_AUTHORITY', code, this.localAuthorities, this.today());
  }

  /** The local authority with education duties in a district. If it has ended and another took over all of it, that one. */
  authorityOfDistrict({ localAuthorityCode }: Pick<District, 'localAuthorityCode'>): LocalAuthority | null {
    return this.localAuthorities.get(this.standingAuthority(localAuthorityCode) ?? '') ?? null;
  }

  /** The same for a district. */
  newDistrictProblems(code: string, field: readonly string[]): Problem[] {
    const ended = this.successions.ended('DISTRICT', code, this.districts, this.today());
    return ended ? [expired(field, ended)] : this.districtProblems(code, field);
  }

  /** What is wrong with the codes of local authorities in a choice, with a path to each operator. */
  localAuthorityChoiceProblems(choice: Choices | undefined, path: readonly string[]): Problem[] {
    return eachChosen(choice, path, (codes, field) =>
      codes.flatMap((code) => this.localAuthorityProblems(code, field)),
    );
  }

  /** The same for districts. */
  districtChoiceProblems(choice: Choices | undefined, path: readonly string[]): Problem[] {
    return eachChosen(choice, path, (codes, field) =>
      codes.flatMap((code) => this.districtProblems(code, field)),
    );
  }

  /**
   * The areas served that do not exist or have ended, each with its position in the list. `before`: those that were served already,
   * which may have ended since.
   */
  areaServedProblems(
    tokens: readonly string[],
    field: readonly string[],
    before: readonly string[] = [],
  ): Problem[] {
    return tokens.flatMap((token, at): Problem[] => {
      if (before.includes(token)) return [];
      const [kind, code = ''] = token.split(':');
      if (kind === 'LA') return this.newLocalAuthorityProblems(code, [...field, String(at)]);
      if (kind === 'DISTRICT') return this.newDistrictProblems(code, [...field, String(at)]);
      if (kind !== 'PLANNING_AREA' || this.planningAreas.has(code)) return [];
      const message = 'No planning area has this id. Use an id from `planningAreas`.';
      return [{ field: [...field, String(at)], code: 'NOT_FOUND', message }];
    });
  }

  /**
   * The areas of a place with a known district and, if that is known too, a postcode sector. `before`: the districts that it was in
   * before. While the hub does not know which authority or planning area the district is in, those of the district before go on.
   */
  areasOf(districtCode: string | null, sector: string | null, before: readonly string[] = []): Areas {
    const former = before.filter((code) => code !== districtCode).map((code) => this.areasOf(code, sector));
    const known = (districtCode && this.districts.get(districtCode)?.localAuthorityCode) || null;
    const own = this.standingAuthority(known);
    // The ground of the authority before is still served by what served it.
    if (known !== own) former.push({ districtCode, localAuthorityCode: known, planningAreaId: null });
    const localAuthorityCode =
      own ?? former.find((areas) => areas.localAuthorityCode)?.localAuthorityCode ?? null;
    const planningAreaId =
      this.keepersOf(known)
        .map(
          (keeper) =>
            (sector && this.memberIndex.get(memberKey(keeper, 'SECTOR', sector))) ||
            (districtCode && this.memberIndex.get(memberKey(keeper, 'DISTRICT', districtCode))),
        )
        .find(Boolean) ||
      former.find((areas) => areas.planningAreaId)?.planningAreaId ||
      null;
    return { districtCode, localAuthorityCode, planningAreaId, ...(former.length > 0 && { former }) };
  }

  /** The authority that took over all of one that has ended, or the same one. */
  private standingAuthority(code: string | null): string | null {
    if (code === null || !hasEnded(this.localAuthorities.get(code), this.today())) return code;
    const next = this.successions.standing('LOCAL_AUTHORITY', code, this.localAuthorities, this.today());
    const [only] = next;
    return next.length === 1 && only?.extent === 'WHOLE' && this.localAuthorities.has(only.code)
      ? only.code
      : code;
  }

  /** The authorities that can have planning areas made of an authority's districts: itself, and if it has ended, those after it. */
  private keepersOf(code: string | null): readonly string[] {
    if (code === null) return [];
    if (!hasEnded(this.localAuthorities.get(code), this.today())) return [code];
    const next = this.successions.standing('LOCAL_AUTHORITY', code, this.localAuthorities, this.today());
    return [code, ...next.map((one) => one.code)];
  }

  /** The code of the district that is shown for a site. */
  districtOfSite({ districtCode, vicinity }: SiteAreas): string | null {
    return vicinity.includes(' ') ? districtCode : this.areasOfOutcode(vicinity).districtCode;
  }

  /** The areas that are shown for a site. */
  areasOfSite({ districtCode, vicinity }: SiteAreas): Areas {
    return vicinity.includes(' ')
      ? this.areasOf(districtCode, vicinity, this.formers.get(vicinity))
      : this.areasOfOutcode(vicinity);
  }

  /** The areas that contain all of an outcode. Null if that is not known for every postcode and sector in it. */
  areasOfOutcode(outcode: string): Areas {
    const known = this.areasOfOutcodes.get(outcode);
    if (known) return known;
    const areas = this.wholeOf(outcode);
    this.areasOfOutcodes.set(outcode, areas);
    return areas;
  }

  /** The outcodes that begin with these letters or digits, in the order of their numbers. */
  outcodesBeginning(start: string): string[] {
    const found = [...this.outcodes.keys()].filter((outcode) => outcode.startsWith(start));
    return found.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  }

  /** The outcodes that are entirely in a district, or were before it ended. */
  outcodesWithin(districtCode: string): string[] {
    return [...this.outcodes.keys()].filter((outcode) =>
      districtsOf(this.areasOfOutcode(outcode)).includes(districtCode),
    );
  }

  /**
   * The areas of a point, from the nearest postcode sector or outcode in its nation. A district that is known is used instead. A point
   * outside Great Britain is in none.
   */
  areasAt(point: LatLng, districtCode: string | null = null): Areas {
    const nation = nationOfCode(districtCode) ?? this.nationAt(point);
    const nearest = nation && this.centroids.nearest(point);
    const district = districtCode ?? nearest?.districtCode ?? null;
    if (!nearest || nationOfCode(district) !== nation) return { ...this.areasOf(districtCode, null), nation };
    return { ...this.areasOfCentroid({ ...nearest, districtCode: district }), nation };
  }

  /** The nation of Great Britain that a point is in; null if it is in none. */
  nationAt(point: LatLng): Nation | null {
    return this.nations.nationAt(point);
  }

  /** The areas in a box: those of each postcode sector or outcode inside it, of its middle and of its corners. */
  areasWithin({ south, west, north, east }: Box): Areas[] {
    const inside = this.centroids.all.filter(
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

  /** The areas in a district: its own, and those that its postcode sectors belong to. */
  areasWithinDistrict(districtCode: string): Areas[] {
    const sectors = this.centroids.all.filter((centroid) => centroid.districtCode === districtCode);
    return [this.areasOf(districtCode, null), ...sectors.map((sector) => this.areasOfCentroid(sector))];
  }

  /** The areas in a local authority: its own, and those of its districts. */
  areasWithinAuthority(code: string): Areas[] {
    const districts = [...this.districts.values()].filter(
      ({ localAuthorityCode }) => localAuthorityCode === code,
    );
    const own: Areas = { districtCode: null, localAuthorityCode: code, planningAreaId: null };
    return [own, ...districts.flatMap((district) => this.areasWithinDistrict(district.code))];
  }

  /** The codes of the districts that a planning area is in: its own, and those of its sectors. */
  districtsOfPlanningArea(planningAreaId: string): string[] {
    const sectors = new Map(this.centroids.all.map((centroid) => [centroid.key, centroid.districtCode]));
    const codes = this.members
      .filter((member) => member.planningAreaId === planningAreaId)
      .map((member) => (member.kind === 'DISTRICT' ? member.code : sectors.get(member.code)));
    return [...new Set(codes.filter((code): code is string => Boolean(code)))].sort();
  }

  /** Tokens of all areas that these places are in. An offering that serves one of them can be reached from there. */
  tokensOf(places: readonly Areas[]): string[] {
    const tokens = new Set<string>();
    for (const place of places) {
      const { localAuthorityCode, districtCode, planningAreaId } = place;
      if (this.nationOf(place) === 'ENGLAND') tokens.add(areaToken.england);
      if (localAuthorityCode) tokens.add(areaToken.localAuthority(localAuthorityCode));
      if (districtCode) tokens.add(areaToken.district(districtCode));
      if (planningAreaId) tokens.add(areaToken.planningArea(planningAreaId));
      for (const token of this.tokensOf(place.former ?? [])) tokens.add(token);
    }
    return [...tokens];
  }

  /** The nation of some areas: as it is known, or else that of the district or local authority. */
  nationOf({ nation, districtCode, localAuthorityCode }: Areas): Nation | null {
    const authority = this.localAuthorities.get(localAuthorityCode ?? '');
    return nation ?? nationOfCode(districtCode) ?? nationOfCode(authority?.gssCode ?? null);
  }

  /** The name of a token's area, for use in a sentence. */
  nameOf(token: string): string {
    const [kind, code = ''] = token.split(':');
    if (kind === 'LA') return this.localAuthorities.get(code)?.name ?? code;
    if (kind === 'DISTRICT') return this.districts.get(code)?.name ?? code;
    if (kind === 'PLANNING_AREA') return this.planningAreas.get(code)?.name ?? 'a planning area';
    return 'all of England';
  }

  private wholeOf(outcode: string): Areas {
    const known = this.outcodes.get(outcode);
    if (!known) return VAGUE;
    const former = known.formerDistrictCodes.map((code) => this.sharedIn(known, [code]));
    return { ...this.sharedIn(known, known.districtCodes), ...(former.length > 0 && { former }) };
  }

  /** The areas that all of an outcode is in, if it is in these districts and no others. */
  private sharedIn(
    { outcode, sectors, hasAllSectors }: KnownOutcode,
    districtCodes: readonly string[] | null,
  ): Areas {
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

  private areasOfCentroid({ key, districtCode, formerDistrictCodes }: Centroid): Areas {
    return this.areasOf(districtCode, key.includes(' ') ? key : null, formerDistrictCodes);
  }
}

function expired(field: readonly string[], message: string): Problem {
  return { field: [...field], code: 'EXPIRED_CODE', message };
}

function memberKey(localAuthorityCode: string, kind: string, code: string): string {
  return `${localAuthorityCode} ${kind} ${code}`;
}

function replace<T>(map: Map<string, T>, values: readonly T[], key: (value: T) => string): void {
  map.clear();
  for (const value of values) map.set(key(value), value);
}
