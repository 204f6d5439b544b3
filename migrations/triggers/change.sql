create or replace trigger change_kept before update or delete or truncate on change
  for each statement execute function refuse_rewriting();
-- Only for the first change of a transaction: log_change remembers tx after it. A savepoint undoes both together.
-- Postgres cannot replace a constraint trigger, so it is dropped first.
drop trigger if exists change_numbered on change;
create constraint trigger change_numbered after insert on change deferrable initially deferred
  for each row when (current_setting('hub.change_tx', true) is distinct from new.tx::text)
  execute function number_commit();
