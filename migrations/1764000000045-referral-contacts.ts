import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The team of a local authority that takes referrals to alternative provision. */
export class ReferralContacts1764000000045 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table referral_contact (
        id uuid primary key,
        local_authority_code text not null references local_authority (code),
        team text not null,
        telephone text,
        email text,
        website text,
        note text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint referral_contact_once unique (local_authority_code),
        constraint referral_contact_leads_somewhere check (coalesce(telephone, email, website) is not null)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table referral_contact');
  }
}
