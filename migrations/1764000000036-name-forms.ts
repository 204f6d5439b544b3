import type { MigrationInterface, QueryRunner } from 'typeorm';

// cspell:ignore fastupdate
/** The forms in which names of entries are found. A reader of the change log fills the table (`NameFormKeeper`). */
export class NameForms1764000000036 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table name_form (
        entry_id uuid primary key,
        kind text not null,
        name text not null,
        forms text not null
      )`);
    for (const kind of ['provider', 'site', 'offering']) {
      // A list of pending entries, which every look-up would read, suits a table that is written more than it is read.
      await db.query(`
        create index name_form_of_${kind} on name_form using gin (forms gin_trgm_ops) with (fastupdate = off)
          where kind = '${kind}'`);
    }
    // What people search for is now read in this way. The reference data brings the other places that are folded differently.
    await db.query(String.raw`update named_place set folded_name = regexp_replace(folded_name, '\mst\M', 'saint', 'g')
      where folded_name ~ '\mst\M'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function if exists providers_found_like cascade; drop table name_form');
    await db.query(String.raw`update named_place set folded_name = regexp_replace(folded_name, '\msaint\M', 'st', 'g')
      where folded_name ~ '\msaint\M' and name !~* '\msaint\M'`);
  }
}
