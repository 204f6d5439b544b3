-- The fold of identity: what it makes alike is one name. To look something up more may be folded, to refuse it nothing else.
create or replace function fold_case(given text) returns text language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) and strpos(given, '  ') = 0 and btrim(given) = given
              then lower(given collate "C") else public.other_names_as_seen(given) end
$$;
