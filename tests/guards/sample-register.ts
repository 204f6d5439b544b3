import type pg from 'pg';

const PROVIDERS = 25;

/**
 * Fills an empty register with 25 providers that are alike: a public contact, two sites in two districts, and three
 * offerings that run at both sites, each with a vacancy at any site and one at the first. The first offering of each is for
 * SEMH, the others for ASD.
 */
export async function fillSampleRegister(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
    select gen_random_uuid(), 'Provider ' || n, 'OTH', 'UNREGISTERED', '926', 900000 + n, 'LISTED'
      from generate_series(1, ${PROVIDERS}) n;

    insert into provider_contact (id, provider_id, role, audience, email)
    select gen_random_uuid(), id, 'REFERRALS', 'PUBLIC', 'referrals@' || urn || '.example' from provider;

    insert into site (id, provider_id, name, postcode, latitude, longitude, position_precision, district_code,
                      address_visibility, accessibility, state)
    select gen_random_uuid(), id, 'Site ' || n || ' of ' || name, 'NR21 9AA', 52.83 + urn::int % 100 / 1000.0, 0.85 + (urn::int * 7 + n) % 100 / 1000.0,
           'POINT', case n when 1 then 'E07000147' else 'E07000143' end, case n when 1 then 'FULL' else 'OUTCODE' end, '{}', 'LISTED'
      from provider, generate_series(1, 2) n;

    insert into offering (id, provider_id, title, description, tier, primary_needs, key_stages, min_year, max_year,
                          delivery_modes, price_pence, price_unit, state)
    select gen_random_uuid(), id, 'Outdoor learning ' || n || ' of ' || name, '', 'TIER_2',
           case n when 1 then '{SEMH}' else '{ASD}' end::text[], '{KS3}', 7, 9, '{IN_PERSON}', 9000, 'DAY', 'LISTED'
      from provider, generate_series(1, 3) n;

    insert into offering_site (offering_id, site_id, provider_id)
    select o.id, s.id, s.provider_id from offering o join site s using (provider_id);

    insert into vacancy (id, offering_id, site_id, state, places_available, unit, available_from, min_year, max_year,
                         confirmed_at, expires_at)
    select gen_random_uuid(), o.id, case n when 1 then s.id end, 'CAPACITY', n, 'FTE', date '2026-12-01' + n, 7, 9,
           now(), now() + interval '28 days'
      from offering o join site s on s.provider_id = o.provider_id and s.name like 'Site 1 %', generate_series(1, 2) n;
  `);
}
