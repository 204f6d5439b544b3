-- Calculates again what providers' rows add up to. One plan suits one provider and thousands alike, and planning each time would
-- cost more than running it.
create or replace function keep_provider_tally(touched uuid[]) returns void
  language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if cardinality(touched) = 0 then
    return;
  end if;
  insert into provider_tally (provider_id, local_authority_code, state, registration)
    select id, local_authority_code, state, registration from provider where id = any(touched) order by id
    on conflict do nothing;
  -- A transaction that changes the same provider waits here, and then counts what the other one has committed.
  perform from provider_tally where provider_id = any(touched) order by provider_id for update;
  update provider_tally t
     set local_authority_code = p.local_authority_code, state = p.state, registration = p.registration,
         site_draft = sites.site_draft, site_submitted = sites.site_submitted, site_in_review = sites.site_in_review,
         site_listed = sites.site_listed, site_suspended = sites.site_suspended, site_withdrawn = sites.site_withdrawn,
         offering_draft = offerings.offering_draft, offering_submitted = offerings.offering_submitted,
         offering_in_review = offerings.offering_in_review,
         offering_listed = offerings.offering_listed, offering_suspended = offerings.offering_suspended,
         offering_withdrawn = offerings.offering_withdrawn,
         unknown = v.unknown, lasting = v.lasting, ageing_from = coalesce(v.ageing_from, '{}'),
         stale_from = coalesce(v.stale_from, '{}'), threshold = f.threshold
    from unnest(touched) chosen(id) join provider p using (id),
         lateral (
      select count(*) filter (where state = 'DRAFT')::int as site_draft,
             count(*) filter (where state = 'SUBMITTED')::int as site_submitted,
             count(*) filter (where state = 'IN_REVIEW')::int as site_in_review,
             count(*) filter (where state = 'LISTED')::int as site_listed,
             count(*) filter (where state = 'SUSPENDED')::int as site_suspended,
             count(*) filter (where state = 'WITHDRAWN')::int as site_withdrawn
        from site where provider_id = chosen.id) sites,
         lateral (
      select count(*) filter (where state = 'DRAFT')::int as offering_draft,
             count(*) filter (where state = 'SUBMITTED')::int as offering_submitted,
             count(*) filter (where state = 'IN_REVIEW')::int as offering_in_review,
             count(*) filter (where state = 'LISTED')::int as offering_listed,
             count(*) filter (where state = 'SUSPENDED')::int as offering_suspended,
             count(*) filter (where state = 'WITHDRAWN')::int as offering_withdrawn
        from offering where provider_id = chosen.id) offerings,
         lateral (
      select count(*) filter (where confirmed_at is null)::int as unknown,
             count(*) filter (where confirmed_at is not null and expires_at is null)::int as lasting,
             -- What does not age before it expires goes from confirmed to stale.
             array_agg(coalesce(ageing_at, expires_at)
               order by coalesce(ageing_at, expires_at)) filter (where expires_at is not null) as ageing_from,
             array_agg(expires_at order by expires_at) filter (where expires_at is not null) as stale_from
        from vacancy v join offering o on o.id = v.offering_id
       where o.provider_id = chosen.id and o.state = 'LISTED') v,
         lateral threshold_facts(chosen.id) f
   where t.provider_id = chosen.id;
end $$;
