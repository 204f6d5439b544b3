import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How large a named place is and what else it is called, and imports of named places. */
export class Gazetteer1764000000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table named_place
        add column kind text not null default 'VILLAGE'
          check (kind in ('CITY', 'TOWN', 'LARGE_VILLAGE', 'VILLAGE', 'SUBURB', 'HAMLET', 'OTHER')),
        add column other_names text[] not null default '{}',
        -- Its identifier in the source, if the source has one.
        add column source_id text unique;
      alter table import_run
        drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS', 'GIAS_LINKS', 'AREAS', 'PLACES'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from import_run where kind = 'PLACES';
      alter table import_run
        drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS', 'GIAS_LINKS', 'AREAS'));
      alter table named_place drop column source_id, drop column other_names, drop column kind;
    `);
  }
}
