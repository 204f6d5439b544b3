import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The instant by which all ended openings were closed in an index on a search server, so that a start closes only later ones. */
export class ClosedOpenings1764000000024 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table search_engine_state add column closed jsonb');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table search_engine_state drop column closed');
  }
}
