import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places of a vacancy that are held for a school until an instant. */
export class Holds1764000000054 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table vacancy add constraint vacancy_with_offering unique (id, offering_id);

      create table vacancy_hold (
        id uuid primary key,
        vacancy_id uuid not null,
        -- that of the vacancy, by which copies of vacancies follow holds
        offering_id uuid not null,
        school_urn text not null,
        places integer not null check (places between 1 and 200),
        until timestamptz not null,
        made_at timestamptz not null,
        made_by text not null,
        extended integer not null default 0 check (extended >= 0),
        ended_at timestamptz,
        ended_as text check (ended_as in ('RELEASED', 'CONVERTED', 'DECLINED', 'SUSPENDED')),
        end_reason text,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        foreign key (vacancy_id, offering_id) references vacancy (id, offering_id) on delete cascade,
        constraint vacancy_hold_finite check (isfinite(until) and isfinite(made_at) and isfinite(ended_at)),
        -- clocks of hubs count milliseconds
        constraint vacancy_hold_until check (until > made_at and until = date_trunc('milliseconds', until)),
        constraint vacancy_hold_end check (num_nonnulls(ended_at, ended_as) in (0, 2)),
        constraint vacancy_hold_reason check (end_reason is null or ended_as in ('DECLINED', 'SUSPENDED'))
      );
      create index vacancy_hold_live on vacancy_hold (vacancy_id, until) where ended_at is null;
      create index vacancy_hold_until on vacancy_hold (until) where ended_at is null;
      create index vacancy_hold_school on vacancy_hold (school_urn, until);
      create index vacancy_hold_offering on vacancy_hold (offering_id);

      -- what the school calls the hold: for that school alone, and so no part of the record of changes
      create table hold_reference (
        hold_id uuid primary key references vacancy_hold on delete cascade,
        reference text not null
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table hold_reference;
      drop table vacancy_hold;
      alter table vacancy drop constraint vacancy_with_offering`);
  }
}
