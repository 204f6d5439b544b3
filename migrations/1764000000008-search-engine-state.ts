import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How up to date an index on a search server is, and what was written while a new one was being built. */
export class SearchEngineState1764000000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table search_engine_state (
        index_name text primary key,
        generation integer not null default 0,
        settings_hash text not null default '',
        -- as the server wrote it: it distinguishes indexes with the same name
        created_on_server text not null default '',
        applied_change bigint not null default 0,
        building jsonb,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create table search_engine_written (
        index_name text not null references search_engine_state on delete cascade,
        document_id text not null,
        primary key (index_name, document_id)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table search_engine_written; drop table search_engine_state');
  }
}
