import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which reference files were loaded last, and after which commit that began, so that a start can skip them. */
export class ReferenceState1764000000046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table reference_state (
        only_one boolean primary key default true check (only_one),
        digest text not null,
        commit_number bigint not null
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table reference_state');
  }
}
