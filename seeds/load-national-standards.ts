import type pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { readNationalStandards } from './reference-files.js';
import { insertMissing } from './upsert.js';

/** The namespace for ids of national frameworks and their principles, which are the same in every hub. */
const NATIONAL_FRAMEWORKS = '5d3f1f6c-7a0e-5a43-8f0c-3f7d1c2e9b64';

/**
 * Publishes the national framework in the file unless its edition exists. A published edition is never changed:
 * anything learned later becomes a new edition. Returns the number of rows inserted or changed.
 */
export async function loadNationalStandards(client: pg.ClientBase): Promise<number> {
  const { title, source, publishedOn, edition, parts, principles } = readNationalStandards();
  const id = uuidv5(`framework ${edition}`, NATIONAL_FRAMEWORKS);
  const inserted = await insertMissing(client, {
    table: 'quality_framework',
    rows: [{ id, title, edition, state: 'DRAFT', parts, source }],
  });
  if (inserted === 0) return 0;
  const added = await insertMissing(client, {
    table: 'quality_principle',
    rows: principles.map(({ number, part, title, toBeConfirmed }) => ({
      id: uuidv5(`framework ${edition} principle ${number}`, NATIONAL_FRAMEWORKS),
      framework_id: id,
      number,
      part,
      title,
      description: '',
      to_be_confirmed: toBeConfirmed,
    })),
  });
  await client.query(`update quality_framework set state = 'PUBLISHED', published_on = $2 where id = $1`, [
    id,
    publishedOn,
  ]);
  return inserted + added;
}
