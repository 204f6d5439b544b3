-- Chains the commits that have no digest yet, each with the digest of the one before it.
create or replace function chain_commits() returns void language plpgsql as $$
declare
  link record;
  last_number bigint;
  last_digest bytea;
begin
  select number, digest into last_number, last_digest from change_chain order by number desc limit 1;
  for link in
    select number, content, convert_to(jsonb_build_array(number, tx, extract(epoch from at))::text, 'UTF8') as head
      from change_commit where number > coalesce(last_number, 0) order by number
  loop
    last_digest := sha256(coalesce(last_digest, '') || link.head || link.content);
    insert into change_chain values (link.number, last_digest);
  end loop;
end $$;
