import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a confirmation of places can be relied on, by kind of place and of provider, from day to day. */
export class DecayRules1764000000051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table decay_rule (
        id uuid primary key,
        -- null: for any unit; for any setting type
        unit text,
        setting_type text,
        confirmed_for_days integer not null,
        ageing_from_share double precision not null check (ageing_from_share between 0 and 1),
        longest_days integer not null check (longest_days between 1 and 366),
        valid_from date not null check (isfinite(valid_from)),
        -- the last day; null: until further notice
        valid_to date check (isfinite(valid_to)),
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint decay_rule_days check (confirmed_for_days between 1 and longest_days),
        constraint decay_rule_valid check (valid_from <= valid_to),
        constraint decay_rule_once unique nulls not distinct (unit, setting_type, valid_from)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table decay_rule');
  }
}
