-- A code that was ever used must stay readable. It can expire, but is never removed.
create or replace function refuse_code_removal() returns trigger language plpgsql as $$
begin
  raise exception 'code %.% cannot be removed or renamed; set valid_to instead', old.list, old.code
    using errcode = 'restrict_violation';
end $$;
