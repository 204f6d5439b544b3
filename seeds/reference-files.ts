import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { settlementKinds } from '../src/features/place/settlement.rules.js';
import { signpostThemes } from '../src/features/vocabulary/signpost-theme.rules.js';
import { readJson } from '../src/platform/json.js';
import { projectRoot } from '../src/platform/project-root.js';

const folder = join(projectRoot, 'seeds', 'reference');

/** A code as in its file. The list is the file's name, the position its place in the file. */
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

/** Words that people type, and the codes that they mean (`LIST:CODE`). */
const concept = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  explanation: z.string(),
  phrases: z.array(z.string()),
  strongCodes: z.array(z.string()).optional(),
  relatedCodes: z.array(z.string()).optional(),
  signposts: z.array(z.enum(signpostThemes)).optional(),
});
export type ConceptEntry = z.output<typeof concept>;

/**
 * Where someone in need of help can turn, in the order in which to show them. Every number and hour stands on one of the pages in
 * `sources`, which were opened on the day `checkedOn`.
 */
const signpost = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  label: z.string().min(1),
  sentence: z.string().min(1),
  telephone: z.string().optional(),
  sms: z.string().optional(),
  website: z.url().optional(),
  openingHours: z.string().optional(),
  forWhom: z.string().min(1),
  localAuthorityCode: z.string().optional(),
  themes: z.array(z.enum(signpostThemes)).min(1),
  sources: z.array(z.url()).min(1),
  checkedOn: z.iso.date(),
});
export type SignpostEntry = z.output<typeof signpost> & { readonly position: number };

/** A rule on when an institution must be registered as a school. */
const registrationRule = z.strictObject({
  code: z.string().min(1),
  title: z.string(),
  law: z.string(),
  inForceFrom: z.iso.date().nullable(),
});
export type RegistrationRuleEntry = z.output<typeof registrationRule>;

/** Local authorities and districts. A district of Scotland or Wales has no local authority here, nor has one that has ended. */
const areas = z.strictObject({
  localAuthorities: z.array(z.strictObject({ code: z.string(), gssCode: z.string(), name: z.string() })),
  districts: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      localAuthorityCode: z.string().nullable(),
      validTo: z.iso.date().optional(),
    }),
  ),
  successions: z.array(
    z.strictObject({
      kind: z.enum(['DISTRICT', 'LOCAL_AUTHORITY']),
      from: z.string(),
      to: z.string(),
      day: z.iso.date(),
      extent: z.enum(['WHOLE', 'PART']),
    }),
  ),
});
export type AreaEntries = z.output<typeof areas>;

/** The national framework of principles, with its edition. Anything that is not certain is marked. */
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

/** A number in a CSV file. */
const numeral = z.string().min(1).pipe(z.coerce.number());
const position = {
  latitude: numeral.pipe(z.number().min(-90).max(90)),
  longitude: numeral.pipe(z.number().min(-180).max(180)),
};

/** The mean position of a postcode sector or outcode, WGS84, with the number of postcodes it was calculated from. */
const centroid = z.object({
  key: z.string().min(1),
  ...position,
  districtCode: z.string(),
  postcodes: numeral.pipe(z.int()),
});
export type CentroidEntry = z.output<typeof centroid>;

/** An outcode, with every district that any of its postcodes is in; null if that is not known for all of them. */
export interface OutcodeEntry extends CentroidEntry {
  readonly districtCodes: readonly string[] | null;
}

/** A cell of the map (see `NationCell`). */
const nationCell = z.object({
  divisions: numeral.pipe(z.int()),
  north: numeral.pipe(z.int()),
  east: numeral.pipe(z.int()),
  nation: z.enum(['ENGLAND', 'SCOTLAND', 'WALES']),
});
export type NationCellEntry = z.output<typeof nationCell>;

/** A settlement, WGS84. */
const settlement = z.object({
  name: z.string().min(1),
  ...position,
  districtCode: z.string(),
  kind: z.enum(settlementKinds),
  otherNames: z.array(z.string().min(1)),
});
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

/** The signposts, each with its place in the file. */
export function readSignposts(): SignpostEntry[] {
  const entries = read(z.array(signpost), 'signposts.json');
  return entries.map((entry, index) => ({ ...entry, position: index + 1 }));
}

/** The voluntary national standards for non-school alternative provision. */
export function readNationalStandards(): FrameworkEntry {
  return read(framework, 'national-standards.json');
}

/** All districts of Great Britain, and the local authorities of England with education duties. */
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

/** The parts of Great Britain in which people have postcodes, with their nations. */
export function readNationCells(): NationCellEntry[] {
  return readCsv('nation-cells.csv', ['divisions', 'north', 'east', 'nation']).map(
    ([divisions, north, east, nation]) => nationCell.parse({ divisions, north, east, nation }),
  );
}

/** Settlements of Norfolk and of the places just across its border, each with the other names that people call it. */
export function readPlaces(): PlaceEntry[] {
  const header = ['name', 'lat', 'lng', 'district', 'kind', 'other_names'];
  return readCsv('norfolk-places.csv', header).map(
    ([name, latitude, longitude, districtCode, kind, others]) =>
      settlement.parse({
        name,
        latitude,
        longitude,
        districtCode,
        kind,
        otherNames: others ? others.split(';') : [],
      }),
  );
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
    throw new Error(
      `seeds/reference/${path.join('/')} does not have the right form. The cause says which part.`,
      { cause },
    );
  }
}

/** These files hold codes, numbers and names without commas, so they need no quoting. */
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
