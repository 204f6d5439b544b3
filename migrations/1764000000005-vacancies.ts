import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Vacancies: dated assertions of open places. */
export class Vacancies1764000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table vacancy (
        id uuid primary key,
        offering_id uuid not null references offering on delete cascade,
        site_id uuid,
        state text not null check (state in ('CAPACITY', 'NO_CAPACITY', 'WAITLIST', 'ASSESSMENT_REQUIRED')),
        places_available integer not null check (places_available between 0 and 200),
        unit text not null,
        available_from date not null,
        min_year integer not null check (min_year between 0 and 14),
        max_year integer not null check (max_year between 0 and 14),
        confirmed_at timestamptz,
        expires_at timestamptz,
        is_demonstration boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        -- null site: at any of the offering's sites
        foreign key (offering_id, site_id) references offering_site (offering_id, site_id) on delete cascade,
        -- 'infinity' does not exist in a calendar or a search index
        constraint vacancy_finite check (
          isfinite(available_from) and isfinite(confirmed_at) and isfinite(expires_at)),
        constraint vacancy_years check (min_year <= max_year),
        constraint vacancy_expiry check (expires_at > confirmed_at),
        constraint vacancy_confirmed check (expires_at is null or confirmed_at is not null),
        constraint vacancy_places check (state <> 'NO_CAPACITY' or places_available = 0)
      );
      create index vacancy_offering on vacancy (offering_id, available_from, id);
      create index vacancy_from on vacancy (available_from, id);
      create index vacancy_expires on vacancy (expires_at);
      create trigger vacancy_codes before insert or update on vacancy for each row
        execute function assert_codes('unit', 'VACANCY_UNIT');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table vacancy`);
  }
}
