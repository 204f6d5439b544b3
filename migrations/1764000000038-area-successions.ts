import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From when to when a district or local authority is valid, and which ones come after it. */
export class AreaSuccessions1764000000038 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table district add column valid_from date, add column valid_to date,
        add constraint district_valid check (valid_from <= valid_to);
      alter table local_authority add column valid_from date, add column valid_to date,
        add constraint local_authority_valid check (valid_from <= valid_to);
      create table area_succession (
        kind text not null check (kind in ('DISTRICT', 'LOCAL_AUTHORITY')),
        from_code text not null,
        to_code text not null check (to_code <> from_code),
        day date not null,
        extent text not null check (extent in ('WHOLE', 'PART')),
        primary key (kind, from_code, to_code)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table area_succession;
      alter table district drop column valid_from, drop column valid_to;
      alter table local_authority drop column valid_from, drop column valid_to;
    `);
  }
}
