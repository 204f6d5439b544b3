import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['provider', 'site', 'offering', 'vacancy'];

/**
 * Every committed write to the register is announced as `table:id` on channel `register_changed`, so that other
 * processes (an import beside a running hub) refresh their search index and cache.
 */
export class RegisterChanged1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function announce_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('register_changed', tg_table_name || ':' || coalesce(new.id, old.id));
        return null;
      end $$;
      create function announce_offering_site() returns trigger language plpgsql as $$
      begin
        perform pg_notify('register_changed', 'offering:' || coalesce(new.offering_id, old.offering_id));
        return null;
      end $$;
      create trigger offering_site_changed after insert or update or delete on offering_site
        for each row execute function announce_offering_site();
      -- Places change rarely and touch everything that lies in them.
      create function announce_places() returns trigger language plpgsql as $$
      begin
        perform pg_notify('register_changed', 'places:');
        return null;
      end $$;
      create trigger planning_area_member_changed after insert or update or delete on planning_area_member
        for each statement execute function announce_places();
    `);
    for (const table of TABLES) {
      await db.query(`create trigger ${table}_changed after insert or update or delete on ${table}
        for each row execute function announce_change()`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`drop trigger ${table}_changed on ${table}`);
    await db.query(`
      drop trigger offering_site_changed on offering_site;
      drop trigger planning_area_member_changed on planning_area_member;
      drop function announce_change();
      drop function announce_offering_site();
      drop function announce_places();
    `);
  }
}
