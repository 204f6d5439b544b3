import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offerings (what is taught, to which pupils, how to refer) and the sites they run at. */
export class Offerings1764000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table offering (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        title text not null check (length(btrim(title)) between 2 and 200),
        description text not null default '',
        tier text not null,
        primary_needs text[] not null check (cardinality(primary_needs) > 0),
        secondary_needs text[] not null default '{}',
        circumstances text[] not null default '{}',
        key_stages text[] not null default '{}',
        min_year integer not null check (min_year between 0 and 14),
        max_year integer not null check (max_year between 0 and 14),
        delivery_modes text[] not null check (cardinality(delivery_modes) > 0),
        days text[] not null default '{}'
          check (days <@ array['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']),
        hours_per_week double precision check (hours_per_week > 0 and hours_per_week <= 60),
        attendance text check (attendance in ('FULL_TIME', 'PART_TIME', 'EITHER')),
        group_size integer check (group_size between 1 and 100),
        typical_weeks integer check (typical_weeks between 1 and 260),
        maximum_weeks integer check (maximum_weeks between 1 and 260),
        minimum_booking_weeks integer check (minimum_booking_weeks between 1 and 52),
        price_pence integer check (price_pence >= 0),
        price_unit text,
        accreditations text[] not null default '{}',
        outcomes text[] not null default '{}',
        transport text check (transport in ('INCLUDED', 'ARRANGED_AT_COST', 'NOT_PROVIDED')),
        referral_routes text[] not null default '{}',
        commissioners text[] not null default '{}',
        referral_url text check (referral_url ~ '^https?://'),
        response_days integer check (response_days between 0 and 100),
        before_exclusion boolean,
        ehc_plan text check (ehc_plan in ('ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED')),
        areas_served text[] not null default '{}',
        state text not null
          check (state in ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'LISTED', 'SUSPENDED', 'WITHDRAWN')),
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (id, provider_id),
        constraint offering_years check (min_year <= max_year),
        constraint offering_weeks check (typical_weeks <= maximum_weeks),
        constraint offering_price check ((price_pence is null) = (price_unit is null)),
        constraint offering_needs check (not primary_needs && secondary_needs),
        constraint offering_areas check (
          areas_served = '{}' or delivery_modes && array['OUTREACH', 'ONLINE'])
      );
      create index offering_provider on offering (provider_id, title collate "C", id);
      create index offering_title on offering (title collate "C", id);
      create trigger offering_codes before insert or update on offering for each row execute function assert_codes(
        'tier', 'TIER', 'primary_needs', 'NEED', 'secondary_needs', 'NEED', 'circumstances', 'CIRCUMSTANCE',
        'key_stages', 'KEY_STAGE', 'delivery_modes', 'DELIVERY_MODE', 'price_unit', 'PRICE_UNIT',
        'accreditations', 'ACCREDITATION', 'outcomes', 'OUTCOME', 'referral_routes', 'REFERRAL_ROUTE',
        'commissioners', 'COMMISSIONER_KIND');

      -- provider_id twice over: an offering can only run at a site of its own provider
      create table offering_site (
        offering_id uuid not null,
        site_id uuid not null,
        provider_id uuid not null,
        primary key (offering_id, site_id),
        foreign key (offering_id, provider_id) references offering (id, provider_id) on delete cascade,
        foreign key (site_id, provider_id) references site (id, provider_id) on delete cascade
      );
      create index offering_site_site on offering_site (site_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table offering_site, offering`);
  }
}
