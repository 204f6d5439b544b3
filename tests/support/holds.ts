import { v7 as uuidv7 } from 'uuid';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from './builders.js';
import type { TestHub } from './hub.js';

/** Holds places of a vacancy, as another process does, for so many milliseconds. Resolves to the hold's id once it is followed. */
export async function heldBySql(
  hub: Pick<TestHub, 'database' | 'clock' | 'feed'>,
  { id, offeringId }: Pick<Vacancy, 'id' | 'offeringId'>,
  places: number,
  milliseconds: number,
  schoolUrn = '900001',
): Promise<string> {
  const hold = uuidv7();
  const now = hub.clock.now();
  await hub.database.pool.query(
    `insert into vacancy_hold (id, vacancy_id, offering_id, school_urn, places, until, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, 'school test')`,
    [hold, id, offeringId, schoolUrn, places, new Date(now + milliseconds), new Date(now)],
  );
  await hub.feed.sync();
  return hold;
}

/** Open schools with the URNs 900000 to 900999, and a vacancy with 200 places that they can hold. Resolves to its id of the graph. */
export async function holdable(hub: TestHub): Promise<string> {
  await hub.database.pool.query(
    `insert into school (urn, name, status_code, type_code)
     select (900000 + n)::text, 'Invented School ' || n, '1', '01' from generate_series(0, 999) n on conflict do nothing`,
  );
  const offering = await anOffering(hub, await aProvider(hub));
  return encodeId('vac', (await aVacancy(hub, offering, { placesAvailable: 200 })).id);
}
