import type pg from 'pg';

/** The centre of every known outcode. */
export async function outcodeCentres(
  db: pg.ClientBase,
): Promise<{ readonly outcode: string; readonly latitude: number; readonly longitude: number }[]> {
  const { rows } = await db.query('select outcode, latitude, longitude from postcode_outcode');
  return rows;
}
