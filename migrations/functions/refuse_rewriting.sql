-- The record must not be changed.
create or replace function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'no % of %: every change of it must be on record', tg_op, tg_table_name
    using hint = 'Delete the rows of a followed table; leave those of the log.';
end $$;
