import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../src/platform/project-root.js';

const folder = join(projectRoot, 'seeds', 'reference');

/** A code as its file states it; the list is the file's name, the position its place in the file. */
export interface CodeEntry {
  readonly list: string;
  readonly code: string;
  readonly label: string;
  readonly description: string;
  readonly source: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly giasCodes?: readonly string[];
  readonly position: number;
}

/** What people type, and the codes it stands for (`LIST:CODE`). */
export interface ConceptEntry {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  readonly phrases: readonly string[];
  readonly strongCodes?: readonly string[];
  readonly relatedCodes?: readonly string[];
}

/** A rule that says when an institution must be registered as a school. */
export interface RegistrationRuleEntry {
  readonly code: string;
  readonly title: string;
  readonly law: string;
  readonly inForceFrom: string | null;
}

/** Local authorities and districts. */
export interface AreaEntries {
  readonly localAuthorities: readonly {
    readonly code: string;
    readonly gssCode: string;
    readonly name: string;
  }[];
  readonly districts: readonly {
    readonly code: string;
    readonly name: string;
    readonly localAuthorityCode: string;
  }[];
}

/** Mean position of a postcode sector or outcode, WGS84, with the number of postcodes it was taken from. */
export interface CentroidEntry {
  readonly key: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string;
  readonly postcodes: number;
}

/** An outcode, with every district that one of its postcodes lies in; null when that is not known of all of them. */
export interface OutcodeEntry extends CentroidEntry {
  readonly districtCodes: readonly string[] | null;
}

/** A settlement, WGS84, under one of its names. */
export interface PlaceEntry {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly districtCode: string;
}

/** The national framework of principles, with its edition; what is not known for sure is marked so. */
export interface FrameworkEntry {
  readonly title: string;
  readonly source: string;
  /** `yyyy-mm-dd`. */
  readonly publishedOn: string;
  readonly edition: number;
  readonly parts: readonly string[];
  readonly principles: readonly {
    readonly number: number;
    readonly part: number | null;
    readonly title: string;
    readonly toBeConfirmed: boolean;
  }[];
}

/** Every code of every file in `reference/codes`; `key-stage.json` holds list `KEY_STAGE`. */
export function readCodes(): CodeEntry[] {
  return jsonFiles('codes').flatMap((file) => {
    const list = file.slice(0, -'.json'.length).toUpperCase().replaceAll('-', '_');
    const entries = readJson<Omit<CodeEntry, 'list' | 'position'>[]>('codes', file);
    return entries.map((entry, index) => ({ ...entry, list, position: index + 1 }));
  });
}

/** The concepts of every file in `reference/concepts`; the files only sort them by theme. */
export function readConcepts(): ConceptEntry[] {
  return jsonFiles('concepts').flatMap((file) => readJson<ConceptEntry[]>('concepts', file));
}

/** The voluntary national standards for non-school alternative provision. */
export function readNationalStandards(): FrameworkEntry {
  return readJson<FrameworkEntry>('national-standards.json');
}

/** Norfolk and its neighbours, and the districts of all four. */
export function readAreas(): AreaEntries {
  return readJson<AreaEntries>('areas.json');
}

/** The rules on registration as a school, with the day from which each is in force (null: not known yet). */
export function readRegistrationRules(): RegistrationRuleEntry[] {
  return readJson<RegistrationRuleEntry[]>('registration-rules.json');
}

/** The 154 postcode sectors of Norfolk. */
export function readSectors(): CentroidEntry[] {
  return readCsv('norfolk-sectors.csv', ['sector', 'lat', 'lng', 'district', 'postcodes']).map(centroid);
}

/** Every outcode of Great Britain. */
export function readOutcodes(): OutcodeEntry[] {
  const header = ['outcode', 'lat', 'lng', 'main_district_code', 'postcodes', 'districts'];
  return readCsv('gb-outcodes.csv', header).map((values) => ({
    ...centroid(values),
    districtCodes: values[5] ? values[5].split(' ') : null,
  }));
}

/** Settlements of Norfolk; one that has a second name in use appears once under each. */
export function readPlaces(): PlaceEntry[] {
  const header = ['name', 'lat', 'lng', 'district', 'also_known_as'];
  return readCsv('norfolk-places.csv', header).flatMap(([name = '', lat, lng, districtCode = '', also]) => {
    const place = { name, latitude: Number(lat), longitude: Number(lng), districtCode };
    return also ? [place, { ...place, name: also }] : [place];
  });
}

function centroid([key = '', lat, lng, districtCode = '', postcodes]: string[]): CentroidEntry {
  return {
    key,
    latitude: Number(lat),
    longitude: Number(lng),
    districtCode,
    postcodes: Number(postcodes),
  };
}

function jsonFiles(subfolder: string): string[] {
  const files = readdirSync(join(folder, subfolder)).filter((file) => file.endsWith('.json'));
  return files.sort();
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T;
}

/** These files hold codes, numbers and names without commas, so that no quoting is needed. */
function readCsv(file: string, header: readonly string[]): string[][] {
  const lines = readFileSync(join(folder, file), 'utf8').split(/\r?\n/).filter(Boolean);
  const rows = lines.map((line) => line.split(','));
  const found = rows.shift() ?? [];
  const wrong = found.join() === header.join() ? rows.findIndex((row) => row.length !== header.length) : -2;
  if (wrong === -2) {
    throw new Error(
      `seeds/reference/${file}: the first line must be "${header.join()}", found "${found.join()}".`,
    );
  }
  if (wrong >= 0) {
    throw new Error(
      `seeds/reference/${file}, line ${wrong + 2}: expected ${header.length} values, found ${rows[wrong]?.length}.`,
    );
  }
  return rows;
}
