-- Only the entry that replaces a merged entry can use what identified the merged one.
create or replace function refuse_identity_of_merged() returns trigger language plpgsql as $$
declare
  held text;
begin
  select case when m.urn = new.urn then 'provider_urn_key'
              when m.ukprn = new.ukprn then 'provider_ukprn'
              when m.company_number = new.company_number then 'provider_company'
              when m.charity_number = new.charity_number then 'provider_charity'
              else 'provider_name_postcode' end
    into held
    from provider m join provider_merge x using (id)
   where m.is_merged and survivor_of(x.into_id) <> new.id
     and (m.urn = new.urn
       or new.urn is null and m.urn is null and (
            m.ukprn = new.ukprn
         or new.ukprn is null and m.ukprn is null and (
              m.company_number = new.company_number
           or new.company_number is null and m.company_number is null and (
                m.charity_number = new.charity_number
             or new.charity_number is null and m.charity_number is null and m.postcode = new.postcode
                and m.setting_type = new.setting_type and fold_case(m.name) = fold_case(new.name)))))
   limit 1;
  if held is not null then
    raise exception 'this identifies an entry that was merged into another one'
      using errcode = 'unique_violation', constraint = held;
  end if;
  return null;
end $$;
