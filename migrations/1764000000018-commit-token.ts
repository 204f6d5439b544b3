import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stores with a commit the token by which its sender can ask later whether it was stored. Postgres's number of a transaction is
 * not enough: the number of one that was lost in a crash is later given to another transaction.
 */
export class CommitToken1764000000018 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table change_commit add column token uuid;

      create or replace function number_commit() returns trigger language plpgsql as $$
      declare
        commit_number bigint;
        commit_content bytea := change_content(new.tx); -- before the lock, for which others wait
      begin
        perform pg_advisory_xact_lock(4118927303);
        insert into change_commit (tx, content, token)
          values (new.tx, commit_content, nullif(current_setting('hub.token', true), '')::uuid)
          returning number into commit_number;
        -- Other isolation levels do not see commits made after they began, so the next commit chains them.
        if current_setting('transaction_isolation') = 'read committed' then
          perform chain_commits();
        end if;
        -- Changes after SET CONSTRAINTS IMMEDIATE are not in the digest, so they get their own number.
        perform set_config('hub.change_tx', '', true);
        perform pg_notify('register_changed', commit_number::text);
        return null;
      end $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function number_commit() returns trigger language plpgsql as $$
      declare
        commit_number bigint;
        commit_content bytea := change_content(new.tx); -- before the lock, for which others wait
      begin
        perform pg_advisory_xact_lock(4118927303);
        insert into change_commit (tx, content) values (new.tx, commit_content) returning number into commit_number;
        -- Other isolation levels do not see commits made after they began, so the next commit chains them.
        if current_setting('transaction_isolation') = 'read committed' then
          perform chain_commits();
        end if;
        -- Changes after SET CONSTRAINTS IMMEDIATE are not in the digest, so they get their own number.
        perform set_config('hub.change_tx', '', true);
        perform pg_notify('register_changed', commit_number::text);
        return null;
      end $$;

      alter table change_commit drop column token;
    `);
  }
}
