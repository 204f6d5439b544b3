-- An offering must take every year that its vacancies take.
create or replace function assert_years_of_vacancies() returns trigger language plpgsql as $$
begin
  if exists (select from vacancy where offering_id = new.id
               and (min_year < new.min_year or max_year > new.max_year)) then
    raise exception 'offering: vacancies are for years that it would no longer take'
      using errcode = 'check_violation', constraint = 'offering_years_of_vacancies';
  end if;
  return new;
end $$;
