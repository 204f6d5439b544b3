import { NEARLY_EQUAL, SIMILAR, weights } from './duplicate.rules.js';

/** Postcodes of providers, of their office and sites. `shown`, to everybody: 2 the postcode, 1 its outcode, 0 nothing. */
const PLACES = `(
  select id as provider_id, postcode, 0 as shown from provider
  union all
  select provider_id, postcode,
         case when state <> 'LISTED' then 0 when address_visibility = 'FULL' then 2 else 1 end
    from site where state <> 'WITHDRAWN')`;

/** Entries that are stored, by their ids as $1. */
export const STORED_PROBES = `
  probe as (
    select asked.n, p.id, p.local_authority_code, p.name, p.legal_name, p.urn, p.ukprn, p.company_number, p.charity_number,
           p.postcode
      from unnest($1::uuid[]) with ordinality asked (id, n) join provider p on p.id = asked.id where p.state <> 'WITHDRAWN')`;

/** Values of entries as JSON, stored or not, as $1. */
export const ENTERED_PROBES = `
  probe as (
    select * from jsonb_to_recordset($1::jsonb) v (n bigint, id uuid, local_authority_code text, name text, legal_name text,
      urn text, ukprn text, company_number text, charity_number text, postcode text))`;

const byNumber = (kind: keyof typeof weights, column: string, toldApartBy: readonly string[]) => `
  select q.n, p.id, '${kind}' as kind, null::real as similarity, q.${column} as value, ${weights[kind]} as weight
    from probe q join provider p on p.${column} = q.${column}
   where true ${toldApartBy.map((stronger) => `and (p.${stronger} <> q.${stronger}) is not true`).join(' ')}`;

const byName = (kind: keyof typeof weights, from: string, value: string, where: string) => `
  select q.n, p.id, '${kind}' as kind, alike as similarity, ${value} as value, ${weights[kind]} * alike as weight
    from ${from}
   cross join lateral (select greatest(similarity(p.name, q.name),
     similarity(coalesce(p.legal_name, p.name), coalesce(q.legal_name, q.name))) as alike) s
   where ${where}`;

/** Unlike URNs tell two entries apart, whatever their names. */
const NEARLY = `alike >= ${NEARLY_EQUAL} and (p.urn <> q.urn) is not true`;
const NO_PLACE = 'not exists (select from probe_place pp where pp.n = q.n)';

/**
 * The rule for which entries may be the same as which, as definitions of a WITH after one of `probe`; `scored` has, for each
 * probe `n`, the ids of others with a score of 1000 and reasons, merged and withdrawn ones included.
 *
 * - Numbers follow the cascade of identity: a shared one says nothing where a stronger one, known of both, differs.
 * - What is compared of two entries of different local authorities is public: no office, and no home behind its outcode.
 */
export const CANDIDATE_RULE = `
  probe_place as (
    select n, postcode, 0 as shown from probe where postcode is not null
    union all
    select q.n, s.postcode, s.shown from probe q join ${PLACES} s on s.provider_id = q.id where s.postcode is not null),
  found as (
    ${byNumber('SAME_URN', 'urn', [])}
    union all ${byNumber('SAME_UKPRN', 'ukprn', ['urn'])}
    union all ${byNumber('SAME_COMPANY_NUMBER', 'company_number', ['urn', 'ukprn'])}
    union all ${byNumber('SAME_CHARITY_NUMBER', 'charity_number', ['urn', 'ukprn', 'company_number'])}
    union all
    select n, id, kind, similarity, value, weight from (
      select distinct on (n, id) * from (
        ${byName(
          'SAME_POSTCODE',
          `probe_place a join probe q using (n) join ${PLACES} b on b.postcode = a.postcode join provider p on p.id = b.provider_id`,
          'a.postcode',
          `alike >= case when p.urn <> q.urn then ${NEARLY_EQUAL} else ${SIMILAR} end
           and (p.local_authority_code = q.local_authority_code or (a.shown = 2 and b.shown = 2))`,
        )}
        union all
        ${byName(
          'SAME_OUTCODE',
          `probe_place a join probe q using (n) join ${PLACES} b on split_part(b.postcode, ' ', 1) = split_part(a.postcode, ' ', 1)
           join provider p on p.id = b.provider_id`,
          `split_part(a.postcode, ' ', 1)`,
          `${NEARLY} and (p.local_authority_code = q.local_authority_code or (a.shown > 0 and b.shown > 0))`,
        )}
        union all
        ${byName(
          'SAME_LOCAL_AUTHORITY',
          'probe q cross join lateral providers_called_like(q.name) p',
          'q.local_authority_code',
          `${NEARLY} and p.local_authority_code = q.local_authority_code and ${NO_PLACE}`,
        )}
        union all
        ${byName(
          'SAME_LOCAL_AUTHORITY',
          'probe q cross join lateral unplaced_called_like(q.name) p',
          'q.local_authority_code',
          `${NEARLY} and p.local_authority_code = q.local_authority_code
           and not exists (select from site s where s.provider_id = p.id and s.state <> 'WITHDRAWN')`,
        )}) alike
       order by n, id, weight desc, value) nearest),
  scored as (
    select f.n, f.id, round(1000 * (1 - exp(sum(ln(1 - f.weight)))))::int as score,
           jsonb_agg(jsonb_build_object('kind', f.kind, 'similarity', round(f.similarity::numeric, 2), 'value', f.value)
                     order by f.weight desc, f.kind) as reasons
      from found f join probe q using (n) where f.id is distinct from q.id group by f.n, f.id)`;
