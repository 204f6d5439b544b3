import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Table, its identifying column, and the column of the row it belongs to. */
const TABLES = [
  ['provider', 'id', ''],
  ['site', 'id', 'provider_id'],
  ['offering', 'id', 'provider_id'],
  ['offering_site', 'offering_id', 'site_id'],
  ['vacancy', 'id', 'offering_id'],
  ['provider_contact', 'id', 'provider_id'],
] as const;

/**
 * Announces every committed write to the register as `table:id:parent` on channel `register_changed`, so that other
 * processes (an import next to a running hub) refresh their search index and cache.
 */
export class RegisterChanged1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function announce_change() returns trigger language plpgsql as $$
      declare
        row_json jsonb;
      begin
        -- old and new: a row that moves to another parent concerns both
        foreach row_json in array array[to_jsonb(old), to_jsonb(new)] loop
          if row_json is not null then
            perform pg_notify('register_changed', concat_ws(':', tg_table_name, row_json ->> tg_argv[0],
              coalesce(row_json ->> tg_argv[1], '')));
          end if;
        end loop;
        return null;
      end $$;
      -- Places change rarely and touch everything that lies in them.
      create function announce_places() returns trigger language plpgsql as $$
      begin
        perform pg_notify('register_changed', 'places::');
        return null;
      end $$;
      create trigger planning_area_member_changed after insert or update or delete on planning_area_member
        for each statement execute function announce_places();
      create trigger planning_area_changed after insert or update or delete on planning_area
        for each statement execute function announce_places();
    `);
    for (const [table, id, parent] of TABLES) {
      await db.query(`create trigger ${table}_changed after insert or update or delete on ${table}
        for each row execute function announce_change('${id}', '${parent}')`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table] of TABLES) await db.query(`drop trigger ${table}_changed on ${table}`);
    await db.query(`
      drop trigger planning_area_member_changed on planning_area_member;
      drop trigger planning_area_changed on planning_area;
      drop function announce_change();
      drop function announce_places();
    `);
  }
}
