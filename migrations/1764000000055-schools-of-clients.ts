import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schools that a program acts for. */
export class SchoolsOfClients1764000000055 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table api_client add column school_urns text[] not null default '{}'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table api_client drop column school_urns');
  }
}
