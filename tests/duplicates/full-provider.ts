import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

/** A provider with one of everything; two of them, one with a legal name, have a contact and an inspection in common. */
export async function aFullProvider(
  hub: TestHub,
  name: string,
  values: Parameters<typeof aProvider>[1] = {},
) {
  const provider = await aProvider(hub, { name, ...values });
  const site = await aSite(hub, provider, { name: `${name}, site`, externalReference: 'main' });
  const offering = await anOffering(hub, provider, {
    title: `${name} workshop`,
    siteIds: [site.id],
    externalReference: 'workshop',
  });
  await aVacancy(hub, offering, { siteId: site.id });
  await hub.database.pool.query(
    `insert into provider_contact (id, provider_id, role, audience, email)
       select gen_random_uuid(), $1, r, 'PUBLIC', 'r@x.example' from unnest($2::text[]) r`,
    [provider.id, ['REFERRALS', ...(values.legalName ? ['FINANCE'] : [])]],
  );
  await hub.database.pool.query(
    `insert into listing_decision (id, provider_id, local_authority_code, basis, valid_from)
       values (gen_random_uuid(), $1, '926', 'TENDERED', '2026-01-01')`,
    [provider.id],
  );
  await hub.database.pool.query(
    `insert into evidence (id, local_authority_code, provider_id, kind, issued_on, state)
       select gen_random_uuid(), la, $1, (select code from code where list = 'EVIDENCE_KIND' order by position limit 1), '2026-01-01', 'ATTESTED'
         from unnest(array['926', '935']) la`,
    [provider.id],
  );
  await hub.database.pool.query(
    `insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
       select gen_random_uuid(), '926', $1, (select code from code where list = 'INSPECTION_FRAMEWORK' order by position limit 1), day, 'MET'
         from unnest(array['2025-01-01', $2]::date[]) day`,
    [provider.id, values.legalName ? '2025-02-02' : '2025-03-03'],
  );
  return { provider, site, offering };
}
