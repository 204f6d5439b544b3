import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { words } from '../src/platform/text.js';
import { loadNationalStandards } from './load-national-standards.js';
import {
  type CentroidEntry,
  readAreas,
  readCodes,
  readConcepts,
  readOutcodes,
  readPlaces,
  readRegistrationRules,
  readSectors,
} from './reference-files.js';
import { seeding } from './transaction.js';
import { type Upsert, upsert } from './upsert.js';

/** Namespace of the ids of named places: the same settlement has the same id in every hub. */
const PLACES = '2f1d5c0e-6d5e-5b0a-9a51-6f1f6c1a7b0d';

/**
 * Brings code lists, concepts, areas, registration rules, centroids, named places and the national standards up to the files in
 * `seeds/reference`, in one transaction. Rows that already say the same are not touched, nor areas that anybody else has written;
 * codes that are only in the database stay.
 * @returns the number of rows inserted or changed.
 * @throws when a file is malformed or the database refuses a row; nothing is changed then.
 */
export async function loadReference(pool: pg.Pool): Promise<{ changed: number }> {
  return seeding(pool, ACTOR, async (client) => {
    let changed = 0;
    for (const work of referenceRows()) changed += await upsert(client, work);
    changed += await loadNationalStandards(client);
    return { changed };
  });
}

const ACTOR = 'reference data';

/** An import may know better what an area is called: what anybody else has written, the log says so, is no longer the seeds'. */
const onlyWrittenHere = (table: string) => `not exists (
  select from change where change.table_name = '${table}' and change.entity_id = stored.code and change.actor <> '${ACTOR}')`;

const counted = { also: 'version = stored.version + 1, updated_at = now()' };

/** Where full postcodes of an outcode were imported, the figures computed from them are better than these. */
const notImported = (outcode: string) => `not exists (
  select from postcode -- '!' is the character after the space
   where postcode.postcode >= ${outcode} || ' ' and postcode.postcode < ${outcode} || '!')`;

function referenceRows(): Upsert[] {
  const areas = readAreas();
  return [
    {
      ...counted,
      table: 'code',
      key: ['list', 'code'],
      rows: readCodes().map(({ list, code, label, description, source, position, ...rest }) => ({
        list,
        code,
        label,
        description,
        source,
        position,
        valid_from: rest.validFrom ?? null,
        valid_to: rest.validTo ?? null,
        gias_codes: rest.giasCodes ?? [],
      })),
    },
    {
      ...counted,
      table: 'concept',
      key: ['id'],
      rows: readConcepts().map(({ id, label, explanation, phrases, strongCodes, relatedCodes }) => ({
        id,
        label,
        explanation,
        phrases,
        strong_codes: strongCodes ?? [],
        related_codes: relatedCodes ?? [],
        source: 'AP Hub',
      })),
    },
    {
      ...counted,
      table: 'local_authority',
      key: ['code'],
      changeable: onlyWrittenHere('local_authority'),
      rows: areas.localAuthorities.map(({ code, gssCode, name }) => ({ code, gss_code: gssCode, name })),
    },
    {
      ...counted,
      table: 'district',
      key: ['code'],
      changeable: onlyWrittenHere('district'),
      rows: areas.districts.map(({ code, name, localAuthorityCode }) => ({
        code,
        name,
        local_authority_code: localAuthorityCode,
      })),
    },
    {
      ...counted,
      table: 'registration_rule',
      key: ['code'],
      rows: readRegistrationRules().map(({ inForceFrom, ...rule }) => ({
        ...rule,
        in_force_from: inForceFrom,
      })),
    },
    {
      table: 'postcode_sector',
      key: ['sector'],
      rows: readSectors().map((sector) => ({ sector: sector.key, ...centroid(sector) })),
      only: notImported(`split_part(seed.sector, ' ', 1)`),
    },
    {
      table: 'postcode_outcode',
      key: ['outcode'],
      rows: readOutcodes().map((outcode) => ({
        outcode: outcode.key,
        ...centroid(outcode),
        district_codes: outcode.districtCodes,
      })),
      only: notImported('seed.outcode'),
    },
    {
      ...counted,
      table: 'named_place',
      key: ['id'],
      rows: readPlaces().map(({ name, latitude, longitude, districtCode }) => ({
        id: uuidv5(`${name} ${districtCode}`, PLACES),
        name,
        folded_name: words(name).join(' '),
        latitude,
        longitude,
        district_code: districtCode,
        source: 'GeoNames cities (CC BY 4.0)',
      })),
    },
  ];
}

function centroid({ latitude, longitude, districtCode, postcodes }: CentroidEntry) {
  return { latitude, longitude, district_code: districtCode, postcodes };
}
