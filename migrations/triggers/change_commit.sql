create or replace trigger change_commit_kept before update or delete or truncate on change_commit
  for each statement execute function refuse_rewriting();
