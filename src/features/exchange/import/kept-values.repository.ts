import type pg from 'pg';
import { type GiasField, giasColumns } from './gias-columns.js';

/** The columns of `school`, with the columns of the file that they come from. */
export const schoolColumns: Readonly<Record<string, readonly GiasField[]>> = {
  name: ['name'],
  local_authority_code: ['laCode'],
  establishment_number: ['establishmentNumber'],
  ukprn: ['ukprn'],
  uprn: ['uprn'],
  type_code: ['typeCode'],
  status_code: ['statusCode'],
  phase_code: ['phaseCode'],
  low_age: ['lowAge'],
  high_age: ['highAge'],
  opened_on: ['openedOn'],
  closed_on: ['closedOn'],
  street: ['street'],
  locality: ['locality', 'address3'],
  town: ['town'],
  postcode: ['postcode'],
  latitude: ['easting', 'northing'],
  longitude: ['easting', 'northing'],
  position_precision: ['easting', 'northing'],
  district_code: ['districtCode'],
  website: ['website'],
};

/** SQL: whether a value for any of these fields was left out. */
const isLeftOut = (fields: readonly GiasField[]) => `s.left_out && '{${fields.join(',')}}'`;

/**
 * Gives staged rows the stored values for those that were left out, so that an unusable value replaces nothing. A position also stays,
 * unless the school has moved to another postcode with a known position. Returns how many values stay, by column of the file.
 */
export async function keepStored(
  db: pg.ClientBase,
  fields: ReadonlySet<GiasField>,
): Promise<Readonly<Record<string, number>>> {
  const columns = Object.entries(schoolColumns);
  const stays = columns.flatMap(([column, from]) => from.map((field) => `('${field}', '${column}')`));
  const { rows } = await db.query<{ field: GiasField; kept: number }>(
    `select f.field, count(*)::int as kept
       from staged_school s join school t on t.urn = s.urn cross join unnest(s.left_out) f (field)
      where exists (select from (values ${stays.join(', ')}) c (field, name)
                     where c.field = f.field and to_jsonb(t) ->> c.name is not null)
      group by 1`,
  );
  const stayed = `s.postcode is not distinct from t.postcode
    or not exists (select from postcode p where p.postcode = s.postcode)`;
  const assignments = columns
    .filter(([column]) => column !== 'name' && column !== 'local_authority_code')
    .map(([column, from]) => {
      const also = from.includes('easting') ? ` and (${stayed})` : '';
      return `${column} = case when ${isLeftOut(from)}${also} then t.${column} else s.${column} end`;
    });
  await db.query(
    `update staged_school s
        set ${assignments.join(', ')},
            la_code = case when ${isLeftOut(['laCode'])} then t.local_authority_code else s.la_code end
       from school t where t.urn = s.urn and s.left_out is not null`,
  );
  return Object.fromEntries(
    rows.filter(({ field }) => fields.has(field)).map(({ field, kept }) => [giasColumns[field], kept]),
  );
}
