import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { GroupCounter, KeptFigures } from '../../platform/database/kept-figures.js';
import { fromRow, groupRows, type NameKey, rowReader } from '../../platform/database/rows.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import { MergedProviders } from './merged-providers.repository.js';
import { Provider } from './provider.entity.js';
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

/** Conditions of a list of providers; what is absent does not narrow. */
export interface ProviderCriteria {
  readonly localAuthorityCode?: string;
  readonly settingTypes?: readonly string[];
}

/** Which sites are meant by a district: those in it, and homes in outcodes that lie in it as a whole. */
export interface InDistrict {
  readonly code: string;
  readonly outcodes: readonly string[];
}

/** Conditions of a list of sites; what is absent does not narrow. */
export interface SiteCriteria {
  readonly district?: InDistrict;
}

/** The key of a provider's contacts for an audience. */
export function contactsKey(providerId: string, audience: ContactAudience): string {
  return `${providerId} ${audience}`;
}

/** Every SQL statement about providers and sites. The public sees what is listed: that rule is in each WHERE. */
export function providerRepository(source: DataSource, pool: pg.Pool) {
  const provider = rowReader(source, Provider);
  const site = rowReader(source, Site);
  const contact = rowReader(source, ProviderContact);
  const visibleSite = `site s join provider p on p.id = s.provider_id where s.state = 'LISTED' and p.state = 'LISTED'`;
  const toSite = (row: object): SiteView => fromRow(SiteView, row);
  // Later columns win: the exact place of a home-based site never leaves the database.
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
    // A provider that is listed or suspended shows or hides all its sites.
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

  /** By provider and audience: whom a contact is for is a condition, and nobody picks from what was read. */
  const contactsOfProvider = new EntityCache<ProviderContact[]>({
    name: 'contacts of provider',
    staleAfter: ({ table, parentId }) =>
      table === 'provider_contact' && parentId
        ? contactAudiences.map((audience) => contactsKey(parentId, audience))
        : [],
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
    when 'OUTCODE' then ${outcode} = any($2::text[]) else s.district_code = $1 end)`;

  const listed = new GroupCounter<[localAuthority: string, settingType: string]>();
  const listedFigures = new KeptFigures(
    pool,
    {
      name: 'provider',
      touchedBy: ({ table, id }) => (table === 'provider' ? [id] : []),
      facts: (
        condition,
      ) => `select p.id as owner, array[p.local_authority_code, p.setting_type] as fact from provider p
        where p.state = 'LISTED' and ${condition}`,
      named: 'p.id = any($1)',
    },
    listed,
  );

  const listedSites = new GroupCounter<[district: string | null, homeOutcode: string | null]>();
  const siteFigures = new KeptFigures(
    pool,
    {
      name: 'site',
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider' ? [id] : table === 'site' && parentId ? [parentId] : [],
      facts: (condition) => `
        select p.id as owner, array[case s.address_visibility when 'OUTCODE' then null else s.district_code end,
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
     * The id of the listed provider with that key, the one it identifies before those with a stronger key too; else of the
     * listed one that an entry with that key was merged into.
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

    /** Listed providers by name, `limit` at most, after a key. */
    async page(criteria: ProviderCriteria, after: NameKey | null, limit: number): Promise<Provider[]> {
      const { rows } = await pool.query({
        name: 'provider page',
        text: `select ${provider.columns('p')} from provider p
          where p.state = 'LISTED'
            and ($1::text is null or p.local_authority_code = $1)
            and ($2::text[] is null or p.setting_type = any($2))
            and ($3::text is null or (p.name collate "C", p.id) > ($3, $4::uuid))
          order by p.name collate "C", p.id limit $5`,
        values: [criteria.localAuthorityCode, criteria.settingTypes, after?.[0], after?.[1], limit],
      });
      return rows.map(provider.toEntity);
    },

    async count({ localAuthorityCode, settingTypes }: ProviderCriteria): Promise<number> {
      await listedFigures.catchUp();
      return listed.count(
        ([code, type]) =>
          (localAuthorityCode === undefined || code === localAuthorityCode) &&
          (settingTypes?.includes(type) ?? true),
      );
    },

    /** Sites of listed providers by name, `limit` at most, after a key. */
    async sitePage({ district }: SiteCriteria, after: NameKey | null, limit: number): Promise<SiteView[]> {
      const { rows } = await pool.query({
        name: 'site page',
        text: `select ${siteColumns} from ${visibleSite}
            and ${inDistrict}
            and ($3::text is null or (s.name collate "C", s.id) > ($3, $4::uuid))
          order by s.name collate "C", s.id limit $5`,
        values: [district?.code, district?.outcodes, after?.[0], after?.[1], limit],
      });
      return rows.map(toSite);
    },

    async siteCount({ district }: SiteCriteria): Promise<number> {
      await siteFigures.catchUp();
      return listedSites.count(
        ([code, homeOutcode]) =>
          district === undefined ||
          (homeOutcode === null ? code === district.code : district.outcodes.includes(homeOutcode)),
      );
    },
  };
}
export type ProviderRepository = ReturnType<typeof providerRepository>;
