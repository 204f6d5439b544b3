import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Senders call vacancies by references of their own, too. Each is unique among the vacancies of its offering. */
export class VacancyReferences1764000000052 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      alter table external_reference drop constraint external_reference_kind_check,
        add constraint external_reference_kind_check check (kind in ('PROVIDER', 'SITE', 'OFFERING', 'VACANCY')),
        add column vacancy_id uuid generated always as (case kind when 'VACANCY' then entry_id end) stored
          references vacancy on delete cascade;
      create index external_reference_vacancy on external_reference (vacancy_id) where vacancy_id is not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from external_reference where kind = 'VACANCY';
      alter table external_reference drop column vacancy_id, drop constraint external_reference_kind_check,
        add constraint external_reference_kind_check check (kind in ('PROVIDER', 'SITE', 'OFFERING'));
    `);
  }
}
