import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { words } from '../src/platform/text.js';
import { loadNationalStandards } from './load-national-standards.js';
import {
  type CentroidEntry,
  readAreas,
  readCodes,
  readConcepts,
  readNationCells,
  readOutcodes,
  readPlaces,
  readRegistrationRules,
  readSectors,
  readSignposts,
} from './reference-files.js';
import { seeding } from './transaction.js';
import { type Upsert, upsert } from './upsert.js';

const PLACES_OF_SEEDS = 'GeoNames';
const PLACES_SOURCE = `${PLACES_OF_SEEDS} (CC BY 4.0)`;
/** The namespace for ids of named places: the same settlement has the same id in every hub. */
const PLACES = '2f1d5c0e-6d5e-5b0a-9a51-6f1f6c1a7b0d';

/**
 * Updates code lists, concepts, areas, registration rules, centroids, named places and the national standards from the files in
 * `seeds/reference`, in one transaction. Rows that are already up to date are not touched, nor are areas that were written by
 * anyone else. Codes that exist only in the database stay.
 * @returns the number of rows inserted or changed.
 * @throws if a file is malformed or the database refuses a row. Nothing is changed then.
 */
export async function loadReference(pool: pg.Pool): Promise<{ changed: number }> {
  return seeding(pool, ACTOR, async (client) => {
    let changed = 0;
    for (const work of referenceRows()) changed += await upsert(client, work);
    changed += await removeOtherSignposts(client);
    changed += await loadNationalStandards(client);
    return { changed };
  });
}

/** Who the change log says has written reference data. */
export const ACTOR = 'reference data';

/** A number that is no longer in the file may be out of use, so it must not be shown. Returns how many were removed. */
async function removeOtherSignposts(client: pg.ClientBase): Promise<number> {
  const keys = readSignposts().map(({ key }) => key);
  const { rowCount } = await client.query('delete from signpost where key <> all($1::text[])', [keys]);
  return rowCount ?? 0;
}

/** An import may have a better name for an area: if the log says that anyone else has written an area, the seeds leave it alone. */
const onlyWrittenHere = (table: string) => `not exists (
  select from change where change.table_name = '${table}' and change.entity_id = stored.code and change.actor <> '${ACTOR}')`;

const counted = { also: 'version = stored.version + 1, updated_at = now()' };

/** If full postcodes of an outcode were imported, the figures computed from them are better than these. */
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
      rows: readConcepts().map(
        ({ id, label, explanation, phrases, strongCodes, relatedCodes, signposts }) => ({
          id,
          label,
          explanation,
          phrases,
          strong_codes: strongCodes ?? [],
          related_codes: relatedCodes ?? [],
          signposts: signposts ?? [],
          source: 'AP Hub',
        }),
      ),
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
      rows: areas.districts.map(({ code, name, localAuthorityCode, validTo }) => ({
        code,
        name,
        local_authority_code: localAuthorityCode,
        valid_to: validTo ?? null,
      })),
    },
    {
      ...counted,
      table: 'signpost',
      key: ['key'],
      rows: readSignposts().map(
        ({ openingHours, forWhom, localAuthorityCode, checkedOn, telephone, sms, website, ...rest }) => ({
          ...rest,
          telephone: telephone ?? null,
          sms: sms ?? null,
          website: website ?? null,
          opening_hours: openingHours ?? null,
          for_whom: forWhom,
          local_authority_code: localAuthorityCode ?? null,
          checked_on: checkedOn,
        }),
      ),
    },
    {
      table: 'area_succession',
      key: ['kind', 'from_code', 'to_code'],
      rows: areas.successions.map(({ from, to, ...rest }) => ({ from_code: from, to_code: to, ...rest })),
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
    { table: 'nation_cell', key: ['divisions', 'north', 'east'], rows: readNationCells() },
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
      rows: readPlaces().map(({ name, otherNames, kind, latitude, longitude, districtCode }) => ({
        id: uuidv5(`${name} ${districtCode}`, PLACES),
        name,
        folded_name: words(name).join(' '),
        other_names: otherNames,
        kind,
        latitude,
        longitude,
        district_code: districtCode,
        source: PLACES_SOURCE,
      })),
      // A place of an older edition that has another name now.
      removed: `source like '${PLACES_OF_SEEDS}%'`,
    },
  ];
}

function centroid({ latitude, longitude, districtCode, postcodes }: CentroidEntry) {
  return { latitude, longitude, district_code: districtCode, postcodes };
}
