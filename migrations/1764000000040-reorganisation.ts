import type { MigrationInterface, QueryRunner } from 'typeorm';

const MEMBERS = 'planning_area_member_planning_area_id_local_authority_code_fkey';

/** What is made of a planning area moves with it to another local authority. Imports of lists of areas. */
export class Reorganisation1764000000040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table planning_area_member drop constraint ${MEMBERS},
        add constraint ${MEMBERS} foreign key (planning_area_id, local_authority_code)
          references planning_area (id, local_authority_code) on update cascade on delete cascade;
      -- What lay in a district before.
      create index former_district_district on former_district (district_code);
      alter table import_run drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS', 'GIAS_LINKS', 'AREAS'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from import_run where kind = 'AREAS';
      alter table import_run drop constraint import_run_kind_check,
        add constraint import_run_kind_check check (kind in ('POSTCODES', 'GIAS', 'GIAS_LINKS'));
      drop index former_district_district;
      alter table planning_area_member drop constraint ${MEMBERS},
        add constraint ${MEMBERS} foreign key (planning_area_id, local_authority_code)
          references planning_area (id, local_authority_code) on delete cascade;
    `);
  }
}
