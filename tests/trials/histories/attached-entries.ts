import type pg from 'pg';

/** A provider of the beginning of a history. */
export interface Founder {
  readonly id: string;
  readonly offering: string;
  readonly site: string;
  readonly authority: string;
}

/** Tables of what belongs to a provider, in the order in which it is made. */
export const attached = [
  'site',
  'offering',
  'provider_contact',
  'change_request',
  'listing_decision',
  'quality_review',
  'evidence',
  'inspection',
] as const;

/** Four listed providers, two in Norfolk and two in Suffolk, each with one at least of everything that can belong to one. */
export async function found(pool: pg.Pool, serial: number): Promise<Founder[]> {
  const founders: Founder[] = [];
  for (const [at, authority] of ['926', '926', '935', '935'].entries()) {
    const { rows } = await pool.query<Omit<Founder, 'authority'>>(
      `with ids as (select gen_random_uuid() as id, gen_random_uuid() as site, gen_random_uuid() as offering, gen_random_uuid() as vacancy),
        made as (insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
          select id, $1, 'OTH', 'UNREGISTERED', $2, 'NR21 9AA', 'LISTED' from ids returning id)
       select ids.* from ids, made`,
      [`History ${serial} ${at}`, authority],
    );
    const founder = { ...rows[0]!, authority };
    await pool.query(
      `insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, address_visibility, state)
       values ('${founder.site}', '${founder.id}', 'Yard', 'NR21 9AA', 52.85, 0.81, 'SECTOR', 'FULL', 'LISTED')`,
    );
    await pool.query(
      `insert into offering (id, provider_id, title, tier, primary_needs, key_stages, min_year, max_year, delivery_modes, state)
       values ('${founder.offering}', '${founder.id}', 'Smithing', 'TIER_2', '{SEMH}', '{KS3}', 7, 9, '{IN_PERSON}', 'LISTED');
       insert into offering_site values ('${founder.offering}', '${founder.site}', '${founder.id}');
       insert into vacancy (id, offering_id, site_id, state, places_available, unit, available_from, min_year, max_year)
       values (gen_random_uuid(), '${founder.offering}', '${founder.site}', 'CAPACITY', 2, 'FTE', '2026-12-01', 7, 9);
       insert into provider_contact (id, provider_id, role, audience, email)
       values (gen_random_uuid(), '${founder.id}', '${['REFERRALS', 'FINANCE'][at % 2]}', 'PUBLIC', 'office@history.example');
       insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state)
       values (gen_random_uuid(), '${founder.id}', 'OFFERING', '${founder.offering}', '[{"field": "maxYear", "from": 9, "to": 10}]', 'founder', 'OPEN'),
              (gen_random_uuid(), '${founder.id}', 'PROVIDER', '${founder.id}', '[{"field": "legalName", "from": null, "to": "Ltd"}]', 'founder', 'OPEN');
       insert into listing_decision (id, provider_id, local_authority_code, basis, valid_from)
       values (gen_random_uuid(), '${founder.id}', '${authority}', 'TENDERED', '2026-01-01');
       insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
       select gen_random_uuid(), code, '${founder.id}', kind, '2026-01-01', '2027-06-01', 'ATTESTED'
         from unnest(array['926', '935']) code, unnest(array['FIRE_RISK', 'FIRST_AID']) kind;
       insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
       values (gen_random_uuid(), '${authority}', '${founder.id}', 'OFSTED_REPORT_CARD_2025', '2026-03-1${at}', 'MET');
       insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, officer_role)
       select gen_random_uuid(), '${authority}', '${founder.id}', id, 'PLANNED', '2026-12-01', 'QUALITY_OFFICER'
         from quality_framework where state = 'PUBLISHED' limit 1;
       insert into external_reference (id, source, kind, entry_id, parent_id, reference)
       values (gen_random_uuid(), 'LA:${authority}', 'PROVIDER', '${founder.id}', null, 'P-${at}'),
              (gen_random_uuid(), 'LA:926', 'SITE', '${founder.site}', '${founder.id}', 'S-1'),
              (gen_random_uuid(), 'PROVIDER', 'OFFERING', '${founder.offering}', '${founder.id}', 'O-${at}')`,
    );
    founders.push(founder);
  }
  await pool.query(
    `delete from evidence_rule;
     insert into evidence_rule (id, local_authority_code, kind, suspends_listing)
     values (gen_random_uuid(), '926', 'FIRE_RISK', true), (gen_random_uuid(), '935', 'FIRST_AID', true)`,
  );
  return founders;
}

/** Ids of all that belongs to providers, with whose they are: `site 0197…` is `0198…`'s. */
export async function belongings(pool: pg.Pool): Promise<Map<string, string>> {
  const all = attached.map(
    (table) => `select '${table} ' || id as what, provider_id::text as whose from ${table}
    where provider_id in (select id from provider where name like 'History %')`,
  );
  const references = `select 'external_reference ' || id, coalesce(parent_id, entry_id)::text from external_reference
    where coalesce(parent_id, entry_id) in (select id from provider where name like 'History %')`;
  const text = [...all, references].join(' union all ');
  const { rows } = await pool.query<{ what: string; whose: string }>(text);
  return new Map(rows.map(({ what, whose }) => [what, whose]));
}

/** SQL that finds what must never exist, with its name. Written separately, not taken from the code under trial. */
const neverSo: readonly (readonly [what: string, sql: string])[] = [
  ...['site', 'offering', 'change_request', 'listing_decision', 'quality_review', 'evidence'].map(
    (table) =>
      [
        `${table} of an entry that was merged`,
        `select t.id from ${table} t join provider_merge m on m.id = t.provider_id`,
      ] as const,
  ),
  [
    'a change request about an entry of another provider',
    `select r.id from change_request r
       left join offering o on r.entry_kind = 'OFFERING' and o.id = r.entry_id
       left join site s on r.entry_kind = 'SITE' and s.id = r.entry_id
      where coalesce(o.provider_id, s.provider_id, r.entry_id) <> r.provider_id`,
  ],
  [
    'an external reference that does not lead to its entry from the provider among whose it is',
    `select r.id from external_reference r
       left join offering o on o.id = r.offering_id left join site s on s.id = r.site_id
      where r.kind <> 'PROVIDER' and coalesce(o.provider_id, s.provider_id) is distinct from (
        with recursive leads (id, far) as (select r.parent_id, 0
          union all select m.into_id, far + 1 from leads join provider_merge m on m.id = leads.id)
        select id from leads order by far desc limit 1)`,
  ],
  [
    'an entry that says that it was merged and was not, or the other way about',
    'select p.id from provider p where p.is_merged <> exists (select from provider_merge m where m.id = p.id)',
  ],
  [
    'a listed provider whose listing depends on evidence that has expired',
    `select p.id from provider p join evidence_rule r on r.local_authority_code = p.local_authority_code and r.suspends_listing
      where p.state = 'LISTED'
        and exists (select from evidence e where e.provider_id = p.id and e.local_authority_code = r.local_authority_code and e.kind = r.kind)
        and not exists (select from evidence e where e.provider_id = p.id and e.local_authority_code = r.local_authority_code
          and e.kind = r.kind and e.state in ('ATTESTED', 'IN_PROCESS', 'VALIDATED'))`,
  ],
];

/** What is so and must never be. */
export async function broken(pool: pg.Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of neverSo) {
    const { rows } = await pool.query(sql);
    if (rows.length > 0) found.push(`There is ${what}.`);
  }
  return found;
}
