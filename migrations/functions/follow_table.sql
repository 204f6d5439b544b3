-- Logs every change of every row of a table.
create or replace function follow_table(followed regclass, id_column name, parent_column name default null) returns void
  language plpgsql as $$
begin
  if (select count(*) from pg_attribute where attrelid = followed and attname in (id_column, parent_column))
     <> num_nonnulls(id_column, parent_column) then
    raise exception '% has no column % or %', followed, id_column, parent_column;
  end if;
  execute format('create or replace trigger %I after insert or update or delete on %s
                  for each row execute function log_change(%s)',
    followed || '_changed', followed, concat_ws(', ', quote_literal(id_column), quote_literal(parent_column)));
  execute format('create or replace trigger %I before truncate on %s for each statement
                  execute function refuse_rewriting()',
    followed || '_kept', followed);
end $$;
