import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row for each job of the hubs: which process runs it, until when no other can start it, and how it last ended. */
export class Jobs1764000000032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table job (
        name text collate "C" primary key,
        done_for text,
        holder uuid not null,
        leased_until timestamptz,
        started_at timestamptz not null,
        ended_at timestamptz,
        last_error text
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table job');
  }
}
