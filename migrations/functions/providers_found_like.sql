-- Like providers_called_like, by the forms in which names are found. `wanted` is such forms too.
create or replace function providers_found_like(wanted text) returns setof provider
  language sql stable set pg_trgm.similarity_threshold = 0.8 as $$
  select p.* from name_form f join provider p on p.id = f.entry_id where f.kind = 'provider' and f.forms % wanted
$$;
