import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Choice, type Choices, isChosen } from '../../platform/choice.js';
import {
  type Bind,
  binding,
  type Condition,
  chosen,
  chosenAmong,
  since,
  whichIs,
} from '../../platform/database/conditions.js';
import { EntityCache } from '../../platform/database/entity-cache.js';
import { GroupCounter, KeptFigures } from '../../platform/database/kept-figures.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { groupRows, rowReader } from '../../platform/database/rows.js';
import { byInstant, byName, planned, type Sorted, type SortOrder } from '../../platform/database/sorted.js';
import { staleAfter } from '../../platform/database/stale-after.js';
import type { KeyRange } from '../../platform/key-range.js';
import { Offering } from './offering.entity.js';
import { type OfferingCodesField, type OfferingSort, offeringCodesFields } from './offering.rules.js';

/** Conditions of a list of offerings. A condition that is left out does not narrow the list. */
export interface OfferingCriteria extends ProviderConditions, OwnConditions {
  readonly yearGroup?: number;
  readonly isDemonstration?: boolean;
  readonly updatedSince?: Date;
}
interface ProviderConditions {
  /** Ids of providers. */
  readonly provider?: Choice;
  readonly localAuthority?: Choice;
  readonly settingType?: Choice;
}
type OwnConditions = { readonly tier?: Choice } & {
  readonly [field in OfferingCodesField]?: Choices;
};

const orders: Readonly<Record<OfferingSort, SortOrder>> = {
  TITLE_ASC: byName('o.title'),
  TITLE_DESC: byName('o.title', true),
  UPDATED_AT_ASC: byInstant('o.updated_at'),
  UPDATED_AT_DESC: byInstant('o.updated_at', true),
};

const columnsOf: Readonly<Record<OfferingCodesField, readonly string[]>> = {
  needs: ['o.primary_needs', 'o.secondary_needs'],
  primaryNeeds: ['o.primary_needs'],
  circumstances: ['o.circumstances'],
  keyStages: ['o.key_stages'],
  deliveryModes: ['o.delivery_modes'],
  accreditations: ['o.accreditations'],
  outcomes: ['o.outcomes'],
  referralRoutes: ['o.referral_routes'],
  commissioners: ['o.commissioners'],
};

/** SQL conditions on an offering `o` and its provider `p`. */
function conditionsOn(criteria: OfferingCriteria): Condition[] {
  const { yearGroup } = criteria;
  return [
    ...chosen('o.provider_id', criteria.provider, 'uuid'),
    ...chosen('p.local_authority_code', criteria.localAuthority),
    ...chosen('p.setting_type', criteria.settingType),
    ...chosen('o.tier', criteria.tier),
    ...offeringCodesFields.flatMap((field) => chosenAmong(columnsOf[field], criteria[field])),
    ...(yearGroup === undefined
      ? []
      : [(bind: Bind) => `${bind(yearGroup)}::int between o.min_year and o.max_year`]),
    ...whichIs('o.is_demonstration', criteria.isDemonstration),
    ...since('o.updated_at', criteria.updatedSince),
  ];
}

/** All SQL statements about offerings. The public sees what is listed: each WHERE says so. */
export function offeringRepository(source: DataSource, pool: pg.Pool) {
  const offering = rowReader(source, Offering);
  const visible = `offering o join provider p on p.id = o.provider_id
    where o.state = 'LISTED' and p.state = 'LISTED'`;

  const offerings = new EntityCache<Offering>({
    name: 'offering',
    // Listing or suspending a provider shows or hides all its offerings.
    staleAfter: staleAfter({ offering: 'row', provider: 'all' }),
    load: async (ids) => {
      const text = `select ${offering.columns('o')} from ${visible} and o.id = any($1)`;
      const { rows } = await pool.query({ name: 'offering by id', text, values: [ids] });
      return new Map(rows.map((row) => [row.id, offering.toEntity(row)]));
    },
  });

  const offeringsOfProvider = new EntityCache<Offering[]>({
    name: 'offerings of provider',
    staleAfter: staleAfter({ offering: 'parent', provider: 'row' }),
    load: async (ids) => {
      const text = `select ${offering.columns('o')} from ${visible} and o.provider_id = any($1) order by o.title collate "C", o.id`;
      const { rows } = await pool.query({ name: 'offerings of provider', text, values: [ids] });
      return groupRows(rows, 'providerId', offering.toEntity);
    },
  });

  /** Ids of offerings by site, and of sites by offering. Both are in one small table. */
  const offeringIdsOfSite = new EntityCache<string[]>({
    name: 'offerings of site',
    // A change of title or state can change order and visibility at any site.
    staleAfter: staleAfter({ offering_site: 'parent', offering: 'all', provider: 'all' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'offerings of site',
        text: `select os.site_id as "siteId", o.id from offering_site os
          join offering o on o.id = os.offering_id join provider p on p.id = o.provider_id
          where o.state = 'LISTED' and p.state = 'LISTED' and os.site_id = any($1) order by o.title collate "C", o.id`,
        values: [ids],
      });
      return groupRows(rows, 'siteId', (row) => (row as { id: string }).id);
    },
  });

  const siteIdsOfOffering = new EntityCache<string[]>({
    name: 'sites of offering',
    staleAfter: staleAfter({ offering_site: 'row', site: 'all', provider: 'all' }),
    load: async (ids) => {
      const { rows } = await pool.query({
        name: 'sites of offering',
        text: `select os.offering_id as "offeringId", s.id from offering_site os
          join site s on s.id = os.site_id join provider p on p.id = s.provider_id
          where s.state = 'LISTED' and p.state = 'LISTED' and os.offering_id = any($1) order by s.name collate "C", s.id`,
        values: [ids],
      });
      return groupRows(rows, 'offeringId', (row) => (row as { id: string }).id);
    },
  });

  const listed = new GroupCounter<[tier: string]>();
  const figures = new KeptFigures(
    pool,
    {
      name: 'offering',
      madeFrom: ['provider', 'offering'],
      touchedBy: ({ table, id, parentId }) =>
        table === 'provider' ? [id] : table === 'offering' && parentId ? [parentId] : [],
      facts: (condition) => `select p.id as owner, array[o.tier] as fact from ${visible} and ${condition}`,
      named: 'p.id = any($1)',
    },
    listed,
  );

  return {
    offerings,
    offeringsOfProvider,
    offeringIdsOfSite,
    siteIdsOfOffering,
    caches: [offerings, offeringsOfProvider, offeringIdsOfSite, siteIdsOfOffering],

    /** Reads a page of the listed offerings in an order. */
    async page(criteria: OfferingCriteria, sort: OfferingSort, range: KeyRange): Promise<Sorted<Offering>[]> {
      const { values, bind } = binding();
      const conditions = conditionsOn(criteria).map((condition) => condition(bind));
      const order = orders[sort];
      const { text: page } = keysetPage({ ...order, id: 'o.id' }, range, bind);
      const where = conditions.map((condition) => `and ${condition}`).join(' ');
      const text = `select ${offering.columns('o')}, ${order.written} as "sortKey" from ${visible} ${where} ${page}`;
      const { rows } = await pool.query(planned(text, values, conditions.length));
      return rows.map((row) => ({ node: offering.toEntity(row), id: row.id, sortKey: row.sortKey }));
    },

    async count(criteria: OfferingCriteria): Promise<number> {
      const { tier, ...others } = criteria;
      if (Object.values(others).every((value) => value === undefined)) {
        await figures.catchUp();
        return listed.count(([of]) => isChosen(tier, of));
      }
      const { values, bind } = binding();
      const conditions = conditionsOn(criteria).map((condition) => condition(bind));
      const text = `select count(*)::int n from ${visible} and ${conditions.join(' and ') || 'true'}`;
      const { rows } = await pool.query<{ n: number }>(planned(text, values, conditions.length));
      return rows[0]?.n ?? 0;
    },
  };
}
export type OfferingRepository = ReturnType<typeof offeringRepository>;
