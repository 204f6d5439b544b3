import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The districts that a postcode was in before, each followed by another one. A sector or outcode has those of most of its postcodes.
 */
export class FormerDistricts1764000000039 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table former_district (
        place text collate "C" not null check (place ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?( [0-9]([A-Z]{2})?)?$'),
        district_code text not null check (district_code ~ '^[EWSN][0-9]{8}$'),
        primary key (place, district_code)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table former_district');
  }
}
