import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs whose keys can send only trusted documents. */
export class TrustedDocumentsOnly1764000000016 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table api_client add column trusted_documents_only boolean not null default false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table api_client drop column trusted_documents_only');
  }
}
