-- Sets the threshold by which the index looks names up. With the usual 0.3 it would read thousands of names for nothing.
create or replace function providers_called_like(wanted text) returns setof provider
  language sql stable set pg_trgm.similarity_threshold = 0.8 as $$
  select * from provider where plain_letters(name) % plain_letters(wanted)
$$;
