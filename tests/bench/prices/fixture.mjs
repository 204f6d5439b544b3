import { createHash } from 'node:crypto';
import pg from 'pg';
import { inOneSession } from '../data/load.mjs';

const PREFIX = 'benchadmin00';
const KEY = `aph_${PREFIX}_${'a'.repeat(43)}`;

/** What an administrator sends, who may do and read everything. No secret: it opens databases of benches only. */
export const asAdministrator = { authorization: `Bearer ${KEY}` };

/** Evidence, reviews with actions, inspections and pairs as well as the register, and something that was changed. */
const BESIDE = `
  insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
  select gen_random_uuid(), p.local_authority_code, p.id, k.code, current_date - 730, current_date - 365 + (random() * 730)::int, 'ATTESTED'
    from provider p, code k where k.list = 'EVIDENCE_KIND' and k.position <= 3;
  insert into quality_review (id, local_authority_code, provider_id, framework_id, state, due_on, done_on, officer_role)
  select gen_random_uuid(), p.local_authority_code, p.id, f.id, case n when 1 then 'DONE' else 'PLANNED' end,
         current_date - 180 + (random() * 360)::int, case n when 1 then current_date end, 'QUALITY_OFFICER'
    from provider p, quality_framework f, generate_series(1, 2) n;
  insert into inspection (id, local_authority_code, provider_id, framework, inspected_on, safeguarding)
  select gen_random_uuid(), p.local_authority_code, p.id, c.code, current_date - (random() * 2000)::int, 'MET'
    from provider p, (select code from code where list = 'INSPECTION_FRAMEWORK' order by position limit 1) c;
  insert into duplicate_pair (id, local_authority_code, first_id, second_id, score, reasons)
  select md5(a.id::text || b.id::text)::uuid, code, least(a.id, b.id), greatest(a.id, b.id), 500 + (random() * 400)::int, '[]'
    from (select id, local_authority_code, lead(id) over (order by id) as next from provider) a
    join provider b on b.id = a.next
   cross join lateral (select a.local_authority_code as code union select b.local_authority_code) concerned;`;

/** Lets the bench's administrator into a prepared hub database. */
export async function addAdministrator(url) {
  await inOneSession(url, (client) =>
    client.query(
      `with administrator as (
         insert into api_client (id, name, role) values (gen_random_uuid(), 'Bench administrator', 'administrator') returning id)
       insert into api_key (id, client_id, prefix, hash, expires_at)
       select gen_random_uuid(), id, $1, $2, now() + interval '10 years' from administrator`,
      [PREFIX, createHash('sha256').update(KEY).digest('hex')],
    ),
  );
}

/** Adds to a loaded register what hubs of councils hold. */
export async function addBeside(url) {
  await inOneSession(url, async (client) => {
    await client.query(
      `set statement_timeout = 0; set session_replication_role = replica; ${BESIDE} reset session_replication_role`,
    );
    // With its triggers, so that there is a history: a twentieth of the register, three times over.
    for (const word of ['First', 'Second', 'Third']) {
      await client.query(
        `update provider set description = $1, version = version + 1, updated_at = now() where id in
           (select id from provider order by id limit (select count(*) / 20 from provider))`,
        [`${word} wording.`],
      );
      await client.query(
        `update offering set description = $1, version = version + 1, updated_at = now() where provider_id in
           (select id from provider order by id limit (select count(*) / 20 from provider))`,
        [`${word} wording.`],
      );
    }
  });
}

/** Runs statements as the owner of the tables, triggers and all. */
export function openOwner(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2, options: '-c statement_timeout=0' });
  return {
    rows: async (text, values) => (await pool.query(text, values)).rows,
    end: () => pool.end(),
  };
}
