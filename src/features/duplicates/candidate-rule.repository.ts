import { NEARLY_EQUAL, SIMILAR, weights } from './duplicate.rules.js';

/** How much of a site's address is shown to users who may see exact places: 2 postcode, 1 outcode, 0 nothing. */
const SHOWN = `case when state <> 'LISTED' then 0 when address_visibility = 'OUTCODE' then 1 else 2 end`;

/** Places `b` of offices and sites with the postcode or outcode of a place `a`. Each table uses its own index. */
const placesAt = (column: string) => `lateral (
  select id, 0 as shown from provider where ${column} = ${column.replace('postcode', 'a.postcode')}
  union all
  select provider_id, ${SHOWN} from site where ${column} = ${column.replace('postcode', 'a.postcode')} and state <> 'WITHDRAWN') b`;
const OUTCODE = `split_part(postcode, ' ', 1)`;

/** The probes of stored entries. $1 is their ids. */
export const STORED_PROBES = `
  probe as (
    select asked.n, p.id, p.local_authority_code, p.name, p.legal_name, p.urn, p.ukprn, p.company_number, p.charity_number,
           p.postcode, f.forms
      from unnest($1::uuid[]) with ordinality asked (id, n) join provider p on p.id = asked.id
      left join name_form f on f.entry_id = p.id where p.state <> 'WITHDRAWN')`;

/** The probes of values, whether an entry with them is stored or not. $1 is the values as JSON. */
export const ENTERED_PROBES = `
  probe as (
    select * from jsonb_to_recordset($1::jsonb) v (n bigint, id uuid, local_authority_code text, name text, legal_name text,
      urn text, ukprn text, company_number text, charity_number text, postcode text, forms text))`;

const byNumber = (kind: keyof typeof weights, column: string, toldApartBy: readonly string[]) => `
  select q.n, p.id, '${kind}' as kind, null::real as similarity, q.${column} as value, ${weights[kind]} as weight
    from probe q join provider p on p.${column} = q.${column}
   where true ${toldApartBy.map((stronger) => `and (p.${stronger} <> q.${stronger}) is not true`).join(' ')}`;

/** Different URNs tell two entries apart, unless both have the same postcode. */
const NEARLY = `alike >= ${NEARLY_EQUAL} and (p.urn <> q.urn) is not true`;

/** How similar the names of a provider `p` and a probe `q` are, as they are written or in the forms in which they are found. */
const ALIKE = `greatest(similarity(plain_letters(p.name), plain_letters(q.name)), similarity((select forms from name_form where entry_id = p.id), q.forms),
  similarity(plain_letters(coalesce(p.legal_name, p.name)), plain_letters(coalesce(q.legal_name, q.name))))`;

const byName = (from: string) => `
  select q.n, p.id, 'SAME_LOCAL_AUTHORITY' as kind, alike as similarity, q.local_authority_code as value,
         ${weights.SAME_LOCAL_AUTHORITY} * alike as weight
    from ${from} cross join lateral (select ${ALIKE} as alike) s
   where ${NEARLY} and p.local_authority_code = q.local_authority_code`;

/**
 * The rule for which entries may be duplicates, as definitions of a WITH that come after `probe`. `scored` has the ids of
 * similar entries for each probe `n`, with a score of up to 1000 and reasons. It includes merged and withdrawn entries.
 *
 * - A shared number does not count if both entries have a stronger number that differs.
 * - Entries of different local authorities are compared by public values only: no offices, and no homes shown by outcode.
 */
export const CANDIDATE_RULE = `
  probe_place as materialized (
    select n, postcode, 0 as shown from probe where postcode is not null
    union
    select q.n, s.postcode, s.shown from probe q
      join lateral (select postcode, ${SHOWN} as shown from site where provider_id = q.id and state <> 'WITHDRAWN') s on true),
  unplaced as materialized (
    select * from probe q where not exists (select from probe_place a where a.n = q.n)),
  -- Places come first: otherwise every name would be read. Each pair is found once, however many sites share a place.
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
        ${byName('unplaced q cross join lateral providers_found_like(q.forms) p')}
        union all
        ${byName(`probe q cross join lateral (
          select * from unplaced_called_like(q.name)
          union all select * from providers_found_like(q.forms) f where f.postcode is null) p`)}
           and not exists (select from site s where s.provider_id = p.id and s.state <> 'WITHDRAWN')) alike
       order by n, id, weight desc, value collate "C") nearest),
  scored as (
    select f.n, f.id, round(1000 * (1 - exp(sum(ln(1 - f.weight)))))::int as score,
           jsonb_agg(jsonb_build_object('kind', f.kind, 'similarity', round(f.similarity::numeric, 2), 'value', f.value)
                     order by f.weight desc, f.kind collate "C") as reasons
      from found f join probe q using (n) where f.id is distinct from q.id group by f.n, f.id)`;
