import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The files from which the database's functions and triggers were created: see migrations/functions/README.md. */
export class SqlDefinitions1764000000033 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create table sql_definition (name text collate "C" primary key, digest text not null)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table sql_definition');
  }
}
