import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RegisterChanged1764000000006 } from './1764000000006-register-changed.js';

/** Table, the column that identifies a row, and the column of the row's parent. */
const FOLLOWED = [
  ['code', 'code', 'list'],
  ['concept', 'id', null],
  ['local_authority', 'code', null],
  ['district', 'code', 'local_authority_code'],
  ['planning_area', 'id', null],
  ['planning_area_member', 'code', 'planning_area_id'],
  ['named_place', 'id', null],
  ['school', 'urn', null],
  ['provider', 'id', null],
  ['provider_contact', 'id', 'provider_id'],
  ['site', 'id', 'provider_id'],
  ['offering', 'id', 'provider_id'],
  ['offering_site', 'offering_id', 'site_id'],
  ['vacancy', 'id', 'offering_id'],
] as const;

/** Readers that keep these in memory read all of them again, so one announcement for a statement is enough. */
const PLACES = [
  'local_authority',
  'district',
  'planning_area',
  'planning_area_member',
  'postcode_sector',
  'postcode_outcode',
];

/** The change log replaces announcements: see src/platform/database/changes/README.md. */
export class ChangeLog1764000000007 implements MigrationInterface {
  private readonly announcements = new RegisterChanged1764000000006();

  async up(db: QueryRunner): Promise<void> {
    await this.announcements.down(db);
    await db.query(`
      -- Numbers transactions in the order of their first change. Not the id that Postgres gives to a transaction: that
      -- one starts again in a database that is restored from a dump.
      create sequence change_transaction;

      -- The changes of each row, with their author and reason. Append only.
      create table change (
        tx bigint not null,
        id bigint generated always as identity,
        table_name text not null,
        entity_id text not null,
        parent_id text,
        -- only of a row that has moved from there to parent_id
        parent_before text,
        operation text not null check (operation in ('INSERT', 'UPDATE', 'DELETE')),
        version_before integer,
        version_after integer,
        -- for an UPDATE: the columns that changed, except version and updated_at; else the whole row
        old jsonb,
        new jsonb,
        actor text not null,
        reason text,
        at timestamptz not null default clock_timestamp(),
        primary key (tx, id)
      );
      create index change_entity on change (table_name, entity_id, id);

      -- Every transaction with changes, in the order in which they became visible.
      create table change_commit (
        number bigint generated always as identity primary key,
        tx bigint not null unique,
        at timestamptz not null default clock_timestamp()
      );

      -- The position of each reader whose copy outlives a process.
      create table change_reader (
        name text primary key,
        number bigint not null,
        updated_at timestamptz not null default now()
      );

      -- Runs at the commit. The lock is released once the transaction is visible, so a reader of a number sees all lower
      -- ones. A sequence and not max + 1, which a REPEATABLE READ transaction would take from its old snapshot.
      create function number_commit() returns trigger language plpgsql as $$
      declare
        commit_number bigint;
      begin
        perform pg_advisory_xact_lock(4118927303);
        insert into change_commit (tx) values (new.tx) returning number into commit_number;
        perform pg_notify('register_changed', commit_number::text);
        return null;
      end $$;
      -- Only for the first change of a transaction: log_change remembers tx after it. What a savepoint undoes, it undoes
      -- in both places.
      create constraint trigger change_numbered after insert on change deferrable initially deferred for each row
        when (current_setting('hub.change_tx', true) is distinct from new.tx::text) execute function number_commit();

      -- For each row: arguments are the identifying column and, where there is one, that of the parent. For each statement, with
      -- the rows it touched as "affected": the argument is the name under which readers know this table and others like it.
      create function log_change() returns trigger language plpgsql as $$
      declare
        before jsonb := to_jsonb(old);
        after jsonb := to_jsonb(new);
        entry change;
        known_tx text := nullif(current_setting('hub.change_tx', true), '');
      begin
        entry.operation := tg_op;
        entry.version_before := before ->> 'version';
        entry.version_after := after ->> 'version';
        entry.old := before;
        entry.new := after;
        if tg_level = 'STATEMENT' then
          entry.table_name := tg_argv[0];
          entry.entity_id := tg_table_name;
          select jsonb_build_object('rows', count(*)) into entry.new from affected having count(*) > 0;
          if entry.new is null then
            return null;
          end if;
        else
          if before = after then
            return null;
          end if;
          entry.table_name := tg_table_name;
          entry.entity_id := coalesce(after, before) ->> tg_argv[0];
          entry.parent_id := coalesce(after, before) ->> tg_argv[1];
          if tg_op = 'UPDATE' then
            if before ->> tg_argv[0] <> entry.entity_id then
              raise exception 'a row of % keeps its %: delete it and insert another', tg_table_name, tg_argv[0];
            end if;
            if before ->> tg_argv[1] is distinct from entry.parent_id then
              entry.parent_before := before ->> tg_argv[1];
            end if;
            select coalesce(jsonb_object_agg(key, before -> key), '{}'), coalesce(jsonb_object_agg(key, value), '{}')
              into entry.old, entry.new
              from jsonb_each(after)
             where value is distinct from before -> key and key not in ('version', 'updated_at');
          end if;
        end if;
        entry.tx := coalesce(known_tx::bigint, nextval('change_transaction'));
        insert into change (tx, table_name, entity_id, parent_id, parent_before, operation, version_before, version_after,
                            old, new, actor, reason)
        values (entry.tx, entry.table_name, entry.entity_id, entry.parent_id, entry.parent_before, entry.operation,
                entry.version_before, entry.version_after, entry.old, entry.new,
                coalesce(nullif(current_setting('hub.actor', true), ''),
                         'system: ' || coalesce(nullif(current_setting('application_name'), ''), session_user)),
                nullif(current_setting('hub.reason', true), ''));
        if known_tx is null then
          perform set_config('hub.change_tx', entry.tx::text, true);
        end if;
        return null;
      end $$;

      create function refuse_rewriting() returns trigger language plpgsql as $$
      begin
        raise exception 'no % of %: every change of it must be on record', tg_op, tg_table_name
          using hint = 'Delete the rows of a followed table; leave those of the log.';
      end $$;
      create trigger change_kept before update or delete or truncate on change
        for each statement execute function refuse_rewriting();

      -- Logs every change of every row of a table.
      create function follow_table(followed regclass, id_column name, parent_column name default null) returns void
        language plpgsql as $$
      begin
        if (select count(*) from pg_attribute where attrelid = followed and attname in (id_column, parent_column))
           <> num_nonnulls(id_column, parent_column) then
          raise exception '% has no column % or %', followed, id_column, parent_column;
        end if;
        execute format('create trigger %I after insert or update or delete on %s for each row execute function log_change(%s)',
          followed || '_changed', followed, concat_ws(', ', quote_literal(id_column), quote_literal(parent_column)));
        execute format('create trigger %I before truncate on %s for each statement execute function refuse_rewriting()',
          followed || '_kept', followed);
      end $$;

      -- Logs one change for a statement, however many rows it touches: for tables that are replaced in bulk.
      create function follow_in_bulk(followed regclass, known_as text) returns void language plpgsql as $$
      declare
        event text;
      begin
        foreach event in array array['insert', 'update', 'delete'] loop
          execute format('create trigger %I after %s on %s referencing %s table as affected for each statement
                          execute function log_change(%L)',
            followed || '_bulk_' || event, event, followed, case event when 'delete' then 'old' else 'new' end, known_as);
        end loop;
        execute format('create or replace trigger %I before truncate on %s for each statement
                        execute function refuse_rewriting()', followed || '_kept', followed);
      end $$;
    `);
    for (const followed of FOLLOWED) await db.query('select follow_table($1, $2, $3)', [...followed]);
    for (const table of PLACES) await db.query(`select follow_in_bulk($1, 'places')`, [table]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function log_change, refuse_rewriting cascade;
      drop function follow_table, follow_in_bulk;
      drop table change, change_commit, change_reader;
      drop function number_commit;
      drop sequence change_transaction;
    `);
    await this.announcements.up(db);
  }
}
