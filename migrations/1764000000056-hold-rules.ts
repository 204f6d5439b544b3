import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a school may hold, from a day on. */
export class HoldRules1764000000056 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table hold_rule (
        id uuid primary key,
        valid_from date not null,
        valid_to date,
        longest_days integer not null check (longest_days between 1 and 60),
        most_live integer not null check (most_live between 1 and 100),
        most_extensions integer not null check (most_extensions between 0 and 10),
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint hold_rule_from unique (valid_from),
        constraint hold_rule_dates check (valid_to >= valid_from)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table hold_rule');
  }
}
