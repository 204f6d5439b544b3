import { createHub, type Hub } from '../../src/app.js';
import { createLog } from '../../src/platform/log.js';
import { aFullProvider } from '../duplicates/full-provider.js';
import { addPlanningArea } from '../place/places.js';
import { aProvider } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

/** The last day of the county, and the first of those after it. */
export const LAST_DAY = '2026-09-30';
const FIRST_DAY = '2026-10-01';

/** Everything that an authority can be in the register, in Norfolk (926). */
export async function aCounty(hub: TestHub) {
  const { pool } = hub.database;
  const inFakenham = await aFullProvider(hub, 'In Fakenham', { externalReference: 'A1' });
  const inNorwich = await aProvider(hub, { name: 'In Norwich', postcode: 'NR1 1AA' });
  const elsewhere = await aProvider(hub, { name: 'Without ground', postcode: 'IP1 1AA' });
  const merged = await aProvider(hub, { name: 'Merged', postcode: 'NR21 8AA' });
  const planningArea = await addPlanningArea(pool, 'Around Fakenham', { districts: ['E07000147'] });
  await pool.query(
    `insert into provider_merge (id, into_id, state_before, moved, taken) values ($1, $2, 'LISTED', '{}', '{}')`,
    [merged.id, inFakenham.provider.id],
  );
  await pool.query(`update provider set state = 'WITHDRAWN' where id = $1`, [merged.id]);
  await pool.query(
    `insert into listing_decision (id, provider_id, local_authority_code, basis, valid_from, valid_to)
     values (gen_random_uuid(), $1, '926', 'NOT_APPROVED_LIST', '2025-01-01', '2025-12-31')`,
    [inFakenham.provider.id],
  );
  await pool.query(`
    insert into quality_framework (id, local_authority_code, title, edition, state, published_on, source)
      values (gen_random_uuid(), '926', 'What good looks like', 1, 'PUBLISHED', '2026-01-01', 'Norfolk');
    insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
      select gen_random_uuid(), '926', code, false from code where list = 'EVIDENCE_KIND' order by position limit 2`);
  await pool.query(
    `insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
     select gen_random_uuid(), '926', $1, id, 'PLANNED', '2027-01-01', 'QUALITY_OFFICER' from quality_framework
      where local_authority_code = '926'`,
    [inNorwich.id],
  );
  await pool.query(
    `insert into duplicate_dismissal (id, first_id, second_id, local_authority_code, reason, dismissed_by)
     select gen_random_uuid(), least($1::uuid, $2), greatest($1::uuid, $2), '926', 'They differ', 'test'`,
    [inFakenham.provider.id, inNorwich.id],
  );
  await pool.query(
    `insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state, approved_fields,
       effective_on, decided_by, decided_at, decided_in)
     values (gen_random_uuid(), $1, 'PROVIDER', $1, '[{"field": "legalName", "from": null, "to": "In Norwich Ltd"}]', 'test',
       'APPROVED', '{legalName}', '2027-01-01', 'test', now(), '926')`,
    [inNorwich.id],
  );
  await pool.query(`
    insert into api_client (id, name, role, local_authority_codes)
      values (gen_random_uuid(), 'Norfolk portal', 'commissioner', '{935,926}')`);
  return { inFakenham, inNorwich, elsewhere, merged, planningArea };
}

/** Ends Norfolk. `after`: what comes after it, each with the district that it has. */
export async function endCounty(
  hub: TestHub,
  after: Readonly<Record<string, { readonly name: string; readonly district: string }>>,
): Promise<void> {
  const { pool } = hub.database;
  const extent = Object.keys(after).length > 1 ? 'PART' : 'WHOLE';
  for (const [code, { name, district }] of Object.entries(after)) {
    await pool.query('insert into local_authority (code, name, gss_code) values ($1, $2, $3)', [
      code,
      name,
      district,
    ]);
    await pool.query('insert into district (code, name, local_authority_code) values ($1, $2, $3)', [
      district,
      name,
      code,
    ]);
    await pool.query('insert into area_succession values ($1, $2, $3, $4, $5)', [
      'LOCAL_AUTHORITY',
      '926',
      code,
      FIRST_DAY,
      extent,
    ]);
  }
  await pool.query(
    `update local_authority set valid_to = '${LAST_DAY}', version = version + 1 where code = '926'`,
  );
  await hub.feed.sync();
}

/** Another hub on the same database, as in another process. */
export function anotherHub(hub: TestHub): Promise<Hub> {
  const log = createLog('error', { write: () => {} });
  return createHub({ url: hub.database.url, poolSize: 4, clock: hub.clock, log });
}

/** How many rows of each table have the code of an authority as a fact of the present. */
export async function rowsOf(hub: TestHub, code: string): Promise<Record<string, number>> {
  const tables = [
    'provider',
    'planning_area',
    'planning_area_member',
    'listing_decision',
    'quality_framework',
    'quality_review',
    'evidence',
    'evidence_rule',
    'inspection',
    'duplicate_dismissal',
  ];
  const counts = [
    ...tables.map((table) => [
      table,
      `select count(*)::int as n from ${table} where local_authority_code = $1`,
    ]),
    ['external_reference', `select count(*)::int as n from external_reference where source = 'LA:' || $1`],
    ['change_request', 'select count(*)::int as n from change_request where decided_in = $1'],
    ['api_client', 'select count(*)::int as n from api_client where $1 = any(local_authority_codes)'],
  ] as const;
  const found: Record<string, number> = {};
  for (const [table, statement] of counts) {
    const { rows } = await hub.database.pool.query<{ n: number }>(statement!, [code]);
    if (rows[0]!.n > 0) found[table!] = rows[0]!.n;
  }
  return found;
}
