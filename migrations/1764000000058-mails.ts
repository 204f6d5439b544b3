import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox. The content of a mail is deleted some days after it was sent, and its row stays. */
export class Mails1764000000058 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table mail (
        id uuid primary key,
        message_id text not null,
        recipient text,
        subject text,
        text text,
        html text,
        headers jsonb,
        is_demonstration boolean not null,
        made_at timestamptz not null,
        due_at timestamptz not null,
        useless_from timestamptz,
        claimed_by uuid,
        claimed_until timestamptz,
        attempts integer not null default 0,
        sent_at timestamptz,
        given_up_at timestamptz,
        last_error text,
        constraint mail_message_id unique (message_id),
        constraint mail_ends_once check (sent_at is null or given_up_at is null),
        constraint mail_waits_whole check (
          num_nulls(recipient, subject, text, html, headers) in (0, 5)
          and (recipient is not null or sent_at is not null or given_up_at is not null))
      );
      create index mail_due on mail (due_at, id) where sent_at is null and given_up_at is null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table mail');
  }
}
