-- For each row: arguments are the identifying column and, if there is one, the parent's column. For each statement, with
-- the affected rows as "affected": the argument is the name under which readers know this table and others like it.
create or replace function log_change() returns trigger language plpgsql as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  entry change;
  known_tx text := nullif(current_setting('hub.change_tx', true), '');
begin
  entry.operation := tg_op;
  entry.version_before := before ->> 'version';
  entry.version_after := after ->> 'version';
  entry.old := before;
  entry.new := after;
  if tg_level = 'STATEMENT' then
    entry.table_name := tg_argv[0];
    entry.entity_id := tg_table_name;
    select jsonb_build_object('rows', count(*)) into entry.new from affected having count(*) > 0;
    if entry.new is null then
      return null;
    end if;
  else
    if before = after then
      return null;
    end if;
    entry.table_name := tg_table_name;
    entry.entity_id := coalesce(after, before) ->> tg_argv[0];
    entry.parent_id := coalesce(after, before) ->> tg_argv[1];
    if tg_op = 'UPDATE' then
      if before ->> tg_argv[0] <> entry.entity_id then
        raise exception 'a row of % keeps its %: delete it and insert another', tg_table_name, tg_argv[0];
      end if;
      if before ->> tg_argv[1] is distinct from entry.parent_id then
        entry.parent_before := before ->> tg_argv[1];
      end if;
      select coalesce(jsonb_object_agg(key, before -> key), '{}'), coalesce(jsonb_object_agg(key, value), '{}')
        into entry.old, entry.new
        from jsonb_each(after)
       where value is distinct from before -> key and key not in ('version', 'updated_at');
    end if;
  end if;
  entry.tx := coalesce(known_tx::bigint, nextval('change_transaction'));
  insert into change (tx, table_name, entity_id, parent_id, parent_before, operation, version_before, version_after,
                      old, new, actor, reason)
  values (entry.tx, entry.table_name, entry.entity_id, entry.parent_id, entry.parent_before, entry.operation,
          entry.version_before, entry.version_after, entry.old, entry.new,
          coalesce(nullif(current_setting('hub.actor', true), ''),
                   'system: ' || coalesce(nullif(current_setting('application_name'), ''), session_user)),
          nullif(current_setting('hub.reason', true), ''));
  if known_tx is null then
    perform set_config('hub.change_tx', entry.tx::text, true);
  end if;
  return null;
end $$;
