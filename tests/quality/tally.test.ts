import fc from 'fast-check';
import type pg from 'pg';
import { registerStates } from '../../src/features/provider/provider.entity.js';
import { freshnesses, freshnessOf } from '../../src/features/vacancy/vacancy.rules.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { instant, perform, write } from './tallied-writes.js';

/** The tallies of providers against what the rules say of the rows, worked out again after writes of every kind. */

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());

interface ProviderRow {
  id: string;
  local_authority_code: string;
  state: string;
  registration: string;
}
interface OfferingRow {
  id: string;
  provider_id: string;
  state: string;
  min_year: number;
  max_year: number;
  attendance: string | null;
  hours_per_week: number | null;
  group_size: number | null;
  ehc_plan: string | null;
  circumstances: string[];
  delivery_modes: string[];
}
interface VacancyRow {
  offering_id: string;
  unit: string;
  places_available: number;
  confirmed_at: Date | null;
  ageing_at: Date | null;
  expires_at: Date | null;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** The bits of the grounds that are so (`threshold.rules.ts`), from the rows and nothing else. */
function groundsAnew(offerings: OfferingRow[], vacancies: VacancyRow[]): number {
  const offered = offerings
    .filter(({ state }) => state !== 'DRAFT' && state !== 'WITHDRAWN')
    .map((offering) => {
      const { attendance, hours_per_week: hours } = offering;
      const open = vacancies
        .filter(
          ({ offering_id, unit }) => offering_id === offering.id && ['FTE', 'GROUP_SEAT'].includes(unit),
        )
        .map(({ places_available }) => places_available)
        .filter((places) => places > 0);
      const known = [...(offering.group_size === null ? [] : [offering.group_size]), ...open];
      const full = attendance === 'FULL_TIME' || (hours !== null && hours >= 18);
      const near = !full && (attendance === 'EITHER' || (hours !== null && hours >= 17.5));
      const most = !full && !near && hours !== null && hours >= 15;
      const unknown = !full && !near && hours === null;
      const places = known.length > 0 ? Math.max(...known) : null;
      const isOutreach = offering.delivery_modes.join() === 'OUTREACH';
      return { ...offering, hours, places, full, near, most, unknown, isOutreach };
    });
  const ofAge = offered.filter(({ min_year, max_year }) => min_year <= 11 && max_year >= 0);
  const taught = ofAge.filter(({ isOutreach }) => !isOutreach);
  const full = taught.filter((one) => one.full);
  const less = taught.filter((one) => one.near || one.most);
  const near = taught.filter((one) => one.near);
  const placesOf = (some: typeof taught) => sum(some.map(({ places }) => places ?? 0));
  const accepts = (plan: string | null) => (one: OfferingRow) => one.ehc_plan === plan;
  const lookedAfter = ({ circumstances }: OfferingRow) => circumstances.includes('LOOKED_AFTER');
  const inOneYear = Array.from({ length: 12 }, (_, year) =>
    ofAge.filter((one) => !one.full && one.hours !== null && one.min_year <= year && one.max_year >= year),
  );
  const isSo = [
    offered.length === 0,
    placesOf(full) >= 5,
    placesOf(full) === 4,
    full.length > 0 && placesOf(full) < 4,
    placesOf(full) < 5 && full.some(({ places }) => places === null),
    full.some(accepts('REQUIRED')),
    full.some(accepts('ACCEPTED')),
    full.some(lookedAfter),
    full.some(accepts(null)),
    less.length > 0 && placesOf(full) < 5 && placesOf([...full, ...less]) >= 5,
    near.length > 0,
    near.some((one) => accepts('REQUIRED')(one) || accepts('ACCEPTED')(one) || lookedAfter(one)),
    taught.some(({ most }) => most),
    placesOf([...full, ...less]) < 5 && less.some(({ places }) => places === null),
    less.some(accepts(null)),
    inOneYear.some((some) => some.length > 1 && sum(some.map(({ hours }) => hours ?? 0)) >= 15),
    ofAge.some((one) => one.isOutreach && (one.full || one.near || one.most)),
    ofAge.some(({ unknown }) => unknown),
    ofAge.length > 0,
  ];
  return isSo.reduce((bits, one, bit) => bits | (one ? 1 << bit : 0), 0);
}

const countsBy = (kind: string, rows: readonly { state: string }[]) =>
  Object.fromEntries(
    registerStates.map((state) => [
      `${kind}_${state}`.toLowerCase(),
      rows.filter((row) => row.state === state).length,
    ]),
  );

/** Tallies for the threshold that were compared. */
const seen = new Set<number>();

/** Fails unless every tally says at an instant what the rows say. */
async function compareAt(at: Date): Promise<void> {
  const all = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await pool.query<T>(text, values)).rows;
  const offerings = await all<OfferingRow>('select * from offering');
  const vacancies = await all<VacancyRow>('select * from vacancy');
  const sites = await all<{ provider_id: string; state: string }>('select * from site');
  const providers = await all<ProviderRow>('select * from provider');
  const kept = await all<Record<string, number> & { provider_id: string }>(
    `select *, width_bucket($1::timestamptz, stale_from) as stale, width_bucket($1::timestamptz, ageing_from) as passed,
            lasting + cardinality(ageing_from) as confirmed from provider_tally`,
    [at],
  );
  for (const { id, registration, state, local_authority_code } of providers) {
    const own = offerings.filter(({ provider_id }) => provider_id === id);
    const tally = kept.find(({ provider_id }) => provider_id === id);
    const ids = own.map((offering) => offering.id);
    const theirs = vacancies.filter(({ offering_id }) => ids.includes(offering_id));
    expect(tally).toMatchObject({ registration, state, local_authority_code });
    const of = (name: string) => tally?.[name] ?? 0;
    seen.add(of('threshold'));
    expect(of('threshold').toString(2)).toBe(groundsAnew(own, theirs).toString(2));
    const expected = {
      ...countsBy(
        'site',
        sites.filter(({ provider_id }) => provider_id === id),
      ),
      ...countsBy('offering', own),
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, of(name)]))).toEqual(expected);
    const listed = own.filter(({ state }) => state === 'LISTED').map((offering) => offering.id);
    const fresh = theirs
      .filter(({ offering_id }) => listed.includes(offering_id))
      .map(({ confirmed_at, ageing_at, expires_at }) =>
        freshnessOf({ confirmedAt: confirmed_at, ageingAt: ageing_at, expiresAt: expires_at }, at.getTime()),
      );
    const counts = Object.fromEntries(freshnesses.map((one) => [one, fresh.filter((f) => f === one).length]));
    expect({
      CONFIRMED: of('confirmed') - of('passed'),
      AGEING: of('passed') - of('stale'),
      STALE: of('stale'),
      UNKNOWN: of('unknown'),
    }).toEqual(counts);
  }
  expect(kept.length).toBe(providers.length);
}

describe('the tally of a provider', () => {
  it('says after any writes what the rules say of the rows, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 10, maxLength: 40 }),
        fc.array(instant, { minLength: 1, maxLength: 3 }),
        async (writes, times) => {
          for (const one of writes) await perform(pool, one);
          for (const at of times) await compareAt(at);
        },
      ),
      { numRuns: 25 },
    );
    expect(seen.size).toBeGreaterThan(10);
  }, 300_000);

  it('is the same when it is made again', async () => {
    const tallied = `select md5(string_agg(t::text, '' order by provider_id)) as sum from provider_tally t`;
    const before = (await pool.query(tallied)).rows;
    await pool.query('select keep_provider_tally(array(select provider_id from provider_tally))');
    expect((await pool.query(tallied)).rows).toEqual(before);
  });

  it('counts both of two offerings that are made at the same time', async () => {
    const { rows } = await pool.query<{ id: string }>(
      `insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
       values (gen_random_uuid(), 'Invented', 'OTH', 'UNREGISTERED', '926', '999999', 'LISTED') returning id`,
    );
    const id = rows[0]!.id;
    const insert = `insert into offering (id, provider_id, title, tier, primary_needs, delivery_modes, state, min_year, max_year,
      hours_per_week, group_size) values (gen_random_uuid(), '${id}', 'Invented', 'TIER_2', '{SEMH}', '{IN_PERSON}', 'LISTED', 7, 9, 20, 3)`;
    const [one, two] = [await pool.connect(), await pool.connect()];
    await one.query('begin');
    await two.query('begin');
    await one.query(insert);
    const second = two.query(insert); // waits for the first, which has the tally
    await one.query('commit');
    await second;
    await two.query('commit');
    for (const client of [one, two]) client.release();
    const { rows: kept } = await pool.query<{ threshold: number; offering_listed: number }>(
      'select threshold, offering_listed from provider_tally where provider_id = $1',
      [id],
    );
    expect(kept[0]?.offering_listed).toBe(2);
    expect(kept[0]!.threshold & 0b10).toBe(0b10); // five full-time places or more: three and three
  });
});
