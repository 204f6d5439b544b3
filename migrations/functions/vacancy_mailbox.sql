-- The mailbox that mails about a provider's vacancies go to: of the first of these roles that has one, that for the fewest readers, which
-- is the most direct one. Null if it has none.
create or replace function vacancy_mailbox(of_provider uuid) returns text language sql stable as $$
  select email from provider_contact
   where provider_id = of_provider and email is not null and role in ('VACANCIES', 'ADMISSIONS', 'REFERRALS', 'ENQUIRIES')
   order by array_position(array['VACANCIES', 'ADMISSIONS', 'REFERRALS', 'ENQUIRIES'], role),
            array_position(array['COMMISSIONER', 'SCHOOL', 'PUBLIC'], audience)
   limit 1
$$;
