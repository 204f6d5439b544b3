-- The fold that decides identity: texts that fold alike are one name. A look-up may fold more. A refusal must use only this.
create or replace function fold_case(given text) returns text language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) and strpos(given, '  ') = 0 and btrim(given) = given
              then lower(given collate "C") else public.other_names_as_seen(given) end
$$;
