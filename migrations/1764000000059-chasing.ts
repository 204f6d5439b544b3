import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When providers are reminded of vacancies that nobody has confirmed, and the reminders that were made. */
export class Chasing1764000000059 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table provider_contact drop constraint provider_contact_role_check;
      alter table provider_contact add constraint provider_contact_role_check
        check (role in ('ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE', 'VACANCIES'));

      create table chasing_rule (
        id uuid primary key,
        local_authority_code text references local_authority (code),
        first_after_days integer not null check (first_after_days between 1 and 365),
        then_every_days integer not null check (then_every_days between 1 and 365),
        stop_after integer not null check (stop_after between 1 and 20),
        valid_from date not null,
        valid_to date,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint chasing_rule_once unique nulls not distinct (local_authority_code, valid_from),
        constraint chasing_rule_days check (valid_to >= valid_from)
      );

      create table chase (
        id uuid primary key,
        provider_id uuid not null references provider on delete cascade,
        made_at timestamptz not null,
        number integer not null check (number >= 1),
        mail_id uuid not null references mail,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index chase_of_provider on chase (provider_id, made_at);

      create table chase_vacancy (
        chase_id uuid not null references chase on delete cascade,
        vacancy_id uuid not null references vacancy on delete cascade,
        vacancy_version integer not null,
        primary key (chase_id, vacancy_id)
      );
      create index chase_of_vacancy on chase_vacancy (vacancy_id);

      create table chasing_opt_out (
        provider_id uuid primary key references provider on delete cascade,
        opted_out_at timestamptz not null
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table chasing_opt_out, chase_vacancy, chase, chasing_rule;
      delete from provider_contact where role = 'VACANCIES';
      alter table provider_contact drop constraint provider_contact_role_check;
      alter table provider_contact add constraint provider_contact_role_check
        check (role in ('ENQUIRIES', 'REFERRALS', 'ADMISSIONS', 'SAFEGUARDING', 'FINANCE'));
    `);
  }
}
