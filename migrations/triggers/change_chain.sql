create or replace trigger change_chain_kept before update or delete or truncate on change_chain
  for each statement execute function refuse_rewriting();
