import type pg from 'pg';
import { buildDemonstration, type Demonstration } from './demo/build-demonstration.js';
import { seeding } from './transaction.js';
import { insertMissing, type Upsert, upsert } from './upsert.js';

/** How many rows of the demonstration are in the database. */
export interface DemonstrationCounts {
  readonly providers: number;
  readonly sites: number;
  readonly offerings: number;
  readonly vacancies: number;
}

/**
 * Puts the invented providers, sites, offerings, vacancies, schools and planning areas into the database, in one
 * transaction. On a later day the dates of vacancies move on. Rows that were edited through the service (version 2 or more) stay
 * as they are. Rows that were deleted come back. Rows that are not part of the demonstration are never touched: if one has a
 * number of the demonstration, the invented row with that number is left out.
 * @param today the calendar date in Europe/London, `yyyy-mm-dd`, from which the dates of vacancies are counted.
 * @returns how many rows there are now, and how many of all kinds this call inserted or changed (0 on the same day).
 * @throws if the reference data is missing or `today` is not a date. Nothing is changed then.
 */
export async function loadDemonstration(
  pool: pg.Pool,
  today: string,
): Promise<DemonstrationCounts & { readonly changed: number }> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(`${today}T00:00:00Z`))) {
    throw new Error(`The demonstration needs today's date as yyyy-mm-dd, not "${today}".`);
  }
  const rows = buildDemonstration(today);
  return seeding(pool, 'demonstration', async (client) => {
    const { rowCount } = await client.query(`select from local_authority where code = '926'`);
    if (!rowCount) throw new Error('The demonstration needs the reference data. Load that first.');
    let changed = 0;
    for (const step of steps(rows)) changed += await step(client);
    return { ...(await counts(client)), changed };
  });
}

type Step = (client: pg.PoolClient) => Promise<number>;

/** In the order that foreign keys need. */
function steps(rows: Demonstration): Step[] {
  return [
    giveUpRealNumbers,
    entries({ table: 'planning_area', key: ['id'], rows: rows.planningAreas }),
    // a sector or district that was moved to another area stays there
    links({ table: 'planning_area_member', rows: rows.planningAreaMembers }),
    entries({ table: 'school', key: ['urn'], rows: rows.schools }),
    entries({ table: 'provider', key: ['id'], rows: rows.providers, only: URN_IS_FREE }),
    links({ table: 'provider_contact', rows: rows.contacts, only: unedited('provider') }),
    entries({ table: 'site', key: ['id'], rows: rows.sites, only: OF_A_PROVIDER }),
    entries({ table: 'offering', key: ['id'], rows: rows.offerings, only: OF_A_PROVIDER }),
    links({ table: 'offering_site', rows: rows.offeringSites, only: unedited('offering') }),
    entries({ table: 'vacancy', key: ['id'], rows: rows.vacancies, only: atSiteOfOffering }),
  ];
}

/** Earlier releases gave invented schools URNs (990001, 991001 ...) that GIAS may give out one day. */
const giveUpRealNumbers: Step = async (client) => {
  await keepReal(client);
  const providers = await client.query(
    `update provider set urn = '0000' || right(urn, 2), version = version + 1, updated_at = now()
      where is_demonstration and urn ~ '^9900' and not exists (select from provider p where p.urn = '0000' || right(provider.urn, 2))`,
  );
  const schools = await client.query(`delete from school where is_demonstration and urn ~ '^9910'`);
  return (providers.rowCount ?? 0) + (schools.rowCount ?? 0);
};

/** If GIAS has since given a number to a real establishment, its row is no longer part of the demonstration, whatever its mark. */
async function keepReal(client: pg.PoolClient): Promise<void> {
  await client.query(`
    update school set is_demonstration = false, version = version + 1, updated_at = now()
     where is_demonstration and name not like '%(invented)';
    update provider set is_demonstration = false, version = version + 1, updated_at = now()
     where is_demonstration and urn in (select urn from school where not is_demonstration)`);
}

const URN_IS_FREE = 'not exists (select from provider p where p.urn = seed.urn and p.id <> seed.id)';
const OF_A_PROVIDER = 'exists (select from provider p where p.id = seed.provider_id and p.is_demonstration)';

/** Version 1 means that the row has not been edited since it was seeded. */
function entries(work: Omit<Upsert, 'changeable' | 'also'>): Step {
  const rows = work.rows.map((row) => ({ ...row, is_demonstration: true }));
  return (client) =>
    upsert(client, {
      ...work,
      rows,
      changeable: 'stored.is_demonstration and stored.version = 1',
      also: 'updated_at = now()',
    });
}

function links(work: Pick<Upsert, 'table' | 'rows' | 'only'>): Step {
  return (client) => insertMissing(client, work);
}

/** If a row was edited, the rows that belong to it are left alone too. */
function unedited(table: 'provider' | 'offering'): string {
  return `exists (select from ${table} where ${table}.id = seed.${table}_id and ${table}.version = 1
    and ${table}.is_demonstration)`;
}

/** The offering may have been removed from the site. */
const atSiteOfOffering = `exists (select from offering o where o.id = seed.offering_id) and (seed.site_id is null
  or (seed.offering_id, seed.site_id) in (select offering_id, site_id from offering_site))`;

async function counts(client: pg.PoolClient): Promise<DemonstrationCounts> {
  const number = (table: string) => `(select count(*)::int from ${table} where is_demonstration) as ${table}`;
  const { rows } = await client.query<Record<'provider' | 'site' | 'offering' | 'vacancy', number>>(
    `select ${['provider', 'site', 'offering', 'vacancy'].map(number).join(', ')}`,
  );
  const { provider = 0, site = 0, offering = 0, vacancy = 0 } = rows[0] ?? {};
  return { providers: provider, sites: site, offerings: offering, vacancies: vacancy };
}

/** How many rows of the demonstration were removed. */
export interface RemovedDemonstration extends DemonstrationCounts {
  readonly schools: number;
  readonly planningAreas: number;
}

/**
 * Removes everything that is marked as demonstration, in one transaction, with everything that was entered under an invented
 * provider. Real entries stay, including schools that were given an invented number, and so does the reference data. Safe to
 * repeat.
 */
export async function removeDemonstration(pool: pg.Pool): Promise<RemovedDemonstration> {
  return seeding(pool, 'demonstration remove', async (client) => {
    await keepReal(client);
    const remove = async (table: string) =>
      (await client.query(`delete from ${table} where is_demonstration`)).rowCount ?? 0;
    const vacancies = await remove('vacancy');
    const offerings = await remove('offering');
    const sites = await remove('site');
    const providers = await remove('provider');
    const schools = await remove('school');
    const planningAreas = await remove('planning_area');
    return { providers, sites, offerings, vacancies, schools, planningAreas };
  });
}
