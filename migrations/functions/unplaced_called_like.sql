-- Like providers_called_like, for providers without a postcode.
create or replace function unplaced_called_like(wanted text) returns setof provider
  language sql stable set pg_trgm.similarity_threshold = 0.8 as $$
  select * from provider where plain_letters(name) % plain_letters(wanted) and postcode is null
$$;
