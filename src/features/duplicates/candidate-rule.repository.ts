import { NEARLY_EQUAL, SIMILAR, weights } from './duplicate.rules.js';

/** How much of a site's address is shown to whoever may see exact places: 2 its postcode, 1 its outcode, 0 nothing. */
const SHOWN = `case when state <> 'LISTED' then 0 when address_visibility = 'OUTCODE' then 1 else 2 end`;

/** Places `b` of providers, offices and sites, with the postcode or outcode of a place `a`; each by its own index. */
const placesAt = (column: string) => `lateral (
  select id, 0 as shown from provider where ${column} = ${column.replace('postcode', 'a.postcode')}
  union all
  select provider_id, ${SHOWN} from site where ${column} = ${column.replace('postcode', 'a.postcode')} and state <> 'WITHDRAWN') b`;
const OUTCODE = `split_part(postcode, ' ', 1)`;

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

/** Unlike URNs tell two entries apart, unless they have one postcode. */
const NEARLY = `alike >= ${NEARLY_EQUAL} and (p.urn <> q.urn) is not true`;

/** Names of a provider `p` and a probe `q`. */
const ALIKE = `greatest(similarity(plain_letters(p.name), plain_letters(q.name)),
  similarity(plain_letters(coalesce(p.legal_name, p.name)), plain_letters(coalesce(q.legal_name, q.name))))`;

const byName = (from: string) => `
  select q.n, p.id, 'SAME_LOCAL_AUTHORITY' as kind, alike as similarity, q.local_authority_code as value,
         ${weights.SAME_LOCAL_AUTHORITY} * alike as weight
    from ${from} cross join lateral (select ${ALIKE} as alike) s
   where ${NEARLY} and p.local_authority_code = q.local_authority_code`;

/**
 * The rule for which entries may be the same as which, as definitions of a WITH after one of `probe`; `scored` has, for each
 * probe `n`, the ids of others with a score of 1000 and reasons, merged and withdrawn ones included.
 *
 * - Numbers follow the cascade of identity: a shared one says nothing where a stronger one, known of both, differs.
 * - What is compared of two entries of different local authorities is public: no office, and no home behind its outcode.
 */
export const CANDIDATE_RULE = `
  probe_place as materialized (
    select n, postcode, 0 as shown from probe where postcode is not null
    union
    select q.n, s.postcode, s.shown from probe q
      join lateral (select postcode, ${SHOWN} as shown from site where provider_id = q.id and state <> 'WITHDRAWN') s on true),
  unplaced as materialized (
    select * from probe q where not exists (select from probe_place a where a.n = q.n)),
  -- Places first and names then: the other way about every name would be read. Each once, however many sites there are at one place.
  near as materialized (
    select distinct a.n, b.id, 'SAME_POSTCODE' as kind, a.postcode as value, a.shown = 2 and b.shown = 2 as is_public
      from probe_place a cross join ${placesAt('postcode')}
    union all
    select distinct a.n, b.id, 'SAME_OUTCODE', split_part(a.postcode, ' ', 1), a.shown > 0 and b.shown > 0
      from probe_place a cross join ${placesAt(OUTCODE)}),
  found as (
    ${byNumber('SAME_URN', 'urn', [])}
    union all ${byNumber('SAME_UKPRN', 'ukprn', ['urn'])}
    union all ${byNumber('SAME_COMPANY_NUMBER', 'company_number', ['urn', 'ukprn'])}
    union all ${byNumber('SAME_CHARITY_NUMBER', 'charity_number', ['urn', 'ukprn', 'company_number'])}
    union all
    select n, id, kind, similarity, value, weight from (
      select distinct on (n, id) * from (
        select q.n, p.id, f.kind, alike as similarity, f.value,
               alike * case f.kind when 'SAME_POSTCODE' then ${weights.SAME_POSTCODE} else ${weights.SAME_OUTCODE} end as weight
          from near f join probe q using (n) join provider p on p.id = f.id
         cross join lateral (select ${ALIKE} as alike) s
         where (p.local_authority_code = q.local_authority_code or f.is_public)
           and case when f.kind = 'SAME_POSTCODE' and (p.urn <> q.urn) is not true then alike >= ${SIMILAR}
                    when f.kind = 'SAME_POSTCODE' then alike >= ${NEARLY_EQUAL}
                    else ${NEARLY} end
        union all
        ${byName('unplaced q cross join lateral providers_called_like(q.name) p')}
        union all
        ${byName('probe q cross join lateral unplaced_called_like(q.name) p')}
           and not exists (select from site s where s.provider_id = p.id and s.state <> 'WITHDRAWN')) alike
       order by n, id, weight desc, value collate "C") nearest),
  scored as (
    select f.n, f.id, round(1000 * (1 - exp(sum(ln(1 - f.weight)))))::int as score,
           jsonb_agg(jsonb_build_object('kind', f.kind, 'similarity', round(f.similarity::numeric, 2), 'value', f.value)
                     order by f.weight desc, f.kind collate "C") as reasons
      from found f join probe q using (n) where f.id is distinct from q.id group by f.n, f.id)`;
