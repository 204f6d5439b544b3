import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two rules that span tables: areas served must exist, and a vacancy must be for years that its offering takes. Existing
 * rows are checked when they next change.
 */
export class AreasAndYears1764000000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function assert_areas_served() returns trigger language plpgsql as $$
      declare
        missing text;
      begin
        select area into missing from unnest(new.areas_served) area
         where not case split_part(area, ':', 1)
           when 'ENGLAND' then area = 'ENGLAND'
           when 'LA' then exists (select from local_authority where code = split_part(area, ':', 2))
           when 'DISTRICT' then exists (select from district where code = split_part(area, ':', 2))
           when 'PLANNING_AREA' then
             exists (select from planning_area where id::text = split_part(area, ':', 2))
           else false end
         limit 1;
        if missing is not null then
          raise exception 'offering.areas_served: there is no area "%"', missing
            using errcode = 'foreign_key_violation', constraint = 'offering_areas_exist';
        end if;
        return new;
      end $$;
      create trigger offering_areas_exist before insert or update of areas_served on offering
        for each row execute function assert_areas_served();

      create function assert_years_of_offering() returns trigger language plpgsql as $$
      declare
        years record;
      begin
        -- for share: the offering's years cannot be narrowed at the same time
        select min_year, max_year into years from offering where id = new.offering_id for share;
        if new.min_year < years.min_year or new.max_year > years.max_year then
          raise exception 'vacancy: years % to % are not all taken by its offering (% to %)',
            new.min_year, new.max_year, years.min_year, years.max_year
            using errcode = 'check_violation', constraint = 'vacancy_years_of_offering';
        end if;
        return new;
      end $$;
      create trigger vacancy_years_of_offering before insert or update of offering_id, min_year, max_year
        on vacancy for each row execute function assert_years_of_offering();

      create function assert_years_of_vacancies() returns trigger language plpgsql as $$
      begin
        if exists (select from vacancy where offering_id = new.id
                     and (min_year < new.min_year or max_year > new.max_year)) then
          raise exception 'offering: vacancies are for years that it would no longer take'
            using errcode = 'check_violation', constraint = 'offering_years_of_vacancies';
        end if;
        return new;
      end $$;
      create trigger offering_years_of_vacancies before update of min_year, max_year on offering
        for each row when (new.min_year > old.min_year or new.max_year < old.max_year)
        execute function assert_years_of_vacancies();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger offering_years_of_vacancies on offering;
      drop trigger vacancy_years_of_offering on vacancy;
      drop trigger offering_areas_exist on offering;
      drop function assert_years_of_vacancies();
      drop function assert_years_of_offering();
      drop function assert_areas_served();
    `);
  }
}
