import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Choice, isChosen } from '../../platform/choice.js';
import { binding, type Condition, chosen, since, whichIs } from '../../platform/database/conditions.js';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { GroupCounter, KeptFigures } from '../../platform/database/kept-figures.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { fromRow, groupRows, rowReader } from '../../platform/database/rows.js';
import { byInstant, byName, planned, type Sorted, type SortOrder } from '../../platform/database/sorted.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import type { KeyRange } from '../../platform/key-range.js';
import { MergedProviders } from './merged-providers.repository.js';
import { Provider } from './provider.entity.js';
import type { ProviderSort } from './provider.rules.js';
import { type ContactAudience, contactAudiences, ProviderContact } from './provider-contact.entity.js';
import { Site } from './site.entity.js';
import { SiteView } from './site-view.js';

/** A natural key of a provider. */
export type ProviderKey = 'urn' | 'ukprn' | 'companyNumber' | 'charityNumber';
const keyColumns: Record<ProviderKey, string> = {
  urn: 'urn',
  ukprn: 'ukprn',
  companyNumber: 'company_number',
  charityNumber: 'charity_number',
};

/** Conditions for a list of providers. A condition that is absent does not limit the list. */
export interface ProviderCriteria {
  readonly localAuthority?: Choice;
  readonly settingType?: Choice;
  readonly registration?: Choice;
  readonly isDemonstration?: boolean;
  readonly updatedSince?: Date;
}

const LISTED = `p.state = 'LISTED'`;

const providerOrders: Readonly<Record<ProviderSort, SortOrder>> = {
  NAME_ASC: byName('p.name'),
  NAME_DESC: byName('p.name', true),
  UPDATED_AT_ASC: byInstant('p.updated_at'),
  UPDATED_AT_DESC: byInstant('p.updated_at', true),
};

function conditionsOn(criteria: ProviderCriteria): Condition[] {
  const { localAuthority, settingType, registration, isDemonstration, updatedSince } = criteria;
  return [
    ...chosen('p.local_authority_code', localAuthority),
    ...chosen('p.setting_type', settingType),
    ...chosen('p.registration', registration),
    ...since('p.updated_at', updatedSince),
    ...whichIs('p.is_demonstration', isDemonstration),
  ];
}

/**
 * The sites that belong to a district: those in it or where it was before, and home-based sites with an outcode that is, or was,
 * completely in it.
 */
export interface InDistrict {
  readonly code: string;
  readonly outcodes: readonly string[];
}

/** Conditions for a list of sites. A condition that is absent does not limit the list. */
export interface SiteCriteria {
  readonly district?: InDistrict;
}

/** The cache key of a provider's contacts for an audience. */
export function contactsKey(providerId: string, audience: ContactAudience): string {
  return `${providerId} ${audience}`;
}

/** All SQL statements about providers and sites. Each WHERE clause limits them to listed entries, which are public. */
export function providerRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  const site = rowReader(source, Site);
  const contact = rowReader(source, ProviderContact);
  const visibleSite = `site s join provider p on p.id = s.provider_id where s.state = 'LISTED' and p.state = 'LISTED'`;
  const toSite = (row: object): SiteView => fromRow(SiteView, row);
  // These columns come later and replace the site's own, so the exact place of a home never leaves the database.
  const masked = (column: string, instead: string, property: string) =>
    `case s.address_visibility when 'OUTCODE' then ${instead} else s.${column} end as "${property}"`;
  const outcode = `split_part(s.postcode, ' ', 1)`;
  const siteColumns = [
    site.columns('s'),
    `case s.address_visibility when 'OUTCODE' then ${outcode} else left(s.postcode, -2) end as "vicinity"`,
    masked('postcode', outcode, 'postcode'),
    masked('latitude', 's.public_latitude', 'latitude'),
    masked('longitude', 's.public_longitude', 'longitude'),
    masked('position_precision', 's.public_precision', 'positionPrecision'),
    masked('district_code', 'null', 'districtCode'),
    masked('street', 'null', 'street'),
    masked('locality', 'null', 'locality'),
    masked('uprn', 'null', 'uprn'),
  ].join(', ');

  const providers = new EntityCache<Provider>({
    name: 'provider',
    staleAfter: staleAfter({ provider: 'row' }),
    load: async (ids) => {
      const text = `select ${provider.columns('p')} from provider p where p.id = any($1) and p.state = 'LISTED'`;
      const { rows } = await pool.query({ name: 'provider by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, provider.toEntity(row)]));
    },
  });

  const sites = new EntityCache<SiteView>({
    name: 'site',
    // To list or suspend a provider shows or hides all its sites.
    staleAfter: staleAfter({ site: 'row', provider: 'all' }),
    load: async (ids) => {
      const text = `select ${siteColumns} from ${visibleSite} and s.id = any($1)`;
      const { rows } = await pool.query({ name: 'site by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, toSite(row)]));
    },
  });

  const sitesOfProvider = new EntityCache<SiteView[]>({
    name: 'sites of provider',
    staleAfter: staleAfter({ site: 'parent', provider: 'row' }),
    load: async (ids) => {
      const text = `select ${siteColumns} from ${visibleSite} and s.provider_id = any($1) order by s.name collate "C", s.id`;
      const { rows } = await pool.query({ name: 'sites of provider', text, values: [ids] });
      return groupRows(rows, 'providerId', toSite);
    },
  });

  /** By provider and audience. The audience is a condition in SQL, so that no caller has to filter what was read. */
  const contactsOfProvider = new EntityCache<ProviderContact[]>({
    name: 'contacts of provider',
    staleAfter: staleAfter({
      provider_contact: (providerId) => contactAudiences.map((audience) => contactsKey(providerId, audience)),
    }),
    load: async (keys) => {
      const text = `select ${contact.columns('c')}, k.key from unnest($1::text[]) k (key)
          join provider_contact c on c.provider_id = split_part(k.key, ' ', 1)::uuid
           and c.audience = split_part(k.key, ' ', 2)
         order by c.role collate "C"`;
      const { rows } = await pool.query({ name: 'contacts of provider', text, values: [keys] });
      return groupRows(rows, 'key', contact.toEntity);
    },
  });

  const merged = new MergedProviders(pool);
  const inDistrict = `($1::text is null or case s.address_visibility
    when 'OUTCODE' then ${outcode} = any($2::text[])
    else s.district_code = $1 or exists (select from former_district f
      where f.district_code = $1 and f.place in (s.postcode, left(s.postcode, -2))) end)`;

  const listed = new GroupCounter<
    [localAuthority: string, settingType: string, registration: string, isDemonstration: string]
  >();
  const listedFigures = new KeptFigures(
    pool,
    {
      name: 'provider',
      madeFrom: ['provider'],
      touchedBy: ({ table, id }) => (table === 'provider' ? [id] : []),
      facts: (
        condition,
      ) => `select p.id as owner, array[p.local_authority_code, p.setting_type, p.registration, p.is_demonstration::text] as fact
        from provider p where ${LISTED} and ${condition}`,
      named: 'p.id = any($1)',
    },
    listed,
  );

  const listedSites = new GroupCounter<[districts: string, homeOutcode: string | null]>();
  const siteFigures = new KeptFigures(
    pool,
    {
      name: 'site',
      madeFrom: ['provider', 'site', 'places'],
      touchedBy({ table, id, parentId }) {
        if (table === 'places') return 'all';
        return table === 'provider' ? [id] : table === 'site' && parentId ? [parentId] : [];
      },
      facts: (condition) => `
        select p.id as owner, array[case s.address_visibility when 'OUTCODE' then '' else concat_ws(' ', s.district_code,
                 (select string_agg(distinct f.district_code, ' ') from former_district f
                   where f.place in (s.postcode, left(s.postcode, -2)))) end,
               case s.address_visibility when 'OUTCODE' then ${outcode} end] as fact
          from site s join provider p on p.id = s.provider_id
         where s.state = 'LISTED' and p.state = 'LISTED' and ${condition}`,
      named: 'p.id = any($1)',
    },
    listedSites,
  );

  return {
    merged,
    providers,
    sites,
    sitesOfProvider,
    contactsOfProvider,
    caches: [merged, providers, sites, sitesOfProvider, contactsOfProvider],

    /**
     * The id of the listed provider with that key; if there is none, of the listed one that an entry with that key was
     * merged into. A provider that has no stronger key comes first.
     */
    async idByKey(key: ProviderKey, value: string): Promise<string | null> {
      const text = `select s.id from provider p
          join provider s on s.id = case p.state when 'LISTED' then p.id else survivor_of(p.id) end
        where p.${keyColumns[key]} = $1 and s.state = 'LISTED'
        order by s.id <> p.id, p.urn nulls first, p.ukprn nulls first, p.company_number nulls first, p.id limit 1`;
      const { rows } = await pool.query<{ id: string }>({
        name: `provider by ${key}`,
        text,
        values: [value],
      });
      return rows[0]?.id ?? null;
    },

    /** A page of the listed providers, in the given order. */
    async page(criteria: ProviderCriteria, sort: ProviderSort, range: KeyRange): Promise<Sorted<Provider>[]> {
      const { values, bind } = binding();
      const conditions = conditionsOn(criteria).map((condition) => condition(bind));
      const order = providerOrders[sort];
      const { text: page } = keysetPage({ ...order, id: 'p.id' }, range, bind);
      const where = [LISTED, ...conditions].join(' and ');
      const text = `select ${provider.columns('p')}, ${order.written} as "sortKey" from provider p where ${where} ${page}`;
      const { rows } = await pool.query(planned(text, values, conditions.length));
      return rows.map((row) => ({ node: provider.toEntity(row), id: row.id, sortKey: row.sortKey }));
    },

    async count(criteria: ProviderCriteria): Promise<number> {
      const { localAuthority, settingType, registration, isDemonstration, updatedSince } = criteria;
      if (updatedSince === undefined) {
        await listedFigures.catchUp();
        return listed.count(
          ([code, type, how, isInvented]) =>
            isChosen(localAuthority, code) &&
            isChosen(settingType, type) &&
            isChosen(registration, how) &&
            (isDemonstration === undefined || isInvented === String(isDemonstration)),
        );
      }
      const { values, bind } = binding();
      const where = [LISTED, ...conditionsOn(criteria).map((condition) => condition(bind))].join(' and ');
      const text = `select count(*)::int n from provider p where ${where}`;
      const { rows } = await pool.query<{ n: number }>(text, values);
      return rows[0]?.n ?? 0;
    },

    /** A page of the sites of listed providers, by name. */
    async sitePage({ district }: SiteCriteria, range: KeyRange): Promise<SiteView[]> {
      const { values, bind } = binding(district?.code, district?.outcodes);
      const page = keysetPage({ value: 's.name collate "C"', valueType: 'text', id: 's.id' }, range, bind);
      const { rows } = await pool.query({
        name: `site page${page.variant}`,
        text: `select ${siteColumns} from ${visibleSite} and ${inDistrict} ${page.text}`,
        values,
      });
      return rows.map(toSite);
    },

    async siteCount({ district }: SiteCriteria): Promise<number> {
      await siteFigures.catchUp();
      return listedSites.count(
        ([codes, homeOutcode]) =>
          district === undefined ||
          (homeOutcode === null
            ? codes.split(' ').includes(district.code)
            : district.outcodes.includes(homeOutcode)),
      );
    },
  };
}
export type ProviderRepository = ReturnType<typeof providerRepository>;
