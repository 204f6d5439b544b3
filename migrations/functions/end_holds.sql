-- Ends the holds on places that are no longer listed, with the reason for the change. The argument is the kind of entry. A hold that has
-- ended by the clock stays as it is. A merge moves offerings before it withdraws their old provider, so their holds stay.
create or replace function end_holds() returns trigger language plpgsql as $$
begin
  update vacancy_hold h
     set ended_at = clock_timestamp(), ended_as = 'SUSPENDED', end_reason = nullif(current_setting('hub.reason', true), ''),
         version = h.version + 1, updated_at = now()
    from vacancy v join offering o on o.id = v.offering_id
   where h.vacancy_id = v.id and h.ended_at is null and h.until > clock_timestamp()
     and new.id = case tg_argv[0] when 'provider' then o.provider_id when 'offering' then o.id else v.site_id end;
  return null;
end $$;
