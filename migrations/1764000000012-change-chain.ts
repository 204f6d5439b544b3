import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Chains commits by digest, so that changes to the log can be detected, and adds indexes for what was known at a time and what
 * belongs to an entry. See src/platform/database/changes/README.md.
 */
export class ChangeChain1764000000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Without a time limit, and with no other commits in the meantime.
      set local statement_timeout = 0;
      select pg_advisory_xact_lock(4118927303);

      -- The text is the same on every server and with all settings: jsonb sorts its keys, an epoch has no time zone.
      -- A digest for each row, so that no text is longer than a row, however large the transaction.
      create function change_content(of_tx bigint) returns bytea language sql as $$
        select sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(id, table_name, entity_id, parent_id,
                 parent_before, operation, version_before, version_after, old, new, actor, reason,
                 extract(epoch from at))::text, 'UTF8')), '' order by id), ''))
          from change where tx = of_tx
      $$;

      alter table change_commit add column content bytea;
      update change_commit set content = change_content(tx);
      alter table change_commit alter column content set not null;
      create index change_commit_at on change_commit (at);

      -- Each digest is of the one before it and of its commit: none can be altered alone. A table of its own, since a
      -- transaction that cannot see the commit before it leaves its digest to the next.
      create table change_chain (
        number bigint primary key,
        digest bytea not null
      );

      create function chain_commits() returns void language plpgsql as $$
      declare
        link record;
        last_number bigint;
        last_digest bytea;
      begin
        select number, digest into last_number, last_digest from change_chain order by number desc limit 1;
        for link in
          select number, content, convert_to(jsonb_build_array(number, tx, extract(epoch from at))::text, 'UTF8') as head
            from change_commit where number > coalesce(last_number, 0) order by number
        loop
          last_digest := sha256(coalesce(last_digest, '') || link.head || link.content);
          insert into change_chain values (link.number, last_digest);
        end loop;
      end $$;
      select chain_commits();

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

      create trigger change_commit_kept before update or delete or truncate on change_commit
        for each statement execute function refuse_rewriting();
      create trigger change_chain_kept before update or delete or truncate on change_chain
        for each statement execute function refuse_rewriting();

      -- The parts of an entry, including those that were removed or moved away.
      create index change_parent on change (parent_id, id) where parent_id is not null;
      create index change_parent_before on change (parent_before, id) where parent_before is not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index change_parent, change_parent_before, change_commit_at;
      drop trigger change_commit_kept on change_commit;
      create or replace function number_commit() returns trigger language plpgsql as $$
      declare
        commit_number bigint;
      begin
        perform pg_advisory_xact_lock(4118927303);
        insert into change_commit (tx) values (new.tx) returning number into commit_number;
        perform pg_notify('register_changed', commit_number::text);
        return null;
      end $$;
      alter table change_commit drop column content;
      drop table change_chain;
      drop function chain_commits, change_content;
    `);
  }
}
