/**
 * What a person who knows Postgres would write to get the quickest result without a search engine: a table made for the
 * question, one index that holds the whole filter, one statement that builds the answer.
 */

/** One row per offering at a site. Kept by triggers in earnest; here made once, after the register is loaded. */
export const preparation = `
  drop schema if exists rival cascade;
  create schema rival;
  create table rival.listing as
    select o.id, o.provider_id, s.id as site_id, o.tier, o.primary_needs || o.secondary_needs as needs, o.key_stages,
           s.district_code as district, s.latitude, s.longitude,
           (select min(v.available_from) from vacancy v
             where v.offering_id = o.id and v.state = 'CAPACITY' and v.places_available > 0) as open_from
      from offering o join offering_site os on os.offering_id = o.id join site s on s.id = os.site_id
     where o.state = 'LISTED' and s.state = 'LISTED';
  create index on rival.listing using gist (point(longitude, latitude))
    include (id, site_id, latitude, longitude, open_from, key_stages, needs, tier, district)`;

/** Kilometres of a degree on a sphere of 6,371 km. */
const DEGREE = 111.19492664;

/** $1 latitude, $2 longitude, $3 km, $4 needs, $5 key stage, $6 day. */
const matching = (columns) => `
  select ${columns} from (
    select *, 12742000 * asin(sqrt(power(sin(radians((latitude - $1) / 2)), 2)
        + cos(radians($1)) * cos(radians(latitude)) * power(sin(radians((longitude - $2) / 2)), 2))) as metres
      from rival.listing
     where point(longitude, latitude) <@ box(
             point($2::float8 - $3::float8 / (${DEGREE} * cos(radians($1::float8))), $1 - $3 / ${DEGREE}),
             point($2 + $3 / (${DEGREE} * cos(radians($1))), $1 + $3 / ${DEGREE}))
       and needs && $4::text[] and $5::text = any(key_stages) and open_from <= $6::date offset 0) near
   where metres <= $3 * 1000`;

const vacancies = `(select coalesce(json_agg(json_build_object('places', v.places_available, 'from', v.available_from)
    order by v.available_from, v.id), '[]') from vacancy v where v.offering_id = o.id)`;
const offering = `'id', o.id, 'title', o.title, 'needs', o.primary_needs, 'vacancies', ${vacancies}`;
const site = `'name', s.name, 'postcode', s.postcode, 'latitude', s.latitude, 'longitude', s.longitude`;

const nearby = `
  select json_build_object('total', coalesce(max(page.total), 0), 'hits', coalesce(json_agg(json_build_object(
      'metres', round(page.metres), ${offering},
      'provider', json_build_object('name', p.name, 'type', p.setting_type), 'site', json_build_object(${site}))
      order by page.metres, page.id), '[]'))::text
    from (${matching('id, site_id, metres, count(*) over () as total')} order by metres, id limit $7::int) page
    join offering o on o.id = page.id join provider p on p.id = o.provider_id join site s on s.id = page.site_id`;

const provider = `
  select json_build_object('id', p.id, 'name', p.name, 'type', p.setting_type, 'sites',
      (select coalesce(json_agg(json_build_object('id', s.id, ${site}, 'offerings',
          (select coalesce(json_agg(json_build_object(${offering}) order by o.title collate "C", o.id), '[]')
             from offering_site os join offering o on o.id = os.offering_id where os.site_id = s.id))
          order by s.name collate "C", s.id), '[]')
         from site s where s.provider_id = p.id))::text
    from provider p where p.id = $1::uuid`;

const counted = (name, value, from = '') => `'${name}', (select json_object_agg(value, n) from
    (select ${value} as value, count(*)::int as n from hits${from} group by 1) counts)`;
const facets = `
  with hits as materialized (${matching('needs, tier, district')})
  select json_build_object('total', (select count(*) from hits),
      ${counted('NEEDS', 'need', ', unnest(hits.needs) need')},
      ${counted('TIER', 'tier')}, ${counted('DISTRICT', 'district')})::text`;

const filter = ({ latitude, longitude, km, needs, keyStage, by }) => [
  latitude,
  longitude,
  km,
  needs,
  keyStage,
  by,
];

/** The statement of each question, and its values for a question of data/register.mjs and a size of page. */
export const statements = {
  nearby: { text: nearby, values: (question, page) => [...filter(question), page] },
  provider: { text: provider, values: ({ id }) => [id] },
  facets: { text: facets, values: filter },
};
