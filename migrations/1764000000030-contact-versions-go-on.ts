import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A contact is identified by its provider, role and audience. If one is created where another was removed, its versions continue
 * from those, so that a change based on the old one is refused as outdated.
 */
export class ContactVersionsGoOn1764000000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function contact_version_goes_on() returns trigger language plpgsql as $$
      begin
        -- Above every contact that the provider has lost: by removal, or to another provider by a merge.
        new.version := greatest(new.version, 1 + (
          select max(lost.version_before) from (
            select version_before from change where parent_id = new.provider_id::text
               and table_name = 'provider_contact' and operation = 'DELETE'
            union all
            select version_before from change where parent_before = new.provider_id::text
               and table_name = 'provider_contact') lost));
        return new;
      end $$;
      create trigger provider_contact_version before insert or update of provider_id on provider_contact
        for each row execute function contact_version_goes_on();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger provider_contact_version on provider_contact;
      drop function contact_version_goes_on;
    `);
  }
}
