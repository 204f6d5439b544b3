import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../src/platform/json.js';
import { projectRoot } from '../src/platform/project-root.js';

const folder = join(projectRoot, 'seeds', 'reference');

/** A code as its file states it; the list is the file's name, the position its place in the file. */
const code = z.strictObject({
  code: z.string().min(1),
  label: z.string().min(1),
  description: z.string(),
  source: z.string(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  giasCodes: z.array(z.string()).optional(),
});
export type CodeEntry = z.output<typeof code> & { readonly list: string; readonly position: number };

/** What people type, and the codes it stands for (`LIST:CODE`). */
const concept = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  explanation: z.string(),
  phrases: z.array(z.string()),
  strongCodes: z.array(z.string()).optional(),
  relatedCodes: z.array(z.string()).optional(),
});
export type ConceptEntry = z.output<typeof concept>;

/** A rule that says when an institution must be registered as a school. */
const registrationRule = z.strictObject({
  code: z.string().min(1),
  title: z.string(),
  law: z.string(),
  inForceFrom: z.iso.date().nullable(),
});
export type RegistrationRuleEntry = z.output<typeof registrationRule>;

/** Local authorities and districts. */
const areas = z.strictObject({
  localAuthorities: z.array(z.strictObject({ code: z.string(), gssCode: z.string(), name: z.string() })),
  districts: z.array(z.strictObject({ code: z.string(), name: z.string(), localAuthorityCode: z.string() })),
});
export type AreaEntries = z.output<typeof areas>;

/** The national framework of principles, with its edition; what is not known for sure is marked so. */
const framework = z.strictObject({
  title: z.string(),
  source: z.string(),
  publishedOn: z.iso.date(),
  edition: z.int(),
  parts: z.array(z.string()),
  principles: z.array(
    z.strictObject({
      number: z.int(),
      part: z.int().nullable(),
      title: z.string(),
      toBeConfirmed: z.boolean(),
    }),
  ),
});
export type FrameworkEntry = z.output<typeof framework>;

/** A number as a CSV file writes it. */
const numeral = z.string().min(1).pipe(z.coerce.number());
const position = {
  latitude: numeral.pipe(z.number().min(-90).max(90)),
  longitude: numeral.pipe(z.number().min(-180).max(180)),
};

/** Mean position of a postcode sector or outcode, WGS84, with the number of postcodes it was taken from. */
const centroid = z.object({
  key: z.string().min(1),
  ...position,
  districtCode: z.string(),
  postcodes: numeral.pipe(z.int()),
});
export type CentroidEntry = z.output<typeof centroid>;

/** An outcode, with every district that one of its postcodes lies in; null when that is not known of all of them. */
export interface OutcodeEntry extends CentroidEntry {
  readonly districtCodes: readonly string[] | null;
}

/** A settlement, WGS84, under one of its names. */
const settlement = z.object({ name: z.string().min(1), ...position, districtCode: z.string() });
export type PlaceEntry = z.output<typeof settlement>;

/** Every code of every file in `reference/codes`; `key-stage.json` holds list `KEY_STAGE`. */
export function readCodes(): CodeEntry[] {
  return jsonFiles('codes').flatMap((file) => {
    const list = file.slice(0, -'.json'.length).toUpperCase().replaceAll('-', '_');
    const entries = read(z.array(code), 'codes', file);
    return entries.map((entry, index) => ({ ...entry, list, position: index + 1 }));
  });
}

/** The concepts of every file in `reference/concepts`; the files only sort them by theme. */
export function readConcepts(): ConceptEntry[] {
  return jsonFiles('concepts').flatMap((file) => read(z.array(concept), 'concepts', file));
}

/** The voluntary national standards for non-school alternative provision. */
export function readNationalStandards(): FrameworkEntry {
  return read(framework, 'national-standards.json');
}

/** Norfolk and its neighbours, and the districts of all four. */
export function readAreas(): AreaEntries {
  return read(areas, 'areas.json');
}

/** The rules on registration as a school, with the day from which each is in force (null: not known yet). */
export function readRegistrationRules(): RegistrationRuleEntry[] {
  return read(z.array(registrationRule), 'registration-rules.json');
}

/** The 154 postcode sectors of Norfolk. */
export function readSectors(): CentroidEntry[] {
  return readCsv('norfolk-sectors.csv', ['sector', 'lat', 'lng', 'district', 'postcodes']).map(centroidOf);
}

/** Every outcode of Great Britain. */
export function readOutcodes(): OutcodeEntry[] {
  const header = ['outcode', 'lat', 'lng', 'main_district_code', 'postcodes', 'districts'];
  return readCsv('gb-outcodes.csv', header).map((values) => ({
    ...centroidOf(values),
    districtCodes: values[5] ? values[5].split(' ') : null,
  }));
}

/** Settlements of Norfolk; one that has a second name in use appears once under each. */
export function readPlaces(): PlaceEntry[] {
  const header = ['name', 'lat', 'lng', 'district', 'also_known_as'];
  return readCsv('norfolk-places.csv', header).flatMap(([name, latitude, longitude, districtCode, also]) => {
    const place = settlement.parse({ name, latitude, longitude, districtCode });
    return also ? [place, { ...place, name: also }] : [place];
  });
}

function centroidOf([key, latitude, longitude, districtCode, postcodes]: string[]): CentroidEntry {
  return centroid.parse({ key, latitude, longitude, districtCode, postcodes });
}

function jsonFiles(subfolder: string): string[] {
  const files = readdirSync(join(folder, subfolder)).filter((file) => file.endsWith('.json'));
  return files.sort();
}

/** @throws Error naming the file and what is wrong in it. */
function read<S extends z.ZodType>(rules: S, ...path: string[]): z.output<S> {
  try {
    return readJson(rules, readFileSync(join(folder, ...path), 'utf8'));
  } catch (cause) {
    throw new Error(`seeds/reference/${path.join('/')} is not as it must be.`, { cause });
  }
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
