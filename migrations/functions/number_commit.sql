-- Runs at the commit. The lock is released once the transaction is visible, so a reader who sees a number also sees all lower
-- ones. A sequence and not max + 1, which a REPEATABLE READ transaction would take from its old snapshot.
create or replace function number_commit() returns trigger language plpgsql as $$
declare
  commit_number bigint;
  commit_content bytea := change_content(new.tx); -- before the lock, because others wait for it
begin
  perform pg_advisory_xact_lock(4118927303);
  insert into change_commit (tx, content, token)
    values (new.tx, commit_content, nullif(current_setting('hub.token', true), '')::uuid)
    returning number into commit_number;
  -- Other isolation levels do not see commits made after they began, so the next commit chains them.
  if current_setting('transaction_isolation') = 'read committed' then
    perform chain_commits();
  end if;
  -- Changes after SET CONSTRAINTS IMMEDIATE are not in the digest, so they get their own number.
  perform set_config('hub.change_tx', '', true);
  perform pg_notify('register_changed', commit_number::text);
  return null;
end $$;
