import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each import did, row by row, and how schools in GIAS are linked to each other. */
export class ImportsAndLinks1764000000034 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import_run
        drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS', 'GIAS_LINKS')),
        add column counts jsonb not null default '{}';
      create index import_run_finished on import_run (finished_at desc, id desc);

      -- The first rows of each outcome and subject. The counts of all are in import_run.
      create table import_note (
        import_id uuid not null references import_run on delete cascade,
        position integer not null,
        outcome text not null check (outcome in ('ADDED', 'CHANGED', 'REMOVED', 'REFUSED', 'LEFT_OUT', 'REVIEW')),
        subject text not null,
        key text,
        line integer,
        detail text,
        primary key (import_id, position)
      );

      -- No foreign keys: the links file names schools that an extract does not list.
      create table school_link (
        urn text not null check (urn ~ '^[0-9]{6}$'),
        link_urn text not null check (link_urn ~ '^[0-9]{6}$'),
        link_type text not null,
        link_name text,
        established_on date,
        primary key (urn, link_urn, link_type)
      );
      create index school_link_other on school_link (link_urn);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table school_link, import_note;
      delete from import_run where kind = 'GIAS_LINKS';
      drop index import_run_finished;
      alter table import_run
        drop column counts,
        drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS'));
    `);
  }
}
