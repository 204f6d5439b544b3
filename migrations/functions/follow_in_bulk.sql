-- Logs one change for a statement, however many rows it affects: for tables that are replaced in bulk.
create or replace function follow_in_bulk(followed regclass, known_as text) returns void language plpgsql as $$
declare
  event text;
begin
  foreach event in array array['insert', 'update', 'delete'] loop
    execute format('create or replace trigger %I after %s on %s referencing %s table as affected for each statement
                    execute function log_change(%L)',
      followed || '_bulk_' || event, event, followed, case event when 'delete' then 'old' else 'new' end, known_as);
  end loop;
  execute format('create or replace trigger %I before truncate on %s for each statement
                  execute function refuse_rewriting()', followed || '_kept', followed);
end $$;
