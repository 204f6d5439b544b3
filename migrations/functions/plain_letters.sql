-- The form of a name that pg_trgm compares: ASCII letters without accents, and any other letter as its number.
create or replace function plain_letters(given text) returns text language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) then lower(given collate "C")
              else public.other_plain_letters(given) end
$$;
