import type pg from 'pg';
import type { RegisterState } from '../../../src/features/provider/provider.entity.js';
import { encodeId } from '../../../src/platform/graphql/global-id.js';

/** Where the entries stand before two mutations meet; what is left out is listed. */
export interface Standing {
  readonly provider?: RegisterState;
  readonly site?: RegisterState;
  readonly offering?: RegisterState;
}

/** A provider with one of everything that can belong to one; another one, and one that was merged into it. */
export interface CrowdedEntry {
  /** Ids in the graph. */
  readonly ids: Readonly<Record<Name, string>>;
  /** Ids as they are stored. */
  readonly stored: Readonly<Record<Name, string>>;
  /** What to base a change on; left out here: 1. */
  version(name: Name): number;
}

const prefixes = {
  provider: 'prv',
  twin: 'prv',
  merged: 'prv',
  site: 'sit',
  cameAlong: 'sit',
  offering: 'off',
  vacancy: 'vac',
  wish: 'chr',
  move: 'chr',
  decision: 'lsd',
  evidence: 'evi',
  failed: 'evi',
  inspection: 'ins',
  review: 'qrv',
  action: 'qac',
  hold: 'hld',
} as const;
type Name = keyof typeof prefixes;
const names = Object.keys(prefixes) as Name[];

/** The framework that reviews are made against, published once for all. */
/** On the day of the clock of the tests. */
const CONFIRMED = '2026-11-23T11:00:00Z';
export const FRAMEWORK = '0197a000-0000-7000-8000-00000000f001';
const PRINCIPLES = ['0197a000-0000-7000-8000-00000000f011', '0197a000-0000-7000-8000-00000000f012'];

/** What all of them share: a framework of two principles. */
export async function prepareShared(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into school (urn, name, status_code, type_code) values ('900001', 'Invented School', '1', '01') on conflict do nothing`,
  );
  const edition = `insert into quality_framework (id, local_authority_code, title, edition, state, source)
    values ('${FRAMEWORK}', '926', 'What we look at', 1, 'DRAFT', '')`;
  await pool.query(edition);
  await pool.query(
    `insert into quality_principle (id, framework_id, number, title)
       select id, $1, n, 'Principle ' || n from unnest($2::uuid[]) with ordinality p (id, n)`,
    [FRAMEWORK, PRINCIPLES],
  );
  await pool.query(
    `update quality_framework set state = 'PUBLISHED', published_on = '2026-01-01' where id = $1`,
    [FRAMEWORK],
  );
}

/** Makes one, the only one of its name, with ids in the order of their names in the list above; the second version of the provider and of the offering is the present one. */
export async function aCrowdedEntry(pool: pg.Pool, standing: Standing = {}): Promise<CrowdedEntry> {
  const { provider = 'LISTED', site = 'LISTED', offering = 'LISTED' } = standing;
  const { rows } = await pool.query<{ id: string }>(
    'select gen_random_uuid() as id from generate_series(1, $1) order by 1',
    [names.length],
  );
  const stored = Object.fromEntries(names.map((name, at) => [name, rows[at]!.id])) as Record<Name, string>;
  const db = await pool.connect();
  try {
    await db.query('begin');
    await db.query(
      `insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
       values ('${stored.provider}', 'Crowded', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', '${provider}'),
              ('${stored.twin}', 'Twin', 'OTH', 'UNREGISTERED', '926', 'NR21 9AA', 'LISTED'),
              ('${stored.merged}', 'Merged', 'OTH', 'UNREGISTERED', '935', 'NR21 9AA', 'LISTED')`,
    );
    await db.query(
      `insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, address_visibility, state)
       select id::uuid, '${stored.provider}', name, 'NR21 9AA', 52.85, 0.81, 'SECTOR', 'FULL', state
         from (values ('${stored.site}', 'Yard', '${site}'), ('${stored.cameAlong}', 'Field', 'LISTED')) s (id, name, state)`,
    );
    await db.query(
      `insert into offering (id, provider_id, title, tier, primary_needs, key_stages, min_year, max_year, delivery_modes, state)
       values ('${stored.offering}', '${stored.provider}', 'Smithing', 'TIER_2', '{SEMH}', '{KS3}', 7, 9, '{IN_PERSON}', '${offering}')`,
    );
    await db.query(
      `insert into offering_site values ('${stored.offering}', '${stored.site}', '${stored.provider}')`,
    );
    await db.query(
      `insert into vacancy (id, offering_id, site_id, state, places_available, unit, available_from, min_year, max_year, created_at, confirmed_at)
       values ('${stored.vacancy}', '${stored.offering}', '${stored.site}', 'CAPACITY', 2, 'FTE', '2026-12-01', 7, 9, '2026-09-01', '2026-10-01')`,
    );
    await db.query(
      `insert into vacancy_hold (id, vacancy_id, offering_id, school_urn, places, until, made_at, made_by)
       values ('${stored.hold}', '${stored.vacancy}', '${stored.offering}', '900001', 1,
               '2026-11-25T12:00:00Z', '2026-11-23T12:00:00Z', 'school test')`,
    );
    // Its last change is a confirmation, which can be undone.
    await db.query(`update vacancy set confirmed_at = '${CONFIRMED}' where id = '${stored.vacancy}'`);
    await db.query(
      `insert into provider_contact (id, provider_id, role, audience, email)
       select gen_random_uuid(), id::uuid, 'REFERRALS', 'PUBLIC', 'referrals@crowded.example'
         from unnest(array['${stored.provider}', '${stored.twin}']) id`,
    );
    await db.query(
      `insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state)
       values ('${stored.wish}', '${stored.provider}', 'OFFERING', '${stored.offering}', '[{"field": "maxYear", "from": 9, "to": 10}]', 'test', 'OPEN'),
              ('${stored.move}', '${stored.provider}', 'PROVIDER', '${stored.provider}',
               '[{"field": "localAuthorityCode", "from": "926", "to": "935"}]', 'test', 'OPEN')`,
    );
    await db.query(
      `insert into listing_decision (id, provider_id, local_authority_code, basis, valid_from)
       values ('${stored.decision}', '${stored.provider}', '926', 'TENDERED', '2026-01-01')`,
    );
    // Of FIRST_AID what there is has failed in Norfolk, which does not follow it, and in Suffolk, which does.
    await db.query(
      `insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
       values ('${stored.evidence}', '926', '${stored.provider}', 'FIRE_RISK', '2026-01-01', '2027-06-01', 'ATTESTED'),
              ('${stored.failed}', '926', '${stored.provider}', 'FIRST_AID', '2026-01-01', '2027-06-01', 'FAILED'),
              (gen_random_uuid(), '935', '${stored.provider}', 'FIRST_AID', '2026-01-01', '2027-06-01', 'FAILED')`,
    );
    await db.query('delete from evidence_rule');
    await db.query(
      `insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
       values (gen_random_uuid(), '926', 'FIRE_RISK', true), (gen_random_uuid(), '935', 'FIRST_AID', true)`,
    );
    await db.query(
      `insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
       values ('${stored.inspection}', '926', '${stored.provider}', 'OFSTED_REPORT_CARD_2025', '2026-03-10', 'MET')`,
    );
    await db.query(
      `insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
       values ('${stored.review}', '926', '${stored.provider}', '${FRAMEWORK}', 'PLANNED', '2026-12-01', 'QUALITY_OFFICER')`,
    );
    await db.query(
      `insert into quality_finding (id, review_id, framework_id, principle_id, finding)
       select gen_random_uuid(), '${stored.review}', '${FRAMEWORK}', id, 'MET_IN_FULL' from unnest($1::uuid[]) id`,
      [PRINCIPLES],
    );
    await db.query(
      `insert into quality_action (id, review_id, what, due_on) values ('${stored.action}', '${stored.review}', 'Mend it.', '2026-12-24')`,
    );
    await db.query(
      `insert into provider_merge (id, into_id, state_before, moved, left_references, taken)
       values ('${stored.merged}', '${stored.provider}', 'LISTED', '{"site": ["${stored.cameAlong}"]}', '{}', '{}')`,
    );
    await db.query(`update provider set state = 'WITHDRAWN', version = 2 where id = '${stored.merged}'`);
    await db.query(
      `update provider set description = 'It is full.', version = 2 where id = '${stored.provider}'`,
    );
    await db.query(
      `update offering set description = 'At the fire.', version = 2 where id = '${stored.offering}'`,
    );
    await db.query('commit');
  } finally {
    db.release();
  }
  const ids = Object.fromEntries(
    names.map((name) => [name, encodeId(prefixes[name], stored[name])]),
  ) as Record<Name, string>;
  const changed: readonly Name[] = ['provider', 'offering', 'merged'];
  return { ids, stored, version: (name) => (changed.includes(name) ? 2 : 1) };
}

/** Removes every entry that is not a demonstration, with all it has. */
export async function removeEntries(pool: pg.Pool): Promise<void> {
  await pool.query('delete from provider where not is_demonstration');
}

/** Tables whose rows are compared, and how to exclude the demonstration. */
const compared: Readonly<Record<string, string>> = {
  provider: 'not t.is_demonstration',
  site: 'not t.is_demonstration',
  offering: 'not t.is_demonstration',
  offering_site: 'true',
  vacancy: 'not t.is_demonstration',
  provider_contact: 'true',
  chase: 'true',
  chasing_opt_out: 'true',
  change_request: 'true',
  listing_decision: 'true',
  evidence: 'true',
  evidence_rule: 'true',
  inspection: 'true',
  inspection_judgement: 'true',
  quality_review: 'true',
  quality_finding: 'true',
  quality_action: 'true',
  provider_merge: 'true',
  duplicate_dismissal: 'true',
  listing_suspension: 'true',
};
/** When something was, which is another moment each time. */
const MOMENTS = [
  'created_at',
  'updated_at',
  'state_since',
  'state_since_before',
  'suspended_at',
  'made_at',
  'opted_out_at',
];

/** All that can come of two mutations, the same text for the same outcome: what is new has no name, and no moment counts. */
export async function stateOf(pool: pg.Pool, { stored }: CrowdedEntry): Promise<string> {
  const labels = new Map(Object.entries(stored).map(([name, id]) => [id, name]));
  const lines: string[] = [];
  const demonstrated = (table: string) =>
    table === 'offering_site'
      ? `t.provider_id in (select id from provider where not is_demonstration)`
      : compared[table];
  for (const table of Object.keys(compared)) {
    const { rows } = await pool.query<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from ${table} t where ${demonstrated(table)}`,
      [MOMENTS],
    );
    const known = rows.map(({ row }) =>
      row
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => labels.get(id) ?? 'new')
        // Of what moved with a merge the order says nothing.
        .replace(/\[("\w+"(?:, "\w+")*)\]/g, (_, list: string) => `[${list.split(', ').sort().join(', ')}]`),
    );
    lines.push(...known.sort().map((row) => `${table} ${row}`));
  }
  return lines.join('\n');
}
