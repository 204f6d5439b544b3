-- A reference moves with its entry to another provider. If that one has the reference already, it stays with the old one.
create or replace function move_references() returns trigger language plpgsql as $$
begin
  update external_reference r set parent_id = new.provider_id, version = version + 1, updated_at = now()
   where r.entry_id = new.id and r.parent_id = old.provider_id
     and not exists (select from external_reference o
       where (o.source, o.kind, o.parent_id, o.reference) = (r.source, r.kind, new.provider_id, r.reference));
  return null;
end $$;
