import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = `('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'LISTED', 'SUSPENDED', 'WITHDRAWN')`;

/** Providers with the rules on what identifies them, contacts (kept apart from public data), and sites. */
export class Providers1764000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table provider (
        id uuid primary key,
        name text not null check (length(btrim(name)) between 2 and 200),
        legal_name text,
        description text not null default '',
        setting_type text not null,
        registration text not null,
        local_authority_code text not null references local_authority,
        urn text unique check (urn ~ '^[0-9]{6}$'),
        ukprn text check (ukprn ~ '^[0-9]{8}$'),
        company_number text check (company_number ~ '^[A-Z0-9]{8}$'),
        charity_number text check (charity_number ~ '^[0-9]{6,8}(-[0-9]{1,3})?$'),
        postcode text,
        website text check (website ~ '^https?://'),
        state text not null check (state in ${STATES}),
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        -- URN, else UKPRN, else company or charity number, else a non-school setting type with name and postcode
        constraint provider_identity check (
          coalesce(urn, ukprn, company_number, charity_number) is not null
          or (setting_type in ('NFE', 'OOT', 'OTH', 'WBP') and postcode is not null))
      );
      -- Each identifier identifies only where no stronger one is known: a trust's schools may share its UKPRN.
      create unique index provider_ukprn on provider (ukprn) where urn is null;
      create unique index provider_company on provider (company_number) where coalesce(urn, ukprn) is null;
      create unique index provider_charity on provider (charity_number)
        where coalesce(urn, ukprn, company_number) is null;
      create unique index provider_name_postcode on provider (setting_type, lower(name), postcode)
        where coalesce(urn, ukprn, company_number, charity_number) is null;
      create index provider_name on provider (name collate "C", id);
      create index provider_local_authority on provider (local_authority_code);
      create trigger provider_codes before insert or update on provider for each row
        execute function assert_codes('setting_type', 'SETTING_TYPE', 'registration', 'REGISTRATION');

      create table provider_contact (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        role text not null check (role in ('ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE')),
        audience text not null check (audience in ('PUBLIC', 'SCHOOL', 'COMMISSIONER')),
        email text check (email ~ '^[^@ ]+@[^@ ]+$'),
        telephone text,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (provider_id, role, audience),
        check (coalesce(email, telephone) is not null)
      );

      create table site (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        name text not null check (length(btrim(name)) between 2 and 200),
        street text,
        locality text,
        town text,
        postcode text not null check (postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$'),
        uprn text check (uprn ~ '^[0-9]{1,12}$'),
        latitude double precision check (latitude between -90 and 90),
        longitude double precision check (longitude between -180 and 180),
        position_precision text check (position_precision in ('POINT', 'POSTCODE', 'SECTOR', 'OUTCODE')),
        district_code text references district,
        address_visibility text not null check (address_visibility in ('FULL', 'OUTCODE')),
        accessibility text[] not null default '{}',
        state text not null check (state in ${STATES}),
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (id, provider_id),
        constraint site_position check (
          (latitude is null) = (longitude is null) and (latitude is null) = (position_precision is null))
      );
      create index site_provider on site (provider_id, name collate "C", id);
      create index site_district on site (district_code);
      create index site_name on site (name collate "C", id);
      create trigger site_codes before insert or update on site for each row
        execute function assert_codes('accessibility', 'ACCESSIBILITY');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table site, provider_contact, provider`);
  }
}
