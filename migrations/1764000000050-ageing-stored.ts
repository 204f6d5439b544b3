import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a confirmation begins to age is stored with it, as its end is. Until now it was half of the time between the two. */
export class AgeingStored1764000000050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;
      alter table vacancy add column ageing_at timestamptz;
      -- Derived, and so no change to be logged. The tally stays as it is.
      alter table vacancy disable trigger user;
      update vacancy set ageing_at = confirmed_at + (expires_at - confirmed_at) / 2 where expires_at is not null;
      alter table vacancy enable trigger user;
      alter table vacancy drop constraint vacancy_finite,
        add constraint vacancy_finite check (
          isfinite(available_from) and isfinite(confirmed_at) and isfinite(ageing_at) and isfinite(expires_at)),
        -- null: it does not age before it expires
        add constraint vacancy_expiry_after_ageing check (
          ageing_at is null or (expires_at is not null and ageing_at >= confirmed_at and ageing_at < expires_at));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The functions of the release before, which work out what is no longer stored.
      do $$ begin
        execute replace(pg_get_functiondef('keep_provider_tally'::regproc),
          'coalesce(ageing_at, expires_at)', 'confirmed_at + (expires_at - confirmed_at) / 2');
        execute replace(pg_get_functiondef('tally_vacancy'::regproc), 'ageing_at, ', '');
      end $$;
      alter table vacancy drop constraint vacancy_finite, drop column ageing_at,
        add constraint vacancy_finite check (
          isfinite(available_from) and isfinite(confirmed_at) and isfinite(expires_at));
    `);
  }
}
