-- A vacancy must not be for a year that its offering does not take.
create or replace function assert_years_of_offering() returns trigger language plpgsql as $$
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
