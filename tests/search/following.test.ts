import { randomUUID } from 'node:crypto';
import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Site } from '../../src/features/provider/site.entity.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { found, type Question, titles } from './ask.js';

let hub: TestHub;
let provider: Provider;
let site: Site;
let offering: Offering;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  await hub.feed.sync();
  provider = await aProvider(hub, { name: 'Old Mill' });
  site = await aSite(hub, provider, { name: 'The loft' });
  offering = await anOffering(hub, provider, { title: 'Woodcarving', siteIds: [site.id] });
});

const finds = async (question: Question) => (await found(hub, question)).totalCount;
const FAKENHAM = { place: { postcode: 'NR21 9AA' }, within: { km: 5 } };
const NORWICH = { place: { name: 'Norwich' }, within: { km: 5 } };

describe('a write through a service is in the very next search', () => {
  it('when an offering is made, renamed and withdrawn', async () => {
    expect(await titles(hub, { text: 'woodcarving' })).toEqual(['Woodcarving']);
    await hub.offerings.update(offering.id, 1, { title: 'Stonecutting' });
    expect(await finds({ text: 'woodcarving' })).toBe(0);
    expect(await titles(hub, { text: 'stonecutting' })).toEqual(['Stonecutting']);
    await hub.offerings.update(offering.id, 2, { state: 'WITHDRAWN' });
    expect(await finds({ text: 'stonecutting' })).toBe(0);
  });

  it('when its needs, price or years change', async () => {
    await hub.offerings.update(offering.id, 1, {
      primaryNeeds: ['ASD'],
      pricePence: 9_000,
      priceUnit: 'DAY',
      minYear: 10,
      maxYear: 11,
    });
    expect(await finds({ filter: { needs: { anyOf: ['SEMH'] } } })).toBe(0);
    expect(
      await finds({ filter: { needs: { anyOf: ['ASD'] }, dailyPricePence: { lte: 10_000 }, yearGroup: 10 } }),
    ).toBe(1);
  });

  it('when its site moves', async () => {
    expect([await finds({ near: FAKENHAM }), await finds({ near: NORWICH })]).toEqual([1, 0]);
    await hub.providers.updateSite(site.id, 1, {
      latitude: 52.628,
      longitude: 1.298,
      districtCode: 'E07000148',
    });
    expect([await finds({ near: FAKENHAM }), await finds({ near: NORWICH })]).toEqual([0, 1]);
    expect(await finds({ near: { place: { district: 'E07000148' } } })).toBe(1);
  });

  it('when it gets another site, and loses one', async () => {
    const other = await aSite(hub, provider, { latitude: 52.628, longitude: 1.298 });
    await hub.offerings.update(offering.id, 1, { siteIds: [site.id, other.id] });
    expect([await finds({ near: FAKENHAM }), await finds({ near: NORWICH })]).toEqual([1, 1]);
    await hub.offerings.update(offering.id, 2, { siteIds: [other.id] });
    expect([await finds({ near: FAKENHAM }), await finds({ near: NORWICH })]).toEqual([0, 1]);
    await hub.offerings.update(offering.id, 3, { siteIds: [] });
    expect([await finds({ near: NORWICH }), await finds({ text: 'woodcarving' })]).toEqual([0, 1]);
  });

  it('when its provider is renamed or changes its type', async () => {
    await hub.providers.update(provider.id, 1, { name: 'New Mill', settingType: 'WBP' });
    expect([await finds({ text: 'old' }), await finds({ text: 'new mill' })]).toEqual([0, 1]);
    expect(await finds({ filter: { settingType: { anyOf: ['WBP'] } } })).toBe(1);
    const { hits } = await found(hub, { text: 'woodcarving' });
    expect(hits[0]?.provider?.name).toBe('New Mill');
  });

  it('when a vacancy is made, filled and opened again', async () => {
    const question = { filter: { vacancy: { availableBy: '2027-01-05' } } };
    expect(await finds(question)).toBe(0);
    const vacancy = await aVacancy(hub, offering);
    expect(await finds(question)).toBe(1);
    await hub.vacancies.update(vacancy.id, 1, { state: 'NO_CAPACITY', placesAvailable: 0 });
    expect(await finds(question)).toBe(0);
    await hub.vacancies.update(vacancy.id, 2, { state: 'CAPACITY', placesAvailable: 1 });
    expect(await finds(question)).toBe(1);
  });

  it('and shows what it shows now, not what it showed before', async () => {
    const vacancy = await aVacancy(hub, offering);
    for (let version = 1; version <= 10; version++) {
      const [title, availableFrom] = [`Edition ${version}`, `2027-01-${String(version).padStart(2, '0')}`];
      await Promise.all([
        hub.offerings.update(offering.id, version, { title }),
        hub.vacancies.update(vacancy.id, version, { availableFrom }),
      ]);
      const { hits } = await found(hub, { text: `edition ${version}` });
      expect(hits[0]).toMatchObject({ offering: { title }, nextVacancy: { availableFrom } });
    }
  });
});

describe('what a search leads to', () => {
  it('is never older than what the search found it by, while others write', async () => {
    const EDITIONS = 60;
    let edition = 0;
    const write = async () => {
      while (edition < EDITIONS) {
        edition++;
        await hub.offerings.update(offering.id, edition, { title: `${edition} edition` });
      }
    };
    let looked = 0;
    const read = async () => {
      while (edition < EDITIONS) {
        const wanted = edition;
        for (const title of await titles(hub, { text: `${wanted} edition` })) {
          expect(Number.parseInt(title, 10)).toBeGreaterThanOrEqual(wanted);
          looked++;
        }
      }
    };
    await Promise.all([write(), read(), read(), read()]);
    expect(looked).toBeGreaterThan(0);
  });
});

describe('a write by another process', () => {
  /** Waits for a search to find so many. */
  async function soon(question: Question, count: number): Promise<void> {
    let last = -1;
    await until(
      () => `the search finds ${count}, not ${last}`,
      async () => {
        last = await finds(question);
        return last === count;
      },
      { within: 5_000 },
    );
  }

  it('is in searches shortly after', async () => {
    const { pool } = hub.database;
    await pool.query(`update offering set title = 'Basketmaking' where id = $1`, [offering.id]);
    await soon({ text: 'basketmaking' }, 1);
    await soon({ text: 'woodcarving' }, 0);
    await pool.query('delete from offering_site where offering_id = $1', [offering.id]);
    await soon({ near: FAKENHAM }, 0);
    await pool.query('delete from offering where id = $1', [offering.id]);
    await soon({ text: 'basketmaking' }, 0);
  });

  it('of many rows at once is in searches shortly after', async () => {
    await hub.database.pool.query(
      `insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
       select gen_random_uuid(), $1, 'Bulk ' || i, 'TIER_2', '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED'
         from generate_series(1, 3000) i`,
      [provider.id],
    );
    await soon({ text: 'bulk' }, 3_000);
    await hub.database.pool.query('delete from provider where id = $1', [provider.id]);
    await soon({}, 0);
  });

  it('that Postgres allows, though no service would write it, does not stop the index from following others', async () => {
    const { pool } = hub.database;
    await pool
      .query(
        `insert into vacancy (id, offering_id, state, places_available, unit, available_from, min_year, max_year,
           confirmed_at, expires_at)
         values ($1, $2, 'CAPACITY', 1, 'FTE', 'infinity', 7, 9, '-infinity', 'infinity')`,
        [randomUUID(), offering.id],
      )
      .catch(() => {}); // refusing it would do as well
    await hub.offerings.update(offering.id, 1, { title: 'Still followed' });
    expect(await finds({ text: 'still followed' })).toBe(1);
    const other = await anOffering(hub, provider, { title: 'Another one' });
    expect(await titles(hub, { text: other.title })).toEqual(['Another one']);
  });
});

describe('a lost connection to the database', () => {
  it('loses no change: what was written meanwhile is found when it is back', async () => {
    const { pool } = hub.database;
    const cut = pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'ap-hub changes' and datname = current_database()`,
    );
    await Promise.all([
      cut,
      pool.query(`update offering set title = 'Written meanwhile' where id = $1`, [offering.id]),
    ]);
    await hub.feed.sync();
    expect(await titles(hub, { text: 'meanwhile' })).toEqual(['Written meanwhile']);
  });
});
