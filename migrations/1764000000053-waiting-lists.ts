import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a waiting list is, until when it is expected to last, and as what someone confirmed a vacancy. */
export class WaitingLists1764000000053 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table vacancy
        add column waiting_list_length integer check (waiting_list_length between 0 and 999),
        add column waiting_list_until date check (isfinite(waiting_list_until)),
        add column confirmed_by_role text check (confirmed_by_role in ('PROVIDER', 'COUNCIL')),
        add constraint vacancy_confirmed_by check (confirmed_by_role is null or confirmed_at is not null);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table vacancy drop column waiting_list_length, drop column waiting_list_until, drop column confirmed_by_role;
    `);
  }
}
